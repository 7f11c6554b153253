package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.report.Recorded;
import io.devicetrail.domain.rolloutrun.report.RolloutAccount;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReports;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A run as of each of its moments, from its stream between events of others. */
@Requirement({"11.10(b)", "Annex 11 s.9"})
@NullUnmarked // what is missing fails the test anyway
class LoggedRolloutReportsTest {
    private static final SignableRecord PLAN = SignableRecord.of(SignableKind.ROLLOUT_PLAN, Runs.PLAN.toString());
    private static final PersonId QUINN = new PersonId(new UUID(1, 1));
    private static final SignatureId SIGNATURE = SignatureId.of(PLAN, Runs.PLAN_HASH, QUINN, SignatureMeaning.APPROVAL);
    private static final Map<String, Object> ADA =
            Map.of(Metadata.ACTOR_NAME, "Ada L.", Metadata.ACTOR_ROLE, "operator", Metadata.REASON, "CR 4711");
    private static final long STEP = 3;

    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine();
    private final List<StoredEntry> stored = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final LoggedRolloutReports reports = new LoggedRolloutReports(
            EmbeddedEventStore.builder().storageEngine(engine).build(), this::page);

    @Test
    void everyMomentOfARunIsFoundAgain() {
        List<Object> events = new ArrayList<>(List.of(Runs.completed()));
        // Full pages, and a signature under the plan before them.
        while (events.size() < 2 * StoredStreams.PAGE) {
            events.add(new RolloutRunEvent.RolloutOffersTakenBack(RUN, Fixtures.ACME, 1, List.of(), "NOBODY"));
        }
        events.replaceAll(event -> event instanceof RolloutStarted ? started() : event);
        append(SIGNATURE.toString(), signed());
        events.forEach(event -> append(RUN.toString(), event));

        RolloutAccount account = new RolloutAccount();
        assertThat(reports.atPosition(RUN, 100 + STEP - 1)).isEmpty();
        for (int event = 0; event < events.size(); event++) {
            long index = 100 + (event + 1) * STEP;
            account.add((RolloutRunEvent) events.get(event), Recorded.of(index, at(event + 1), ADA));
            boolean looked = event < 20 || event % StoredStreams.PAGE < 2 || event > events.size() - 3;
            if (looked) {
                Optional<RolloutReport> expected = Optional.of(account.report(id -> signature()));
                assertThat(reports.atPosition(RUN, index)).isEqualTo(expected);
                assertThat(reports.atPosition(RUN, index + STEP - 1)).isEqualTo(expected);
                assertThat(reports.atTime(RUN, at(event + 1))).isEqualTo(expected);
            }
        }
        RolloutReport now = reports.now(RUN).orElseThrow();
        assertThat(now.state()).isEqualTo(RolloutRunState.COMPLETED);
        assertThat(now.signed()).containsExactly(signature());
        assertThat(now.steps().getFirst().recorded())
                .isEqualTo(new Recorded(100 + STEP, at(1), "Ada L.", "operator", "CR 4711"));
        assertThat(reports.now(new RolloutRunId(new UUID(7, 7)))).isEmpty();
    }

    @Test
    void aRunThatIsTooLongIsRefusedAndItsBeginningIsNot() {
        for (Object event : Runs.created()) {
            append(RUN.toString(), event);
        }
        append(RUN.toString(), started());
        List<DeviceId> many =
                IntStream.range(0, 100_000).mapToObj(place -> Runs.nth(1)).toList();
        for (int times = 0; times <= RolloutReports.MOST_READ / many.size(); times++) {
            append(RUN.toString(), new RolloutRunEvent.RolloutOffered(RUN, Fixtures.ACME, 1, 1, 1, many, 0));
        }
        assertThatThrownBy(() -> reports.now(RUN)).isInstanceOf(RolloutReports.TooLong.class);
        assertThat(reports.atPosition(RUN, 100 + 2 * STEP)).isPresent();
    }

    private static RolloutStarted started() {
        RolloutStarted e = Runs.startedEvent();
        return new RolloutStarted(
                e.run(),
                e.tenant(),
                e.plan(),
                e.revision(),
                e.planHash(),
                e.cohortHash(),
                e.sha256(),
                List.of(SIGNATURE));
    }

    private static RecordSigned signed() {
        return new RecordSigned(
                SIGNATURE,
                PLAN,
                Runs.PLAN_POSITION,
                Runs.PLAN_HASH,
                QUINN,
                "Quinn Q.",
                SignatureMeaning.APPROVAL,
                "Europe/Zurich",
                "+01:00",
                "s1",
                List.of("pwd", "otp"),
                2,
                "0".repeat(64));
    }

    private static RolloutReport.Signature signature() {
        return RolloutReport.Signature.of(signed(), Recorded.of(100, at(0), ADA));
    }

    private List<StoredEntry> page(String stream, long afterIndex) {
        return stored.stream()
                .filter(entry -> entry.stream().equals(stream) && entry.index() > afterIndex)
                .limit(StoredStreams.PAGE)
                .toList();
    }

    private static Instant at(int number) {
        return Runs.AT.plusSeconds(number);
    }

    private void append(String stream, Object event) {
        int number = stored.size();
        long sequence = sequences.merge(stream, 1L, Long::sum) - 1;
        engine.appendEvents(new GenericDomainEventMessage<>(
                "any", stream, sequence, event, MetaData.from(ADA), "e" + number, at(number)));
        stored.add(new StoredEntry(100 + number * STEP, stream, "any", 1, new byte[0], new byte[0]));
    }
}

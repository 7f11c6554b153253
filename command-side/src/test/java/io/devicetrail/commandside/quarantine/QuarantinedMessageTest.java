package io.devicetrail.commandside.quarantine;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.quarantine.QuarantineCommand;
import io.devicetrail.domain.quarantine.QuarantineCommand.ReleaseQuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantineCommand.SettleQuarantineRelease;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageStillUnfit;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageTakenIn;
import io.devicetrail.domain.quarantine.QuarantineRejection.QuarantinedMessageUnknown;
import io.devicetrail.domain.quarantine.QuarantineRejection.ReleaseHeld;
import io.devicetrail.domain.quarantine.QuarantineRejection.ReleaseUnderWay;
import io.devicetrail.domain.quarantine.QuarantineRejection.ReleasedByPeople;
import io.devicetrail.domain.quarantine.QuarantineRejection.TooManyReleases;
import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessage.Objection;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Requirement({"Annex 11 s.5", "Annex 11 s.6"})
class QuarantinedMessageTest {
    private static final long NUMBER = 17;
    private static final Instant ARRIVED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Map<String, ?> PERSON = Map.of(Metadata.ACTOR_TYPE, ActorType.PERSON.name());
    private static final String SHA = "0a".repeat(32);
    private static final QuarantinedMessageId ID = QuarantinedMessageId.of(ACME, NUMBER);

    private final Map<Long, QuarantinedMessage> quarantine = new HashMap<>();
    private final AggregateTestFixture<QuarantinedMessageAggregate> messages =
            Fixtures.fixture(QuarantinedMessageAggregate.class, Fixtures.world());

    private final Set<String> held = new HashSet<>();
    private Instant now = NOW;

    QuarantinedMessageTest() {
        messages.registerInjectableResource(
                (QuarantinedMessages) number -> Optional.ofNullable(quarantine.get(number)));
        messages.registerInjectableResource((HeldStreams)
                (processor, stream) -> processor.equals(QuarantineCommand.PROCESSOR) && held.contains(stream)
                        ? Optional.of(new HeldStreams.Held(ACME, 3))
                        : Optional.empty());
        messages.registerInjectableResource(new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    @Test
    void whatFitsNowIsReleasedWithTheHashOfItsBytes() {
        keep(ACME, null);
        messages.givenNoPriorActivity().when(release(), PERSON).expectEvents(released(1));
    }

    @Test
    void whatBecameOfItIsToldOnce() {
        messages.given(released(1)).when(settle(1, "TAKEN_IN"), PERSON).expectEvents(settled(1, "TAKEN_IN"));
        messages.given(released(1), settled(1, "TAKEN_IN"))
                .when(settle(1, "DEVICE_ENDED"), PERSON)
                .expectNoEvents();
        messages.given(released(1)).when(settle(2, "TAKEN_IN"), PERSON).expectNoEvents();
    }

    /** The database may have been the reason, and is mended. */
    @Test
    void aReleaseThatCameToNothingIsFollowedByAnother() {
        keep(ACME, null);
        messages.given(released(1), settled(1, "NOT_STORABLE"))
                .when(release(), PERSON)
                .expectEvents(released(2));
    }

    /** A click too many is no second decision. */
    @Test
    void whileOneIsUnderWayThereIsNoOther() {
        keep(ACME, null);
        now = NOW.plus(QuarantinedMessageAggregate.UNDER_WAY).minusSeconds(1);
        messages.givenCurrentTime(NOW)
                .andGiven(released(1))
                .when(release(), PERSON)
                .expectExceptionDetails(new ReleaseUnderWay(NUMBER))
                .expectNoEvents();
        now = NOW.plus(QuarantinedMessageAggregate.UNDER_WAY);
        messages.givenCurrentTime(NOW)
                .andGiven(released(1))
                .when(release(), PERSON)
                .expectEvents(released(2));
    }

    /** Whatever comes behind a dead letter waits with it: another release would be one more that does nothing. */
    @Test
    void aDeadLetterIsDecidedAboutFirst() {
        keep(ACME, null);
        held.add(ID.toString());
        now = NOW.plus(QuarantinedMessageAggregate.UNDER_WAY);
        messages.givenCurrentTime(NOW)
                .andGiven(released(1))
                .when(release(), PERSON)
                .expectExceptionDetails(new ReleaseHeld(NUMBER, "quarantine-release", ID.toString()))
                .expectNoEvents();
    }

    @Test
    void theLogTellsWhetherAReleaseIsSettled() {
        EmbeddedEventStore log = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
        LoggedReleases releases = new LoggedReleases(log);
        assertThat(releases.isSettled(ID, 1)).isFalse();
        log.publish(
                new GenericDomainEventMessage<>("quarantine", ID.toString(), 0, released(1)),
                new GenericDomainEventMessage<>("quarantine", ID.toString(), 1, settled(1, "DEVICE_ENDED")),
                new GenericDomainEventMessage<>("quarantine", ID.toString(), 2, released(2)));
        assertThat(releases.isSettled(ID, 1)).isTrue();
        assertThat(releases.isSettled(ID, 2)).isFalse();
    }

    @Test
    void whatIsTakenInIsNotReleasedAgain() {
        keep(ACME, null);
        messages.given(released(1), settled(1, "TAKEN_IN"))
                .when(release(), PERSON)
                .expectExceptionDetails(new MessageTakenIn(NUMBER))
                .expectNoEvents();
        messages.given(released(1), settled(1, "TAKEN_IN"), released(2), settled(2, "STORED_BEFORE"))
                .when(release(), PERSON)
                .expectExceptionDetails(new MessageTakenIn(NUMBER))
                .expectNoEvents();
    }

    @Test
    void whatDoesNotFitNowEitherStaysWhereItIs() {
        keep(ACME, new Objection("OUT_OF_RANGE", "temperature is 126."));
        messages.givenNoPriorActivity()
                .when(release(), PERSON)
                .expectExceptionDetails(new MessageStillUnfit(NUMBER, "OUT_OF_RANGE", "temperature is 126."))
                .expectNoEvents();
    }

    @Test
    void aMachineJudgesNothing() {
        keep(ACME, null);
        messages.givenNoPriorActivity()
                .when(release(), Map.of(Metadata.ACTOR_TYPE, ActorType.MACHINE.name()))
                .expectExceptionDetails(new ReleasedByPeople())
                .expectNoEvents();
    }

    @Test
    void anotherTenantsMessageIsLikeNone() {
        messages.givenNoPriorActivity()
                .when(release(), PERSON)
                .expectExceptionDetails(new QuarantinedMessageUnknown(NUMBER))
                .expectNoEvents();
        keep(RIVAL, null);
        messages.givenNoPriorActivity()
                .when(release(), PERSON)
                .expectExceptionDetails(new QuarantinedMessageUnknown(NUMBER))
                .expectNoEvents();
    }

    @Test
    void releasesOfAMessageHaveAnEnd() {
        keep(ACME, null);
        int last = QuarantinedMessageAggregate.MOST;
        messages.given(released(last - 1), settled(last - 1, "DEVICE_ENDED"))
                .when(release(), PERSON)
                .expectEvents(released(last));
        messages.given(released(last), settled(last, "DEVICE_ENDED"))
                .when(release(), PERSON)
                .expectExceptionDetails(new TooManyReleases(last))
                .expectNoEvents();
    }

    private void keep(TenantId tenant, @Nullable Objection objection) {
        quarantine.put(NUMBER, new QuarantinedMessage(tenant, PUMP, "UNKNOWN_DEVICE", ARRIVED, 120, SHA, objection));
    }

    private static SettleQuarantineRelease settle(int release, String outcome) {
        return new SettleQuarantineRelease(ID, ACME, PUMP, NUMBER, release, outcome, "as it is");
    }

    private static QuarantineReleaseSettled settled(int release, String outcome) {
        return new QuarantineReleaseSettled(ID, ACME, PUMP, NUMBER, release, outcome, "as it is");
    }

    private static ReleaseQuarantinedMessage release() {
        return new ReleaseQuarantinedMessage(ID, ACME, NUMBER);
    }

    private static QuarantinedMessageReleased released(int release) {
        return new QuarantinedMessageReleased(ID, ACME, PUMP, NUMBER, release, "UNKNOWN_DEVICE", ARRIVED, 120, SHA);
    }
}

package io.devicetrail.ingress.presence;

import static io.devicetrail.ingress.TestFleet.presenceTopic;
import static io.devicetrail.ingress.TestFleet.telemetryTopic;
import static io.devicetrail.ingress.TestFleet.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.connectivity.ConnectivityCommand.RecordJudgement;
import io.devicetrail.domain.connectivity.FlappingPolicy;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.ingress.MovedClock;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease of the fleet's model is 10 s: suspect after 15 s, offline after 30 s, stale after a day. */
class ConnectivityJudgeTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private final MovedClock clock = new MovedClock(START);
    private final List<String> recorded = new ArrayList<>();
    private Optional<Instant> upSince = Optional.of(START.minusSeconds(3_600));
    private boolean logAway;
    private int seq;
    private int heard;
    private IntakeFixture ingress;
    private ConnectivityJudge judge;

    @BeforeEach
    void start() {
        ingress = new IntakeFixture(clock);
        TestFleet.register(ingress.projection, "a");
        ingress.bus.subscribe(RecordJudgement.class.getName(), message -> {
            if (logAway) {
                throw new IllegalStateException("the log is away");
            }
            RecordJudgement command = (RecordJudgement) message.getPayload();
            assertThat(message.getMetaData())
                    .containsEntry(Metadata.ACTOR_ID, "connectivity-judge")
                    .containsEntry(Metadata.TENANT, "acme");
            recorded.add(command.judgement().connectivity() + " "
                    + command.judgement().reasons().getFirst());
            return null;
        });
        judge = new ConnectivityJudge(
                ingress.jdbc, ingress.commands, () -> upSince, clock, ingress.settings.judge(), Runnable::run);
    }

    @AfterEach
    void stop() {
        ingress.close();
    }

    private void sends() {
        arrives(telemetryTopic("a"), temperature("b1", seq++, 20, "2026-11-20T10:00:00Z"));
    }

    private void arrives(String topic, String payload) {
        ingress.arrives(topic, payload);
        heard++;
        await().until(() -> ingress.acknowledged.get() == heard);
    }

    private void after(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        judge.judgeDue();
    }

    @Test
    void silenceIsJudgedStepByStepAndOnlyTransitionsAreRecorded() {
        sends();
        after(0);
        after(10);
        sends();
        after(10);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE");
        after(5);
        after(5);
        after(9);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE", "SUSPECT LEASE_OVERDUE");
        after(1);
        after(60);
        after(86_400);
        after(86_400);
        sends();
        after(0);
        assertThat(recorded)
                .containsExactly(
                        "ONLINE HEARD_FROM_DEVICE",
                        "SUSPECT LEASE_OVERDUE",
                        "OFFLINE LEASE_EXPIRED",
                        "STALE SILENT_TOO_LONG",
                        "ONLINE HEARD_FROM_DEVICE");
    }

    @Test
    void aWillCountsAtOnceAndAStragglerDoesNotUndoIt() {
        arrives(presenceTopic("a"), "{\"state\":\"online\"}");
        after(0);
        arrives(presenceTopic("a"), "{\"state\":\"offline\"}");
        after(0);
        clock.advance(Duration.ofMillis(500));
        sends();
        after(1);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE", "OFFLINE WILL_RECEIVED");
        clock.advance(Duration.ofSeconds(2));
        sends();
        after(0);
        arrives(presenceTopic("a"), "{\"state\":\"offline\",\"goodbye\":true}");
        after(0);
        arrives(presenceTopic("a"), "{\"state\":\"online\"}");
        after(0);
        assertThat(recorded.subList(2, recorded.size()))
                .containsExactly("ONLINE HEARD_FROM_DEVICE", "OFFLINE SAID_GOODBYE", "ONLINE HEARD_FROM_DEVICE");
    }

    /** MQTT 5 promises order (4.6) for subscriptions that are not shared; ours are. */
    @Test
    void aHelloThatItsWillOvertookChangesNothing() {
        String hello = "{\"state\":\"online\",\"connection\":\"%s\"}";
        String will = "{\"state\":\"offline\",\"connection\":\"%s\"}";
        arrives(presenceTopic("a"), will.formatted("c1"));
        after(0);
        clock.advance(Duration.ofSeconds(5));
        arrives(presenceTopic("a"), hello.formatted("c1"));
        after(0);
        assertThat(recorded).containsExactly("OFFLINE WILL_RECEIVED");

        arrives(presenceTopic("a"), hello.formatted("c2"));
        after(0);
        assertThat(recorded).containsExactly("OFFLINE WILL_RECEIVED", "ONLINE HEARD_FROM_DEVICE");

        arrives(presenceTopic("a"), will.formatted("c2"));
        arrives(presenceTopic("a"), hello.formatted("c2"));
        after(0);
        assertThat(recorded.getLast()).as("in one batch").isEqualTo("OFFLINE WILL_RECEIVED");
    }

    @Test
    void ourOwnAbsenceIsNotTheDevicesSilence() {
        sends();
        after(0);
        upSince = Optional.empty();
        after(600);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE");
        upSince = Optional.of(clock.instant());
        after(14);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE");
        after(1);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE", "OFFLINE LEASE_EXPIRED");
    }

    @Test
    void aJudgementThatTheLogCouldNotTakeIsMadeAgain() {
        sends();
        logAway = true;
        after(0);
        logAway = false;
        after(1);
        assertThat(recorded).isEmpty();
        after((int) ingress.settings.judge().claim().toSeconds());
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE");
    }

    /** Told three times that it went and three times that it came, once that it flaps, and nothing until it stays. */
    @Test
    void aDeviceThatComesAndGoesIsToldOnceAndBelievedWhenItStays() {
        FlappingPolicy policy = FlappingPolicy.DEFAULT;
        arrives(presenceTopic("a"), "{\"state\":\"online\"}");
        after(0);
        for (int i = 0; i < policy.mostChanges() + 4; i++) {
            clock.advance(Duration.ofSeconds(5));
            arrives(presenceTopic("a"), "{\"state\":\"" + (i % 2 == 0 ? "offline" : "online") + "\"}");
            after(0);
        }
        assertThat(recorded).hasSize(1 + policy.mostChanges() + 1).last().isEqualTo("SUSPECT FLAPPING");
        long stable = policy.stableFor().toSeconds();
        for (int seconds = 0; seconds < stable - 10; seconds += 10) {
            clock.advance(Duration.ofSeconds(10));
            sends();
            after(0);
        }
        assertThat(recorded).as("not yet").hasSize(1 + policy.mostChanges() + 1);
        clock.advance(Duration.ofSeconds(10));
        sends();
        after(1);
        assertThat(recorded).last().isEqualTo("ONLINE HEARD_FROM_DEVICE");
    }

    /** It may be gone for good while nobody believes it: then it is told when that has lasted. */
    @Test
    void aDeviceThatFlappedAndStaysAwayIsOffline() {
        FlappingPolicy policy = FlappingPolicy.DEFAULT;
        arrives(presenceTopic("a"), "{\"state\":\"online\"}");
        after(0);
        for (int i = 0; i <= policy.mostChanges(); i++) {
            clock.advance(Duration.ofSeconds(5));
            arrives(presenceTopic("a"), "{\"state\":\"" + (i % 2 == 0 ? "offline" : "online") + "\"}");
            after(0);
        }
        assertThat(recorded).last().isEqualTo("SUSPECT FLAPPING");
        after((int) policy.stableFor().toSeconds() - 1);
        assertThat(recorded).last().isEqualTo("SUSPECT FLAPPING");
        after(1);
        assertThat(recorded).last().isEqualTo("OFFLINE WILL_RECEIVED");
    }

    @Test
    void anEndedDeviceIsNoLongerJudged() {
        sends();
        after(0);
        ingress.projection.on(TestFleet.retired("a"));
        after(600);
        assertThat(recorded).containsExactly("ONLINE HEARD_FROM_DEVICE");
        assertThat(TestDatabase.OWNER.queryForList(
                        "select device_id from ingress.lease where next_judgement_at is not null"))
                .isEmpty();
    }
}

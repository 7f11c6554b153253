package io.devicetrail.sagas.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.Settling;
import io.devicetrail.domain.incident.SilencePolicy;
import io.devicetrail.domain.incident.SiteStanding;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.incident.SiteStandings;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.RecordingCommandBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

class SilenceWatchTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private final SagaTestFixture<SilenceWatch> saga = new SagaTestFixture<>(SilenceWatch.class);
    private List<SiteStanding> standings = List.of();
    private boolean behind;

    @BeforeEach
    void readsHowThingsStand() {
        saga.registerResource(new SilenceSettings(SETTLED));
        saga.registerResource((SiteStandings) tenant -> {
            if (behind) {
                throw new TimeoutException("behind");
            }
            return tenant.equals(ACME) ? standings : List.of();
        });
    }

    @Test
    void theFirstWordOfADeviceIsNoReasonToLook() throws Exception {
        saga.givenCurrentTime(TEN)
                .whenPublishingA(changed(null, Connectivity.ONLINE))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    /** Heard once, by a message that was on its way for long. */
    @Test
    void oneThatIsNotOnlineAtItsFirstWordIsLookedAt() throws Exception {
        saga.givenCurrentTime(TEN)
                .whenPublishingA(changed(null, Connectivity.OFFLINE))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(SETTLED, SilenceWatch.LOOK);
    }

    @Test
    void aStepThatFailsKeepsNoneFromTheOthersAndIsTriedAgain() throws Exception {
        standings = List.of(silent(3));
        saga.setCallbackBehavior((payload, metaData) -> {
            throw new IllegalStateException("the log is away");
        });
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(SETTLED, SilenceWatch.LOOK);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .hasSize(3);
    }

    @Test
    void aTransitionIsLookedAtWhenItHasSettled() throws Exception {
        saga.givenCurrentTime(TEN)
                .whenPublishingA(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(SETTLED, SilenceWatch.LOOK)
                .expectNoDispatchedCommands();
    }

    @Test
    void manyTransitionsAreOneLook() throws Exception {
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectTriggeredDeadlinesWithName(SilenceWatch.LOOK);
    }

    @Test
    void nothingIsDoneJustBefore() throws Exception {
        standings = List.of(silent(1));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED.minusMillis(1))
                .expectNoDispatchedCommands();
    }

    @Test
    void theLookDoesWhatThePolicySaysInItsOwnNameAndLooksAgain() throws Exception {
        standings = List.of(silent(1));
        List<IncidentCommand> due =
                SilencePolicy.DEFAULT.decide(ACME, silent(1), new Settling(TEN.plus(SETTLED), SETTLED));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectDispatchedCommands(due.toArray())
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(SETTLED, SilenceWatch.LOOK);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .singleElement()
                .satisfies(sent -> assertThat(sent.getMetaData())
                        .containsEntry(Metadata.TENANT, "acme")
                        .containsEntry(Metadata.SITE, BASEL.toString())
                        .containsEntry(Metadata.ACTOR_TYPE, "PROCESS")
                        .containsEntry(Metadata.ACTOR_ID, "silence-watch"));
    }

    @Test
    void whereNothingIsLeftToDoTheWatchEnds() throws Exception {
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void whereItCannotBeToldHowThingsStandTheLookIsPutOff() throws Exception {
        behind = true;
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectActiveSagas(1)
                .expectNoDispatchedCommands()
                .expectScheduledDeadlineWithName(SETTLED, SilenceWatch.LOOK);
    }

    @Test
    void oneThatNeverComesToAnEndIsLeftUntilSomethingChanges() throws Exception {
        standings = List.of(silent(1));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED.multipliedBy(SilenceWatch.MOST_LOOKS + 1))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .hasSize(SilenceWatch.MOST_LOOKS);
    }

    @Test
    void oneLookTakesSoManyStepsAndTheNextTheRest() throws Exception {
        // Too far apart to be a mass.
        standings = List.of(silent(SilenceWatch.MOST_STEPS + 1));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectActiveSagas(1);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .hasSize(SilenceWatch.MOST_STEPS);
    }

    /** A device that leaves service is silent for ever, and nobody waits for it. */
    @Test
    void aStepOfTheLifeCycleIsAReasonToLookToo() throws Exception {
        saga.givenCurrentTime(TEN)
                .whenPublishingA(new GenericEventMessage<>(
                        new DeviceRetired(PUMP, LifeCycle.ACTIVE), Map.of(Metadata.TENANT, "acme")))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(SETTLED, SilenceWatch.LOOK);
    }

    /** As of devices that go silent one after the other: each waits in its turn, and all that wait are looked at together. */
    @Test
    void whatIsTooYoungIsLookedAtWhenItHasSettled() throws Exception {
        standings = List.of(silentSince(TEN, TEN.plusSeconds(10), TEN.plusMillis(10_500)));
        ContinuedGivenState first =
                saga.givenCurrentTime(TEN).andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE));
        first.whenTimeElapses(SETTLED)
                .expectActiveSagas(1)
                .expectDispatchedCommands(decided(TEN.plus(SETTLED)))
                .expectScheduledDeadlineWithName(Duration.ofSeconds(10), SilenceWatch.LOOK);
    }

    @Test
    void shortlyAfterALookNoneFollows() throws Exception {
        standings = List.of(silentSince(TEN.plusMillis(1), TEN.plusMillis(2)));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED)
                .expectNoDispatchedCommands()
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(SETTLED.dividedBy(10), SilenceWatch.LOOK);
    }

    /** After so many looks that found something, those that are too young still are told. */
    @Test
    void whatIsTooYoungIsWaitedForWhateverTheNumberOfLooks() throws Exception {
        Instant later = TEN.plus(SETTLED.multipliedBy(SilenceWatch.MOST_LOOKS)).minusSeconds(1);
        standings = List.of(silentSince(TEN, later));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(SETTLED.multipliedBy(SilenceWatch.MOST_LOOKS))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(Duration.ofSeconds(14), SilenceWatch.LOOK);
    }

    /** Within an hour to settle a device may go silent in every second of it. */
    @Test
    void theTimeToSettleIsTheInstallations() throws Exception {
        Duration hour = Duration.ofHours(1);
        saga.registerResource(new SilenceSettings(hour));
        standings = List.of(silentSince(IntStream.range(0, 3600)
                .mapToObj(second -> TEN.plusSeconds(second))
                .toArray(Instant[]::new)));
        saga.givenCurrentTime(TEN)
                .andThenAPublished(changed(Connectivity.ONLINE, Connectivity.OFFLINE))
                .whenTimeElapses(hour)
                .expectScheduledDeadlineWithName(hour.dividedBy(10), SilenceWatch.LOOK);
    }

    @ParameterizedTest
    @CsvSource({"999ms, false", "1s, true", "1h, true", "3600001ms, false"})
    void theTimeToSettleHasBounds(String settle, boolean taken) {
        assertThat(catchThrowable(() -> bound(Map.of("devicetrail.incidents.settle", settle))) == null)
                .isEqualTo(taken);
        assertThat(bound(Map.of()).settle()).isEqualTo(Duration.ofSeconds(15));
    }

    private static SilenceSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("devicetrail.incidents", SilenceSettings.class);
    }

    private Object[] decided(Instant now) {
        return SilencePolicy.DEFAULT
                .decide(ACME, standings.getFirst(), new Settling(now, SETTLED))
                .toArray();
    }

    private static SiteStanding silentSince(Instant... since) {
        List<Silent> devices = IntStream.range(0, since.length)
                .mapToObj(number -> new Silent(
                        DeviceId.of(ACME, "Flow AG", "P-" + number),
                        Connectivity.OFFLINE,
                        since[number],
                        TEN,
                        number,
                        false,
                        0))
                .toList();
        return new SiteStanding(BASEL, 10_000, 4711, devices, List.of(), List.of(), 0, null, List.of());
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = "{\"tenant\":\"acme\",\"deadline\":\"d-1\",\"looks\":3}";
        SilenceWatch read = json.readValue(stored, SilenceWatch.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
    }

    private static SiteStanding silent(int count) {
        List<Silent> devices = IntStream.range(0, count)
                .mapToObj(number -> new Silent(
                        DeviceId.of(ACME, "Flow AG", "P-" + number),
                        Connectivity.OFFLINE,
                        TEN.minus(SilencePolicy.DEFAULT.window().multipliedBy(2L * number)),
                        TEN,
                        number,
                        false,
                        0))
                .toList();
        return new SiteStanding(BASEL, count, 4711, devices, List.of(), List.of(), 0, null, List.of());
    }

    private static ConnectivityChanged changed(@Nullable Connectivity from, Connectivity to) {
        return new ConnectivityChanged(
                ConnectivityId.of(PUMP),
                PUMP,
                ACME,
                from,
                to,
                List.of(ConnectivityReason.WILL_RECEIVED),
                TEN,
                new Lease(TEN, "telemetry", 30, null, false),
                TEN);
    }
}

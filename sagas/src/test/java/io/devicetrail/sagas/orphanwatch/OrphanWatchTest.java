package io.devicetrail.sagas.orphanwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.OrphanReason;
import io.devicetrail.domain.incident.OrphanedDevices;
import io.devicetrail.domain.incident.OrphanedDevices.Orphan;
import io.devicetrail.domain.incident.OrphanedDevices.Settled;
import io.devicetrail.domain.incident.OrphanedDevices.Standing;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.deadline.StubDeadlineManager;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.RecordingCommandBus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OrphanWatchTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceId SPARE = DeviceId.of(ACME, "Flow AG", "P-2");
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Orphan ORPHAN = new Orphan(PUMP, OrphanReason.NEVER_HEARD, TEN, 2);

    private final SagaTestFixture<OrphanWatch> saga = new SagaTestFixture<>(OrphanWatch.class);
    private boolean behind;
    private Standing standing = new Standing(List.of(), List.of());

    @BeforeEach
    void readsHowThingsStand() {
        saga.registerResource((OrphanedDevices) tenant -> {
            if (behind) {
                throw new TimeoutException("behind");
            }
            return standing;
        });
    }

    @Test
    void theFirstDeviceOfATenantBeginsTheWatch() throws Exception {
        saga.givenCurrentTime(TEN)
                .whenPublishingA(registered(PUMP))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(OrphanWatch.INTERVAL, OrphanWatch.LOOK);
    }

    @Test
    void theOthersAreLookedAtWithIt() throws Exception {
        standing = new Standing(List.of(ORPHAN), List.of());
        given().andThenAPublished(registered(SPARE))
                .whenTimeElapses(OrphanWatch.INTERVAL)
                .expectActiveSagas(1)
                .expectDispatchedCommands(opened());
    }

    @Test
    void nothingIsToldJustBefore() throws Exception {
        standing = new Standing(List.of(ORPHAN), List.of());
        given().whenTimeElapses(OrphanWatch.INTERVAL.minusMillis(1)).expectNoDispatchedCommands();
    }

    @Test
    void anOrphanIsAnIncidentUntilItIsNoneAnyMoreAndTheWatchGoesOn() throws Exception {
        standing = new Standing(List.of(ORPHAN), List.of(new Settled(SPARE, 3, false), new Settled(PUMP, 1, true)));
        given().whenTimeElapses(OrphanWatch.INTERVAL)
                .expectDispatchedCommands(
                        closed(SPARE, IncidentEnd.RECOVERED, 3), closed(PUMP, IncidentEnd.OUT_OF_SERVICE, 1), opened())
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(OrphanWatch.INTERVAL, OrphanWatch.LOOK);
    }

    @Test
    void whereItCannotBeToldTheNextLookComesInItsTime() throws Exception {
        behind = true;
        given().whenTimeElapses(OrphanWatch.INTERVAL)
                .expectNoDispatchedCommands()
                .expectScheduledDeadlineWithName(OrphanWatch.INTERVAL, OrphanWatch.LOOK);
    }

    @Test
    void aStepThatFailsKeepsNoneFromTheOthers() throws Exception {
        standing = new Standing(List.of(ORPHAN), List.of(new Settled(SPARE, 3, false)));
        saga.setCallbackBehavior((payload, metaData) -> {
            throw new IllegalStateException("the log is away");
        });
        given().whenTimeElapses(OrphanWatch.INTERVAL)
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(OrphanWatch.INTERVAL, OrphanWatch.LOOK);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .hasSize(2);
    }

    @Test
    void oneLookTakesSoManySteps() throws Exception {
        standing = new Standing(Collections.nCopies(OrphanWatch.MOST_STEPS + 1, ORPHAN), List.of());
        given().whenTimeElapses(OrphanWatch.INTERVAL).expectActiveSagas(1);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .hasSize(OrphanWatch.MOST_STEPS);
    }

    /** A node was killed in its middle: both would look every hour, for ever. */
    @Test
    void aDeadlineThatComesTwiceIsOneLook() throws Exception {
        standing = new Standing(List.of(ORPHAN), List.of());
        OrphanWatch watch = new OrphanWatch();
        List<String> due = new ArrayList<>();
        DeadlineManager deadlines = new StubDeadlineManager() {
            @Override
            public String schedule(Instant at, String name, Object payload) {
                due.add(String.valueOf(payload));
                return "d-" + due.size();
            }

            @Override
            public String schedule(Duration after, String name, Object payload) {
                return schedule(TEN.plus(after), name, payload);
            }
        };
        RecordingCommandBus bus = new RecordingCommandBus();
        CommandGateway commands =
                DefaultCommandGateway.builder().commandBus(bus).build();
        watch.on(registered(PUMP), TEN, deadlines);
        for (int i = 0; i < 4; i++) {
            String now = due.getLast();
            watch.look(now, tenant -> standing, commands, deadlines);
            watch.look(now, tenant -> standing, commands, deadlines);
        }
        assertThat(due).hasSize(5).doesNotHaveDuplicates().startsWith("acme", "acme 1");
        assertThat(bus.getDispatchedCommands()).hasSize(4);
    }

    /** After a lost store the watch begins again with what happens in the tenant. */
    @Test
    void anIncidentBeginsTheWatchWhereThereIsNone() throws Exception {
        IncidentSubject subject = IncidentSubject.of(PUMP);
        saga.givenCurrentTime(TEN)
                .whenPublishingA(new IncidentOpened(
                        IncidentId.of(IncidentKind.DEVICE_OFFLINE, subject, ""),
                        ACME,
                        subject,
                        1,
                        IncidentKind.DEVICE_OFFLINE,
                        "",
                        TEN,
                        new TreeMap<>(),
                        "cause"))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(OrphanWatch.INTERVAL, OrphanWatch.LOOK);
    }

    @Test
    void aStepOfTheLifeCycleBeginsItToo() throws Exception {
        saga.givenCurrentTime(TEN)
                .whenPublishingA(new GenericEventMessage<>(
                        new DeviceRetired(PUMP, LifeCycle.ACTIVE), Map.of(Metadata.TENANT, "acme")))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(OrphanWatch.INTERVAL, OrphanWatch.LOOK);
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = "{\"deadline\":\"d-1\",\"looks\":3}";
        OrphanWatch read = json.readValue(stored, OrphanWatch.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
    }

    private ContinuedGivenState given() throws Exception {
        return saga.givenCurrentTime(TEN).andThenAPublished(registered(PUMP));
    }

    private static OpenIncident opened() {
        return OpenIncident.of(
                ACME,
                IncidentKind.ORPHAN,
                IncidentSubject.of(PUMP),
                "",
                TEN,
                new TreeMap<>(Map.of("reason", "NEVER_HEARD")),
                "NEVER_HEARD since 2026-11-20T10:00:00Z, after 2");
    }

    private static CloseIncident closed(DeviceId device, IncidentEnd why, int number) {
        return new CloseIncident(
                IncidentId.of(IncidentKind.ORPHAN, IncidentSubject.of(device), ""), why, "end of " + number);
    }

    private static DeviceRegistered registered(DeviceId device) {
        return new DeviceRegistered(
                device,
                ACME,
                SiteId.of(ACME, "basel"),
                "Flow AG",
                device.equals(PUMP) ? "P-1" : "P-2",
                DeviceModelId.of(ACME, "Flow AG", "P100"),
                1,
                null,
                null,
                null,
                new TreeMap<>());
    }
}

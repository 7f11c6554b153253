package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

/** One look tells of several devices, and the log refuses one of the words: another node was first. */
class IncidentConflictTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Api api = Api.shared();

    @Test
    void whatTheLogRefusesKeepsNoOtherStepFromIt() throws Exception {
        String tenant = "incident-conflict";
        Plant plant = Plant.of(api, tenant);
        List<String> devices = List.of(plant.active("C-1"), plant.active("C-2"), plant.active("C-3"));
        List<IncidentId> told = new CopyOnWriteArrayList<>();
        EventStore log = api.instance().context().getBean(EventStore.class);
        Registration ears = api.instance()
                .context()
                .getBean(CommandBus.class)
                .registerHandlerInterceptor((work, chain) -> {
                    Object result = chain.proceed();
                    if (work.getMessage().getPayload() instanceof OpenIncident open
                            && open.tenant().value().equals(tenant)) {
                        told.add(open.incident());
                        // The first may be told before the others have settled.
                        if (told.size() == 2) {
                            byAnotherNode(log, open);
                        }
                    }
                    return result;
                });
        try {
            vanish(tenant, devices);
            await().atMost(SOON)
                    .until(() -> api.ask("incidents", Map.of("tenant", tenant))
                                    .path("edges")
                                    .size()
                            == devices.size());
            assertThat(told)
                    .as("each is told once: the one that was refused was known by the next look")
                    .containsExactlyInAnyOrderElementsOf(devices.stream()
                            .map(device -> IncidentId.of(
                                    IncidentKind.DEVICE_OFFLINE, IncidentSubject.of(DeviceId.parse(device)), ""))
                            .toList());
        } finally {
            ears.close();
        }
    }

    private void vanish(String tenant, List<String> devices) throws Exception {
        List<TestDevice> online = new ArrayList<>();
        for (String device : devices) {
            online.add(TestDevice.connect(api.instance(), tenant, device));
        }
        devices.forEach(device -> awaitConnectivity(device, "ONLINE"));
        for (TestDevice device : online) {
            device.vanish();
        }
    }

    /** Between the decision and its commit. */
    private static void byAnotherNode(EventStore log, OpenIncident open) {
        Map<String, Object> provenance = new HashMap<>(
                Caller.process("another-node").toMetadata(open.tenant().value()));
        for (String name : List.of(Metadata.COMMAND_ID, Metadata.CORRELATION_ID, Metadata.CAUSATION_ID)) {
            provenance.put(name, UUID.randomUUID().toString());
        }
        IncidentOpened opened = new IncidentOpened(
                open.incident(),
                open.tenant(),
                open.subject(),
                1,
                open.kind(),
                open.matter(),
                open.since(),
                open.evidence(),
                "of another node");
        CompletableFuture.runAsync(() -> log.publish(new GenericDomainEventMessage<>(
                        "incident", open.incident().toString(), 0, opened, provenance)))
                .join();
    }

    private void awaitConnectivity(String device, String value) {
        await().atMost(SOON)
                .until(() -> api.ask("device", Map.of("id", device))
                        .at("/connectivity/value")
                        .asString("")
                        .equals(value));
    }
}

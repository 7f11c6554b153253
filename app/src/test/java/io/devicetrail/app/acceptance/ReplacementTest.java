package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.sagas.step.Steps;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** New hardware takes the place of old. */
@Requirement("11.10(e)")
class ReplacementTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PROCESS = "device-replacement";

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();

    @Test
    void aGatewayIsReplacedWithAllThatWasBehindIt() {
        Plant plant = Plant.of(api, "replacing");
        api.done("publishDeviceModelVersion", TwinTest.withProperties("replacing"));
        Map<String, Object> twins = Map.of("modelVersion", TwinTest.WITH_PROPERTIES);
        String old = plant.registered(Plant.with(plant.device("G-1"), twins));
        api.done(
                "changeDesiredProperties",
                Plant.with(Plant.because(old), Map.of("properties", Map.of("interval", 60, "limit", 21))));
        X509Certificate certificate = enrolling.enrolled("replacing", old, PlatformAuthority.newKey());
        Map<String, Object> behind = new HashMap<>(plant.device("C-1"));
        behind.put("gateway", old);
        String child = plant.registered(behind);
        plant.tag(old, "line", "3");
        plant.tag(old, "room", "cold");
        Map<String, Object> elsewhere = new HashMap<>(Plant.with(plant.device("G-2"), twins));
        elsewhere.put("site", plant.cork());
        String next = plant.registered(elsewhere);
        plant.tag(next, "room", "warm");
        api.done("changeDesiredProperties", Plant.with(Plant.because(next), Map.of("properties", Map.of("limit", 22))));
        await().atMost(SOON).until(() -> shown(old).path("lifeCycle").asString(), "ENROLLED"::equals);

        api.done("replaceDevice", Plant.with(Plant.because(old), Map.of("replacement", next)));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.auditTrail("replacing", next).toString()).contains("device.DevicePlaceTaken"));
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode replacement = shown(next);
            assertThat(replacement.at("/site/key").asString()).isEqualTo("basel");
            assertThat(replacement.path("tags").toString())
                    .contains("\"line\"", "\"3\"", "\"warm\"")
                    .doesNotContain("cold");
            assertThat(replacement.at("/replaces/0/deviceId").asString()).isEqualTo(old);
            assertThat(shown(old).at("/replacedBy/deviceId").asString()).isEqualTo(next);
            assertThat(api.ask("twin", Map.of("id", next))
                            .at("/twin/desired/properties")
                            .toString())
                    .as("of its own it keeps")
                    .contains("60", "22")
                    .doesNotContain("21");
            assertThat(shown(child).at("/gateway/deviceId").asString()).isEqualTo(next);
        });
        assertThat(api.auditTrail("replacing", next).toString())
                .contains("takes the place of " + old)
                .doesNotContain("not taken over");
        assertThat(api.instance()
                        .context()
                        .getBean(DeviceCertificates.class)
                        .refused(List.of(Enrolling.fingerprint(certificate))))
                .as("the old one's certificate")
                .hasSize(1);
        enrolling.enrolled("replacing", next, PlatformAuthority.newKey());
    }

    /**
     * As if the node had died when the first step was stored, and somebody had moved the replacement before the event is
     * read again: what is stored is not taken a second time, and nothing stands still.
     */
    @Test
    void whatPeopleChangeAfterACrashStandsAndThePlaceIsTaken() {
        Plant plant = Plant.of(api, "crashing");
        String old = plant.registered("G-1");
        enrolling.enrolled("crashing", old, PlatformAuthority.newKey());
        plant.tag(old, "line", "3");
        Map<String, Object> elsewhere = new HashMap<>(plant.device("G-2"));
        elsewhere.put("site", plant.cork());
        String next = plant.registered(elsewhere);
        await().atMost(SOON).until(() -> shown(old).path("lifeCycle").asString(), "ENROLLED"::equals);
        TrackingEventProcessor process = api.instance()
                .context()
                .getBean(EventProcessingConfiguration.class)
                .eventProcessor(PROCESS, TrackingEventProcessor.class)
                .orElseThrow();
        process.shutDown();
        try {
            api.done("replaceDevice", Plant.with(Plant.because(old), Map.of("replacement", next)));
            assertThat(firstStep(plant, old, next)).isEmpty();
            api.done("moveDevice", Plant.with(Plant.because(next), Map.of("site", plant.cork())));
        } finally {
            process.start();
        }
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.auditTrail("crashing", next).toString()).contains("device.DevicePlaceTaken"));
        await("where the person put it")
                .atMost(SOON)
                .until(() -> shown(next).at("/site/key").asString(), "cork"::equals);
        assertThat(shown(next).path("tags").toString()).contains("\"line\"");
        assertThat(api.auditTrail("crashing", next).toString()).doesNotContain("not taken over");
    }

    /** By the process's own hand, and for the event that it will read. */
    private Optional<Rejection> firstStep(Plant plant, String old, String next) {
        String event = api.instance()
                .context()
                .getBean(EventStore.class)
                .readEvents(old)
                .asStream()
                .filter(message -> message.getPayload() instanceof DeviceReplaced)
                .map(EventMessage::getIdentifier)
                .findFirst()
                .orElseThrow();
        SiteId basel = new SiteId(UUID.fromString(plant.basel()));
        return new Steps(
                        api.instance().context().getBean(CommandGateway.class),
                        api.instance().context().getBean(LogPositions.class),
                        Caller.process(PROCESS),
                        event)
                .take(
                        "site",
                        new TenantId("crashing"),
                        basel,
                        "as before",
                        new MoveDevice(DeviceId.parse(next), basel));
    }

    private JsonNode shown(String device) {
        return api.ask("replacement", Map.of("id", device));
    }
}

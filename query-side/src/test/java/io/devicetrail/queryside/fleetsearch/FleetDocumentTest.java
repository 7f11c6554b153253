package io.devicetrail.queryside.fleetsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.queryside.History;
import io.devicetrail.queryside.graphql.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is missing fails the test anyway
class FleetDocumentTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");

    private final FleetDocument registered =
            FleetDocument.of(History.registered(History.SENSOR, History.ACME, "SN-1", null), "PT-100", 7);

    @Test
    void aRegisteredDeviceIsFoundByWhatItIs() {
        assertThat(registered.fields())
                .containsEntry("tenant", "acme")
                .containsEntry("site", History.BASEL.toString())
                .containsEntry("modelName", "PT-100")
                .containsEntry("tags", List.of("line=3"))
                .containsEntry("lifeCycle", "REGISTERED")
                .containsEntry("position", 7L)
                .doesNotContainKeys("gateway", "connectivity");
    }

    @Test
    void everyEventChangesItsOwnFieldAndThePosition() {
        FleetDocument now = registered
                .after(new DeviceEvent.DeviceMoved(History.SENSOR, History.BASEL, History.VISP), 8)
                .after(new DeviceEvent.DeviceTagged(History.SENSOR, "a=b", null, "c"), 9)
                .after(new DeviceEvent.DeviceUntagged(History.SENSOR, "line", "3"), 10)
                .after(new DeviceEvent.DeviceReplaced(History.SENSOR, History.SUCCESSOR, LifeCycle.ACTIVE), 11)
                .after(new DeviceEvent.DeviceModelVersionChanged(History.SENSOR, 2, 3), 12)
                .after(History.connectivity(null, Connectivity.STALE, ConnectivityReason.SILENT_TOO_LONG), 13);
        assertThat(now.fields())
                .containsEntry("site", History.VISP.toString())
                .containsEntry("tags", List.of("a=b=c"))
                .containsEntry("lifeCycle", "REPLACED")
                .containsEntry("connectivity", "STALE")
                .containsEntry("modelVersion", 3)
                .containsEntry("position", 13L);
        assertThat(registered.fields()).containsEntry("modelVersion", 2).containsEntry("position", 7L);
    }

    @Test
    void aStoredDocumentGoesOnWhereItWas() {
        FleetDocument stored = new FleetDocument(new TreeMap<>(Json.readObject(Json.write(registered.fields()))));
        var tagged = new DeviceEvent.DeviceTagged(History.SENSOR, "room", null, "cold");
        assertThat(Json.write(stored.after(tagged, 8).fields()))
                .isEqualTo(Json.write(registered.after(tagged, 8).fields()));
    }

    @Test
    void theEndOfCertificatesIsThatOfTheLastThatStands() {
        FleetDocument one = registered.after(issued("a", BEGIN, BEGIN.plusSeconds(10)), 8);
        FleetDocument two = one.after(issued("b", BEGIN.plusSeconds(5), BEGIN.plusSeconds(15)), 9);
        FleetDocument three = two.after(issued("c", BEGIN.plusSeconds(12), BEGIN.plusSeconds(20)), 10);
        assertThat(registered.fields()).doesNotContainKey("certificateEndsAt");
        assertThat(one.fields()).containsEntry("certificateEndsAt", "2026-11-20T10:00:10Z");
        assertThat(two.fields()).containsEntry("certificateEndsAt", "2026-11-20T10:00:15Z");
        assertThat(two.after(revoked("b"), 10).fields()).containsEntry("certificateEndsAt", "2026-11-20T10:00:10Z");
        assertThat(one.after(revoked("a"), 9).fields()).doesNotContainKey("certificateEndsAt");
        assertThat(three.fields().get("certificates"))
                .as("what is over goes")
                .isEqualTo(Map.of(
                        Fingerprint.of("b"), "2026-11-20T10:00:15Z", Fingerprint.of("c"), "2026-11-20T10:00:20Z"));
    }

    private static EnrolmentEvent issued(String name, Instant from, Instant to) {
        return new EnrolmentEvent.DeviceCertificateIssued(
                EnrolmentId.of(History.SENSOR),
                History.ACME,
                History.SENSOR,
                new DeviceCertificate("0a", Fingerprint.of(name), Fingerprint.of("key"), from, to, "pem"),
                EnrolmentMeans.TOKEN,
                null);
    }

    private static EnrolmentEvent revoked(String name) {
        return new EnrolmentEvent.DeviceCertificateRevoked(
                EnrolmentId.of(History.SENSOR),
                History.ACME,
                History.SENSOR,
                "0a",
                Fingerprint.of(name),
                RevocationReason.KEY_COMPROMISE);
    }

    /** The mapping is strict: a field it does not know stops the projection. */
    @Test
    @SuppressWarnings("unchecked")
    void theMappingKnowsEveryField() throws IOException {
        try (InputStream layout = FleetIndex.class.getResourceAsStream("/fleetsearch/index.json")) {
            String json = new String(layout.readAllBytes(), StandardCharsets.UTF_8);
            var mappings = (Map<String, Object>) Json.readObject(json).get("mappings");
            var known = (Map<String, Object>) mappings.get("properties");
            FleetDocument full = FleetDocument.of(
                            History.registered(History.SENSOR, History.ACME, "SN-1", History.GATEWAY), "PT-100", 7)
                    .after(History.connectivity(null, Connectivity.ONLINE, ConnectivityReason.HEARD_FROM_DEVICE), 8)
                    .after(issued("a", BEGIN, BEGIN.plusSeconds(9)), 9);
            assertThat(known.keySet()).containsAll(full.fields().keySet());
        }
    }
}

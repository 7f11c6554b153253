package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Uploads;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Devices get the artifacts of their tenant by their certificates, at the port at which they enrol. */
@Requirement({"11.10(d)", "11.10(h)"})
class ArtifactDownloadTest {
    private static final long SEED = 20261124;

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();
    private final Uploads engineer = new Uploads(api.instance().addresses().http(), Cast.ENGINEER.token());

    private record Device(KeyPair pair, X509Certificate certificate) {}

    @Test
    void aDeviceFetchesItsFileInRangesAndWhole() throws GeneralSecurityException {
        Plant plant = Plant.of(api, "fetch");
        byte[] bytes = random(300_000);
        String hash = Uploads.hash(bytes);
        engineer.uploaded("fetch", bytes, "flow.bin");
        Device device = device(plant, "F-1");

        EstClient.Bytes whole = get(device, hash, Map.of());
        assertThat(whole.status()).as(whole.text()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(whole.header("ETag")).isEqualTo('"' + hash + '"');
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.header("Cache-Control")).contains("immutable");
        assertThat(whole.header("Content-Type")).isEqualTo("application/octet-stream");

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (joined.size() < bytes.length) {
            int from = joined.size();
            EstClient.Bytes part = get(
                    device,
                    hash,
                    Map.of("Range", "bytes=" + from + "-" + (from + 99_999), "If-Range", '"' + hash + '"'));
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.header("Content-Range")).isEqualTo("bytes " + from + "-" + (from + 99_999) + "/300000");
            joined.writeBytes(part.body());
        }
        assertThat(joined.toByteArray()).isEqualTo(bytes);

        EstClient.Bytes end = get(device, hash, Map.of("Range", "bytes=-5"));
        assertThat(end.status()).isEqualTo(206);
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 5, bytes.length));
        EstClient.Bytes beyond = get(device, hash, Map.of("Range", "bytes=300000-"));
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */300000");
        assertThat(get(device, hash, Map.of("Range", "bytes=0-4", "If-Range", "\"another\""))
                        .status())
                .as("what it has is of another file")
                .isEqualTo(200);
        assertThat(get(device, hash, Map.of("If-None-Match", '"' + hash + '"')).status())
                .isEqualTo(304);
    }

    @Test
    void nobodyElseGetsIt() throws GeneralSecurityException {
        Plant plant = Plant.of(api, "fetch-own");
        Plant rival = Plant.of(api, "fetch-rival");
        byte[] bytes = random(1_000);
        String hash = Uploads.hash(bytes);
        engineer.uploaded("fetch-own", bytes, "flow.bin");
        Device own = device(plant, "F-1");
        Device theirs = device(rival, "F-1");
        assertThat(get(own, hash, Map.of()).status()).as("the control").isEqualTo(200);

        EstClient.Bytes another = get(theirs, hash, Map.of());
        assertThat(another.status()).isEqualTo(404);
        assertThat(another.text()).startsWith("ARTIFACT_UNKNOWN: ");
        assertThat(get(own, "0".repeat(64), Map.of()).text()).isEqualTo(another.text());
        assertThat(get(own, "../" + hash, Map.of()).status()).isIn(400, 404);

        EstClient.Bytes nobody = est.bytes(null, null, path(hash), Map.of());
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.text()).startsWith("CERTIFICATE_MISSING: ");
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        EstClient.Bytes made = est.bytes(pair, SelfSigned.of("CN=F-1", pair), path(hash), Map.of());
        assertThat(made.status()).isEqualTo(403);

        api.done(
                "revokeDeviceCertificate",
                Enrolling.revocation(deviceOf(plant, "F-1"), Enrolling.fingerprint(own.certificate())));
        await().untilAsserted(
                        () -> assertThat(get(own, hash, Map.of()).text()).startsWith("CERTIFICATE_NOT_ADMITTED: "));
        await().untilAsserted(() -> assertThat(
                        api.auditTrail(plant.tenant(), deviceOf(plant, "F-1")).toString())
                .contains("downloadArtifact"));
    }

    private Device device(Plant plant, String serialNumber) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        String device = plant.registered(serialNumber);
        return new Device(pair, enrolling.enrolled(plant.tenant(), device, pair));
    }

    private static String deviceOf(Plant plant, String serialNumber) {
        return DeviceId.of(TenantId.of(plant.tenant()), Plant.MAKER, serialNumber)
                .toString();
    }

    private EstClient.Bytes get(Device device, String hash, Map<String, String> headers) {
        return est.bytes(device.pair(), device.certificate(), path(hash), headers);
    }

    private static String path(String hash) {
        return "/artifacts/" + hash;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED + size).nextBytes(bytes);
        return bytes;
    }
}

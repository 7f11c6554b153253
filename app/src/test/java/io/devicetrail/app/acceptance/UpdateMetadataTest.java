package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Uploads;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.ImageCheck;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that people publish is one that devices may install, and can check without trusting the platform. */
@Requirement({"11.10(a)", "11.10(d)"})
class UpdateMetadataTest {
    private static final long SEED = 20261123;

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();
    private final Uploads engineer = new Uploads(api.instance().addresses().http(), Cast.ENGINEER.token());

    @TempDir
    Path folder;

    private record Device(KeyPair pair, X509Certificate certificate) {}

    @Test
    void aDeviceFindsWhatWasPublishedAndNothingThatWasWithdrawn() throws IOException, GeneralSecurityException {
        Plant plant = Plant.of(api, "updates");
        Device device = device(plant);
        UpdateClient client = client(plant, device);
        assertThat(client.refresh().byPath()).isEmpty();

        byte[] image = random(200_000);
        String release = published(plant, image, "2.1.0");
        await().until(() -> client.refresh().byPath().containsKey("releases/" + release));
        Target target = client.refresh().target("releases/" + release);
        assertThat(target.suits().deviceModel()).isEqualTo(plant.model());
        EstClient.Bytes bytes = get(device, "targets/" + target.publishedName(), Map.of());
        assertThat(bytes.status()).as(bytes.text()).isEqualTo(200);
        ImageCheck.of(target, new ByteArrayInputStream(bytes.body()));
        assertThat(bytes.body()).isEqualTo(image);
        EstClient.Bytes part = get(device, "targets/" + target.publishedName(), Map.of("Range", "bytes=100000-"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).hasSize(100_000);

        api.done("withdrawSoftwareRelease", Map.of("release", release, "reason", "it leaks"));
        await().untilAsserted(() -> assertThatThrownBy(() -> client.refresh().target("releases/" + release))
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TARGET_UNKNOWN)));
    }

    @Test
    void anotherTenantsDeviceFindsNothingOfIt() throws IOException, GeneralSecurityException {
        Plant plant = Plant.of(api, "updates-own");
        Plant rival = Plant.of(api, "updates-rival");
        Device own = device(plant);
        Device theirs = device(rival);
        byte[] image = random(1_000);
        String release = published(plant, image, "2.1.0");
        UpdateClient client = client(plant, own);
        await().until(() -> client.refresh().byPath().containsKey("releases/" + release));
        String path = "targets/releases/" + Uploads.hash(image) + "." + release;
        assertThat(get(own, path, Map.of()).status()).as("the control").isEqualTo(200);

        assertThat(get(theirs, path, Map.of()).status()).isEqualTo(404);
        assertThat(get(theirs, "metadata/2.targets.json", Map.of()).status()).isEqualTo(404);
        // The rival's device, made with this tenant's root, takes nothing of its own tenant's for this one's.
        assertThatThrownBy(() -> new UpdateClient(
                                trust(plant, folder.resolve("rival")),
                                name -> open(theirs, name),
                                Limits.USUAL,
                                Clock.systemUTC())
                        .refresh())
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_FEW_SIGNATURES));
        assertThat(est.bytes(null, null, "/updates/metadata/timestamp.json", Map.of())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whatWasAlteredOnTheDiskIsNoticedByTheDevice() throws IOException, GeneralSecurityException {
        Plant plant = Plant.of(api, "updates-altered");
        Device device = device(plant);
        String release = published(plant, random(2_000), "2.1.0");
        UpdateClient client = client(plant, device);
        await().until(() -> client.refresh().byPath().containsKey("releases/" + release));
        Path targets = repository(plant).resolve("2.targets.json");
        String text = Files.readString(targets);
        Files.writeString(targets, text.replace("\"length\":2000", "\"length\":2001"));
        assertThat(Files.readString(targets)).isNotEqualTo(text);
        Path fresh = folder.resolve("fresh");
        assertThatThrownBy(() -> client(plant, device, fresh).refresh())
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TARGETS_DIFFER));
        Files.writeString(targets, text);
        assertThat(client(plant, device, fresh).refresh().byPath()).containsKey("releases/" + release);
    }

    @Test
    void aVersionThatDevicesCannotOrderIsSaidByHealthAndHoldsUpNoOther() throws IOException, GeneralSecurityException {
        Plant plant = Plant.of(api, "updates-unfit");
        UpdateClient client = client(plant, device(plant));
        byte[] image = random(3_000);
        published(plant, image, "spring 2026");
        String release = published(plant, image, "2.1.0");
        await().until(() -> client.refresh().byPath().containsKey("releases/" + release));
        assertThat(client.refresh().byPath()).hasSize(1);
        assertThat(Api.JSON
                        .readTree(api.get("/actuator/health/updates").body())
                        .at("/details/leftOut/updates-unfit")
                        .toString())
                .contains("flow spring 2026", "2.1.0-rc.1");
    }

    @Test
    void eachTenantsKeysAreMadeOnceAndAreTheOwnersAlone() throws IOException, GeneralSecurityException {
        Plant plant = Plant.of(api, "updates-keys");
        client(plant, device(plant)).refresh();
        Path key = api.instance().home().resolve("secrets/updates/updates-keys/targets.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    private String published(Plant plant, byte[] image, String version) {
        engineer.uploaded(plant.tenant(), image, "flow.bin");
        return api.done(
                        "publishSoftwareRelease",
                        Map.of(
                                "tenant",
                                plant.tenant(),
                                "name",
                                "flow",
                                "version",
                                version,
                                "artifact",
                                Uploads.hash(image),
                                "model",
                                plant.model(),
                                "modelVersions",
                                List.of(1),
                                "requiredSignatures",
                                0))
                .at("/release/softwareReleaseId")
                .asString();
    }

    private Device device(Plant plant) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        return new Device(pair, enrolling.enrolled(plant.tenant(), plant.registered("U-1"), pair));
    }

    private Path repository(Plant plant) {
        return api.instance().home().resolve("updates").resolve(plant.tenant()).resolve("metadata");
    }

    /** As who makes devices does: the root is taken from the platform's disk, and not from its network. */
    private TrustStore trust(Plant plant, Path memory) throws IOException {
        Path root = repository(plant).resolve("1.root.json");
        await().until(() -> Files.exists(root));
        TrustStore store = new TrustStore(memory, DurableFiles.onDisk());
        store.begin(Files.readAllBytes(root));
        return store;
    }

    private UpdateClient client(Plant plant, Device device) throws IOException {
        return client(plant, device, folder.resolve("memory"));
    }

    private UpdateClient client(Plant plant, Device device, Path memory) throws IOException {
        TrustStore store = trust(plant, memory);
        await().until(() -> Files.exists(repository(plant).resolve("timestamp.json")));
        return new UpdateClient(store, name -> open(device, name), Limits.USUAL, Clock.systemUTC());
    }

    private Optional<InputStream> open(Device device, String name) {
        EstClient.Bytes answer = get(device, "metadata/" + name, Map.of());
        return answer.status() == 200 ? Optional.of(new ByteArrayInputStream(answer.body())) : Optional.empty();
    }

    private EstClient.Bytes get(Device device, String path, Map<String, String> headers) {
        return est.bytes(device.pair(), device.certificate(), "/updates/" + path, headers);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED + size).nextBytes(bytes);
        return bytes;
    }
}

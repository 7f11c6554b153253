package io.devicetrail.artifacts.updates;

import static io.devicetrail.artifacts.updates.Plant.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody may write where the metadata is, and has neither the keys nor the application's account. */
class LinksTest {
    @TempDir
    Path folder;

    private Plant plant;
    private UpdateClient device;
    private SoftwareReleaseId release;

    @BeforeEach
    void aDeviceThatKnowsOfOneRelease() throws IOException {
        plant = new Plant(folder);
        device = plant.device();
        release = plant.publish("2.1.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aLinkToAKeyIsNotGivenOut(Role role) throws IOException {
        Files.createSymbolicLink(plant.metadata("999.targets.json"), plant.key(role));
        assertThatThrownBy(() -> plant.updates.metadata(ACME, "999.targets.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a link");
        assertThat(plant.updates.metadata(ACME, "2.targets.json"))
                .as("the control")
                .isPresent();
    }

    @Test
    void whatIsNoMetadataIsNotGivenOut() throws IOException {
        Files.copy(plant.key(Role.TARGETS), plant.metadata("999.targets.json"));
        assertThatThrownBy(() -> plant.updates.metadata(ACME, "999.targets.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no metadata");
    }

    @Test
    void aKeyIsNotWrittenOver() throws IOException {
        String key = Files.readString(plant.key(Role.ROOT));
        Files.createSymbolicLink(plant.metadata("timestamp.json.next"), plant.key(Role.ROOT));
        plant.clock.pass(Renewal.TIMESTAMP_AHEAD);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
        assertThat(plant.key(Role.ROOT)).hasContent(key);
    }

    @Test
    void aFolderThatLeadsElsewhereIsNeitherReadNorWritten() throws IOException {
        Path metadata = plant.metadata("");
        Path elsewhere = Files.move(metadata, folder.resolve("elsewhere"));
        Files.createSymbolicLink(metadata, elsewhere);
        refusedUntilBack(metadata, elsewhere);
        Path tenant = folder.resolve("updates/acme");
        Path moved = Files.move(tenant, folder.resolve("moved"));
        Files.createSymbolicLink(tenant, moved);
        assertThatThrownBy(() -> plant.publish("2.2.0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a link");
        refusedUntilBack(tenant, moved);
    }

    private void refusedUntilBack(Path link, Path elsewhere) throws IOException {
        assertThatThrownBy(() -> plant.updates.metadata(ACME, "timestamp.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a link");
        assertThat(plant.look().troubles()).singleElement().asString().startsWith(link + " is a link");
        Files.delete(link);
        Files.move(elsewhere, link);
        plant.lookedAndFetched(device);
    }

    @Test
    void theListAndTheLocksAreNoLinksEither() throws IOException {
        Path key = plant.key(Role.ROOT);
        String before = Files.readString(key);
        Path list = folder.resolve("updates/acme/releases");
        Path away = Files.move(list, folder.resolve("releases"));
        Files.createSymbolicLink(list, key);
        assertThatThrownBy(() -> plant.publish("2.2.0")).isInstanceOf(IOException.class);
        assertThat(key).hasContent(before);
        Files.delete(list);
        Files.move(away, list);
        Path lock = folder.resolve("updates/acme/look.lock");
        Files.delete(lock);
        Files.createSymbolicLink(lock, folder.resolve("keys/acme/made"));
        assertThat(plant.look().troubles()).isNotEmpty();
        assertThat(folder.resolve("keys/acme/made")).doesNotExist();
    }
}

package io.devicetrail.artifacts.updates;

import static io.devicetrail.artifacts.updates.Plant.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A directory that is lost, not mounted or not shared is told, and no second repository begins in its place. */
class LostDirectoriesTest {
    @TempDir
    Path folder;

    private Plant plant;
    private UpdateClient device;
    private SoftwareReleaseId release;
    private Path updates;

    @BeforeEach
    void aDeviceThatKnowsOfOneRelease() throws IOException {
        plant = new Plant(folder);
        updates = folder.resolve("updates");
        device = plant.device();
        release = plant.publish("2.1.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
    }

    private static List<String> troubles(Updates node, TenantId tenant) {
        Standing standing = node.standings().get(tenant);
        return standing == null ? List.of("it is not known") : standing.troubles();
    }

    @Test
    void oneThatIsGoneAtTheStartIsATroubleUntilItIsBack() throws IOException {
        Path away = Files.move(updates, folder.resolve("away"));
        Updates node = plant.node(DurableFiles.onDisk());
        node.round();
        assertThat(troubles(node, ACME)).singleElement().asString().contains("is gone", "put it back from a copy");
        Files.createDirectory(updates);
        node.round();
        assertThat(troubles(node, ACME))
                .as("not mounted")
                .singleElement()
                .asString()
                .contains("is gone");
        assertThat(updates).as("nothing is made where it is to be mounted").isEmptyDirectory();
        Files.delete(updates);
        Files.move(away, updates);
        node.round();
        assertThat(troubles(node, ACME)).isEmpty();
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
    }

    @Test
    void oneThatIsLostWhileItRunsIsATroubleWithinARound() throws IOException {
        plant.updates.round();
        assertThat(troubles(plant.updates, ACME)).isEmpty();
        FileSystemUtils.deleteRecursively(updates);
        plant.updates.round();
        assertThat(troubles(plant.updates, ACME)).singleElement().asString().contains("is gone");
    }

    @Test
    void oneThatCannotBeListedIsATroubleOfAll() throws IOException {
        plant.updates.round();
        Path away = Files.move(updates, folder.resolve("away"));
        Files.writeString(updates, "no folder");
        plant.updates.round();
        assertThat(troubles(plant.updates, TenantId.INSTALLATION))
                .singleElement()
                .asString()
                .contains("devicetrail.updates.directory cannot be listed");
        assertThat(troubles(plant.updates, ACME)).isNotEmpty();
        Files.delete(updates);
        Files.move(away, updates);
        plant.updates.round();
        assertThat(troubles(plant.updates, TenantId.INSTALLATION)).isEmpty();
        assertThat(troubles(plant.updates, ACME)).isEmpty();
    }

    @Test
    void whatIsToldWhileItIsNotMountedWaits() throws IOException {
        Path away = Files.move(updates, folder.resolve("away"));
        Files.createDirectory(updates);
        assertThatThrownBy(() -> plant.publish("2.2.0"))
                .as("the event is told again")
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mount it");
        assertThatThrownBy(() -> plant.updates.tenant(new TenantId("another"))).isInstanceOf(IOException.class);
        assertThat(updates).isEmptyDirectory();
        Files.delete(updates);
        Files.move(away, updates);
        SoftwareReleaseId next = plant.publish("2.2.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target(), next.target());
    }

    /** It has the default home of its own, and gets the turn to read events. */
    @Test
    void aNodeWithDirectoriesOfItsOwnBeginsNoSecondRepository() throws IOException {
        Path home = Files.createDirectory(folder.resolve("other"));
        Updates other = plant.node(home, DurableFiles.onDisk());
        other.release(ACME, release);
        other.round();
        assertThat(troubles(other, ACME))
                .singleElement()
                .asString()
                .contains("is not begun because of a release", "devicetrail.updates.directory");
        assertThat(home.resolve("keys")).doesNotExist();
        assertThat(home.resolve("updates/acme/metadata")).doesNotExist();
    }

    @Test
    void aDeviceThatAsksANodeWithoutItsRepositoryIsATrouble() throws IOException {
        Path home = Files.createDirectory(folder.resolve("other"));
        Updates other = plant.node(home, DurableFiles.onDisk());
        other.round();
        assertThat(other.standings()).as("the control: nothing is known").doesNotContainKey(ACME);
        assertThat(other.metadata(ACME, "1.root.json")).isEmpty();
        assertThat(other.metadata(ACME, "timestamp.json")).isEmpty();
        other.round();
        assertThat(troubles(other, ACME)).singleElement().asString().contains("there is no repository in");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void withoutAnyCopyAReplayBeginsAnewAndOnlyThat() throws IOException {
        FileSystemUtils.deleteRecursively(updates);
        plant.updates.round();
        FileSystemUtils.deleteRecursively(folder.resolve("keys/acme"));
        SoftwareReleaseId next = plant.publish("2.2.0");
        assertThat(plant.look().troubles()).singleElement().asString().contains("there is no repository in");

        plant.updates.tenant(ACME);
        plant.updates.release(ACME, release);
        plant.updates.release(ACME, next);
        assertThat(plant.look().troubles()).isEmpty();
        assertThat(plant.device().refresh().byPath()).containsOnlyKeys(release.target(), next.target());
        assertThatThrownBy(device::refresh).as("has to be given the new root").isInstanceOf(UpdateRefused.class);
    }

    @Test
    void aReplayAllowsNoLaterBeginning() throws IOException {
        plant.updates.tenant(ACME);
        plant.look();
        FileSystemUtils.deleteRecursively(updates.resolve("acme/metadata"));
        plant.updates.tenant(ACME);
        assertThat(plant.look().troubles()).singleElement().asString().contains("is gone");
        FileSystemUtils.deleteRecursively(folder.resolve("keys"));
        assertThat(plant.look().troubles()).singleElement().asString().contains("there is no repository in");
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    /** As of a copy that was made while something was published. */
    @Test
    void aFileThatIsMissingInACopyIsNamedWithAWayOut() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        FileSystemUtils.copyRecursively(updates, copy);
        Files.delete(plant.metadata("2.snapshot.json"));
        assertThat(plant.look().troubles())
                .singleElement()
                .asString()
                .contains("2.snapshot.json is not there", "back from a copy", "an earlier one");
        FileSystemUtils.deleteRecursively(updates);
        FileSystemUtils.copyRecursively(copy, updates);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
    }
}

package io.devicetrail.artifacts.updates;

import static io.devicetrail.artifacts.updates.Plant.ACME;
import static io.devicetrail.artifacts.updates.Plant.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.DeviceProfile;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says is what devices are told. */
class PublishedReleasesTest {
    @TempDir
    Path folder;

    private Plant plant;
    private UpdateClient device;

    @BeforeEach
    void aDeviceThatWasMadeBeforeAnyRelease() throws IOException {
        plant = new Plant(folder);
        device = plant.device();
        assertThat(device.refresh().byPath()).isEmpty();
    }

    @Test
    void aPublishedReleaseIsATargetAndAWithdrawnOneIsNoneAnyMore() throws IOException {
        SoftwareReleaseId first = plant.publish("2.1.0");
        SoftwareReleaseId second = plant.publish("2.2.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(first.target(), second.target());
        Target target = device.refresh().target(first.target());
        assertThat(target.sha256()).isEqualTo(Plant.HASH);
        assertThat(target.length()).isEqualTo(Plant.SIZE);
        assertThat(target.publishedName()).isEqualTo("releases/" + Plant.HASH + "." + first);

        plant.withdraw(first);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(second.target());
        assertThatThrownBy(() -> device.refresh().target(first.target()))
                .isInstanceOfSatisfying(
                        UpdateRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TARGET_UNKNOWN));
    }

    @Test
    void whatItSuitsIsSignedWithIt() throws IOException {
        SoftwareReleaseId any = plant.publish(ACME, content("2.1.0", List.of(), List.of()));
        SoftwareReleaseId exact = plant.publish(ACME, content("2.2.0", List.of("B", "C"), List.of("2.0.0", "2.1.0")));
        plant.lookedAndFetched(device);
        assertThatCode(() -> suits(any, "Z", "1.0")).doesNotThrowAnyException();
        assertThatCode(() -> suits(exact, "C", "2.1")).doesNotThrowAnyException();
        refused(Refusal.WRONG_HARDWARE, () -> suits(exact, "A", "2.1.0"));
        refused(Refusal.WRONG_PRECURSOR, () -> suits(exact, "C", "2.0.5"));
        refused(
                Refusal.WRONG_DEVICE_MODEL,
                () -> device.refresh()
                        .target(exact.target())
                        .suits()
                        .mustSuit(new DeviceProfile("another", 1, "B", SoftwareVersion.of("2.0.0"))));
    }

    private void suits(SoftwareReleaseId release, String hardware, String current) throws IOException {
        device.refresh()
                .target(release.target())
                .suits()
                .mustSuit(new DeviceProfile(Plant.MODEL.toString(), 2, hardware, SoftwareVersion.of(current)));
    }

    private static void refused(Refusal refusal, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @Test
    void whatCannotBeATargetIsNamedAndHoldsUpNoOther() throws IOException {
        plant.publish("spring 2026");
        plant.publish(ACME, content("2.0.1", List.of("*"), List.of()));
        plant.publish(ACME, content("2.0.2", List.of("B"), List.of("the one before")));
        SoftwareReleaseId good = plant.publish("2.1.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(good.target());
        assertThat(plant.look().leftOut())
                .hasSize(3)
                .anySatisfy(each -> assertThat(each).contains("hc2a-firmware spring 2026", "2.1.0-rc.1"))
                .anySatisfy(each -> assertThat(each).contains("hc2a-firmware 2.0.1", "*"))
                .anySatisfy(each -> assertThat(each).contains("hc2a-firmware 2.0.2"));
    }

    @Test
    void aListThatDevicesWouldNotTakeIsNotSigned() throws IOException {
        ReleaseLists lists = new ReleaseLists(folder.resolve("updates"));
        SoftwareReleaseId first = plant.publish("2.1.0");
        plant.publish("2.2.0");
        ReleaseTargets few = new ReleaseTargets(
                lists,
                release -> Optional.of(
                        new SoftwareReleasePublished(release, ACME, content("2.1.0", List.of("B"), List.of()))),
                (tenant, sha256) -> Optional.of(new ArtifactFile(sha256, 1, "f", "application/zip")),
                700);
        Wanted wanted = few.of(ACME, Map.of());
        assertThat(wanted.targets()).extracting(Target::path).containsExactly(first.target());
        assertThat(wanted.leftOut()).singleElement().asString().contains("withdraw earlier releases");
    }

    @Test
    void theSameEventAgainChangesNothing() throws IOException {
        SoftwareReleaseId release = plant.publish("2.1.0");
        plant.lookedAndFetched(device);
        byte[] timestamp = Files.readAllBytes(plant.metadata("timestamp.json"));
        String digest = plant.updates.digest();
        plant.updates.release(ACME, release);
        plant.updates.tenant(ACME);
        plant.look();
        assertThat(Files.readAllBytes(plant.metadata("timestamp.json"))).isEqualTo(timestamp);
        assertThat(plant.updates.digest()).isEqualTo(digest);
    }

    @Test
    void whatACrashLeftOfALineSpoilsNoOther() throws IOException {
        Path list = folder.resolve("updates/acme/releases");
        SoftwareReleaseId first = plant.publish("2.1.0");
        Files.writeString(list, "\n0193-torn", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        SoftwareReleaseId second = plant.publish("2.2.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(first.target(), second.target());
    }

    @Test
    void whoeverWritesIntoTheListPublishesNothing() throws IOException {
        SoftwareReleaseId theirs = plant.publish(new TenantId("another"), content("9.0", List.of("B"), List.of()));
        plant.updates.release(ACME, theirs);
        plant.updates.release(ACME, SoftwareReleaseId.of(ACME, "never", "published"));
        assertThat(plant.lookedAndFetched(device)).isEmpty();
    }

    @Test
    void anotherTenantHasKeysAndReleasesOfItsOwn() throws IOException {
        TenantId another = new TenantId("another");
        plant.updates.tenant(another);
        SoftwareReleaseId theirs = plant.publish(another, content("9.0", List.of("B"), List.of()));
        plant.updates.look(another);
        assertThat(plant.lookedAndFetched(device)).isEmpty();
        assertThat(plant.device(another, folder.resolve("theirs")).refresh().byPath())
                .containsOnlyKeys(theirs.target());
        assertThat(Files.readAllBytes(folder.resolve("keys/another/targets.pem")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("keys/acme/targets.pem")));
        assertThat(plant.updates.metadata(ACME, "../../another/metadata/timestamp.json"))
                .isEmpty();
    }

    @Test
    void anotherNodePublishesWhatThisOneWasToldAndNothingTwice() throws IOException {
        Updates another = plant.node(DurableFiles.onDisk());
        SoftwareReleaseId release = plant.publish("2.1.0");
        assertThat(Plant.look(another).troubles()).isEmpty();
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
        byte[] timestamp = Files.readAllBytes(plant.metadata("timestamp.json"));
        plant.look();
        assertThat(Files.readAllBytes(plant.metadata("timestamp.json"))).isEqualTo(timestamp);
    }

    @Test
    void aReleaseThatCameWhileTheLogWasAwayIsPublishedWhenItIsBack() throws IOException {
        plant.publish("spring 2026");
        plant.lookedAndFetched(device);
        plant.logAway = true;
        SoftwareReleaseId release = plant.publish("2.1.0");
        assertThat(plant.look().troubles()).as("it may be back at once").isEmpty();
        for (int look = 2; look < 5; look++) {
            Standing standing = plant.look();
            assertThat(standing.troubles())
                    .as("look %s", look)
                    .singleElement()
                    .asString()
                    .contains("cannot be asked which releases stand", "can still be installed");
            assertThat(standing.leftOut()).as("is known").hasSize(1);
        }
        assertThat(device.refresh().byPath()).isEmpty();
        plant.logAway = false;
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
        plant.logAway = true;
        assertThat(plant.look().troubles()).as("counted from its answer on").isEmpty();
    }

    @Test
    void aLogThatIsAwayIsNotAskedForEachRelease() throws IOException {
        for (int release = 0; release < 10; release++) {
            plant.publish("2." + release);
        }
        plant.logAway = true;
        plant.look();
        assertThat(plant.asked).isEqualTo(ReleaseTargets.MOST_UNREAD_IN_A_ROW);
    }

    @Test
    void aReleaseThatCannotBeReadHoldsUpNoOther() throws IOException {
        SoftwareReleaseId dangerous = plant.publish("2.0.0");
        SoftwareReleaseId damaged = plant.publish("2.1.0");
        plant.lookedAndFetched(device);
        plant.unreadable.add(damaged);
        plant.withdraw(dangerous);
        SoftwareReleaseId next = plant.publish("2.2.0");
        SoftwareReleaseId neverRead = plant.publish("2.3.0");
        plant.unreadable.add(neverRead);
        assertThat(plant.look().troubles())
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each).contains(damaged + " cannot be read", "stays published"),
                        each -> assertThat(each).contains(neverRead + " cannot be read", "stays unpublished"));
        assertThat(device.refresh().byPath()).containsOnlyKeys(damaged.target(), next.target());
        plant.unreadable.clear();
        assertThat(plant.lookedAndFetched(device))
                .containsOnlyKeys(damaged.target(), next.target(), neverRead.target());
    }

    @Test
    void aListThatCannotBeReadIsATrouble() throws IOException {
        SoftwareReleaseId release = plant.publish("2.1.0");
        plant.lookedAndFetched(device);
        Path list = folder.resolve("updates/acme/releases");
        Path away = Files.move(list, folder.resolve("releases"));
        Files.createDirectory(list);
        plant.look();
        assertThat(plant.look().troubles()).singleElement().asString().contains(list.toString());
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
        Files.delete(list);
        Files.move(away, list);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
    }
}

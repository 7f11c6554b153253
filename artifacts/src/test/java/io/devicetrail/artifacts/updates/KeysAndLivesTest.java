package io.devicetrail.artifacts.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Header;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.StoppingFiles;
import io.devicetrail.update.metadata.StoppingFiles.Stopped;
import io.devicetrail.update.metadata.Timestamp;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.VerificationKey;
import io.devicetrail.update.metadata.client.UpdateClient;
import io.devicetrail.update.metadata.repository.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;

/** Whose keys are where, and what is renewed before it ends. */
class KeysAndLivesTest {
    private static final Duration HALF_A_DAY = Renewal.TIMESTAMP_AHEAD;
    private static final Duration DAY = Duration.ofDays(1);

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

    private byte[] file(String name) throws IOException {
        return Files.readAllBytes(plant.metadata(name));
    }

    @Test
    void theTimestampIsRenewedHalfADayBeforeItsEndAndNothingElse() throws IOException {
        byte[] before = file("timestamp.json");
        plant.clock.pass(HALF_A_DAY.minusSeconds(1));
        plant.lookedAndFetched(device);
        assertThat(file("timestamp.json")).isEqualTo(before);
        plant.clock.pass(Duration.ofSeconds(1));
        plant.lookedAndFetched(device);
        assertThat(file("timestamp.json")).isNotEqualTo(before);
        assertThat(plant.metadata("3.snapshot.json")).doesNotExist();
        plant.clock.pass(DAY.minusSeconds(1));
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
    }

    @Test
    void forMoreThanAYearNothingEndsWhileTheKeysAreThere() throws IOException {
        for (int halfDay = 0; halfDay < 2 * 400; halfDay++) {
            plant.clock.pass(HALF_A_DAY);
            Standing standing = plant.look();
            assertThat(standing.troubles()).as("half-day %s", halfDay).isEmpty();
            if (halfDay % 29 == 0) {
                assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
            }
        }
        assertThat(plant.metadata("2.root.json")).exists();
        assertThat(plant.device().refresh().byPath()).containsOnlyKeys(release.target());
        try (Stream<Path> files = Files.list(plant.metadata(""))) {
            assertThat(files.filter(each -> each.toString().endsWith(".snapshot.json")))
                    .as("the disk does not fill")
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aRestartKeepsKeysAndVersions() throws IOException {
        byte[] key = Files.readAllBytes(plant.key(Role.TARGETS));
        byte[] timestamp = file("timestamp.json");
        plant.updates = plant.node(DurableFiles.onDisk());
        plant.lookedAndFetched(device);
        assertThat(file("timestamp.json")).isEqualTo(timestamp);
        assertThat(Files.readAllBytes(plant.key(Role.TARGETS))).isEqualTo(key);
    }

    @Test
    void keysAreTheOwnersAndEachRoleHasOne() throws IOException {
        try (Stream<Path> keys = Files.list(folder.resolve("keys/acme"))) {
            List<Path> all = keys.toList();
            assertThat(all)
                    .extracting(each -> String.valueOf(each.getFileName()))
                    .containsExactlyInAnyOrder("root.pem", "targets.pem", "snapshot.pem", "timestamp.pem", "begun");
            for (Path each : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys/acme"))))
                .isEqualTo("rwx------");
    }

    @Test
    void withoutTheKeyOfTargetsNothingNewIsPublishedAndTheTimestampGoesOn() throws IOException {
        plant.takeAway(Role.TARGETS);
        assertThat(plant.look().troubles()).as("nothing waits").isEmpty();
        SoftwareReleaseId next = plant.publish("2.2.0");
        for (int halfDay = 0; halfDay < 10; halfDay++) {
            plant.clock.pass(HALF_A_DAY);
            assertThat(plant.look().troubles())
                    .singleElement()
                    .asString()
                    .contains("waits", "key of targets", "put it back as " + plant.key(Role.TARGETS));
            assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
        }
        plant.bringBack(Role.TARGETS);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target(), next.target());
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"SNAPSHOT", "TIMESTAMP"})
    void aMissingKeyOfTheMachinesIsToldAtOnce(Role role) throws IOException {
        plant.takeAway(role);
        assertThat(plant.look().troubles())
                .singleElement()
                .asString()
                .contains("key of " + role.text(), plant.key(role).toString());
        plant.bringBack(role);
        assertThat(plant.look().troubles()).isEmpty();
    }

    @Test
    void aRootWhoseKeyIsAwayIsWarnedOfAMonthAhead() throws IOException {
        plant.takeAway(Role.ROOT);
        plant.clock.pass(Duration.ofDays(365).minus(Renewal.ROOT_WARNED).minus(Duration.ofMinutes(1)));
        assertThat(plant.look().troubles()).isEmpty();
        plant.clock.pass(Duration.ofMinutes(1));
        assertThat(plant.look().troubles())
                .singleElement()
                .asString()
                .contains("the root ends 2027-11-23", "key of root");
        plant.bringBack(Role.ROOT);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
        assertThat(plant.metadata("2.root.json")).exists();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aKeyThatFollowsTakesThePlaceOfTheOneBefore(Role role) throws IOException {
        String before = Files.readString(plant.key(role));
        bring(role);
        String following = Files.readString(plant.followingKey(role));
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
        assertThat(plant.followingKey(role)).doesNotExist();
        assertThat(Files.readString(plant.key(role))).isEqualTo(following).isNotEqualTo(before);
        assertThat(plant.device().refresh().byPath()).containsOnlyKeys(release.target());
        SoftwareReleaseId next = plant.publish("2.2.0");
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target(), next.target());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aKeyThatIsLostIsReplacedByTheRoots(Role role) throws IOException {
        plant.takeAway(role);
        bring(role);
        if (role == Role.ROOT) {
            assertThat(plant.look().troubles()).singleElement().asString().contains("key of root");
            return;
        }
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
    }

    private void bring(Role role) throws IOException {
        Path file = plant.followingKey(role);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, KeyFile.make(), StandardCharsets.US_ASCII);
    }

    /** Wherever a rotation stops, the next look, which every start begins with, brings it to its end. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void aRotationThatStoppedAnywhereIsEndedByTheNextStart(Role role) throws IOException {
        int step = 0;
        boolean ended = false;
        boolean refusedInBetween = false;
        while (!ended) {
            plant = new Plant(Files.createDirectories(folder.resolve("round" + ++step)));
            release = plant.publish("2.1.0");
            plant.look();
            UpdateClient faithful = plant.device();
            faithful.refresh();
            bring(role);
            try {
                plant.node(new StoppingFiles(step)).look(Plant.ACME);
                ended = true;
            } catch (Stopped crashed) {
                refusedInBetween |= isRefused(faithful);
            }
            plant.updates = plant.node(DurableFiles.onDisk());
            assertThat(plant.lookedAndFetched(faithful))
                    .as("stopped at %s", step)
                    .containsOnlyKeys(release.target());
            assertThat(plant.device().refresh().byPath()).containsOnlyKeys(release.target());
            assertThat(plant.followingKey(role)).doesNotExist();
        }
        assertThat(step).isGreaterThan(12);
        assertThat(refusedInBetween)
                .as("the weakness that is ended is there")
                .isEqualTo(role == Role.TIMESTAMP || role == Role.SNAPSHOT || role == Role.TARGETS);
    }

    private static boolean isRefused(UpdateClient device) throws IOException {
        try {
            device.refresh();
            return false;
        } catch (UpdateRefused refused) {
            return true;
        }
    }

    @Test
    void aPublicationThatStoppedAnywhereIsEndedByTheNextStart() throws IOException {
        int step = 0;
        boolean ended = false;
        while (!ended) {
            SoftwareReleaseId next = plant.publish("3." + ++step);
            try {
                plant.node(new StoppingFiles(step)).look(Plant.ACME);
                ended = true;
            } catch (Stopped crashed) {
                device.refresh();
            }
            plant.updates = plant.node(DurableFiles.onDisk());
            assertThat(plant.lookedAndFetched(device)).containsKey(next.target());
        }
        assertThat(step).isGreaterThan(12);
    }

    @Test
    void theFirstPublicationStopsAnywhereAndIsBegunAnew() throws IOException {
        int step = 0;
        boolean ended = false;
        while (!ended) {
            Path own = Files.createDirectories(folder.resolve("first" + ++step));
            Updates stopping = new Updates(
                    own.resolve("updates"),
                    own.resolve("keys"),
                    id -> Optional.empty(),
                    (tenant, sha256) -> Optional.empty(),
                    new StoppingFiles(step),
                    plant.clock);
            stopping.tenant(Plant.ACME);
            try {
                stopping.look(Plant.ACME);
                ended = true;
            } catch (Stopped crashed) {
                // What is there is nobody's yet.
            }
            Plant begun = new Plant(own);
            assertThat(begun.look().troubles()).isEmpty();
            assertThat(begun.device().refresh().byPath()).isEmpty();
        }
        assertThat(step).isGreaterThan(12);
    }

    @Test
    void theTimestampGoesOnWhileTheLogIsAway() throws IOException {
        plant.logAway = true;
        plant.clock.pass(HALF_A_DAY);
        plant.look();
        plant.clock.pass(DAY.minusSeconds(1));
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
    }

    @Test
    void targetsGetNoNewLifeWhileItCannotBeAskedWhichStand() throws IOException {
        plant.logAway = true;
        plant.clock.pass(Duration.ofDays(90).minus(Renewal.TARGETS_AHEAD));
        assertThat(plant.look().troubles()).singleElement().asString().contains("the targets have to be signed anew");
        plant.look();
        assertThat(plant.metadata("3.targets.json")).doesNotExist();
        assertThat(device.refresh().byPath()).as("until their end").containsOnlyKeys(release.target());
        plant.logAway = false;
        plant.lookedAndFetched(device);
        assertThat(plant.metadata("3.targets.json")).exists();
    }

    @Test
    void aKeyOfTargetsIsNotReplacedWhileItCannotBeAskedWhichStand() throws IOException {
        bring(Role.TARGETS);
        plant.logAway = true;
        assertThat(plant.look().troubles()).singleElement().asString().contains("a key that follows waits", "be asked");
        assertThat(plant.metadata("2.root.json")).doesNotExist();
        plant.logAway = false;
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
        assertThat(plant.followingKey(Role.TARGETS)).doesNotExist();
    }

    /** Who stands between has the timestamp that was signed in 2036, and could show it to devices until then. */
    @Test
    void whatAClockSignedThatWasAheadIsReplaced() throws IOException {
        Duration ahead = Duration.ofDays(3_652);
        plant.clock.pass(ahead);
        plant.look();
        plant.clock.pass(ahead.negated());
        assertThat(plant.look().troubles())
                .hasSize(Role.values().length)
                .allSatisfy(each -> assertThat(each).contains("later than one that is signed now", "clock"));
        assertThat(plant.look().troubles()).isEmpty();
        Instant now = plant.clock.instant();
        assertThat(Timestamp.read(SignedFile.read(Role.TIMESTAMP, file("timestamp.json")))
                        .header()
                        .expires())
                .isEqualTo(now.plus(DAY));
        long newest = 1;
        while (Files.exists(plant.metadata((newest + 1) + ".root.json"))) {
            newest++;
        }
        assertThat(Root.read(SignedFile.read(Role.ROOT, file(newest + ".root.json")))
                        .header()
                        .expires())
                .isEqualTo(now.plus(Duration.ofDays(365)));
        assertThat(device.refresh().header().expires()).isEqualTo(now.plus(Duration.ofDays(90)));
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
    }

    @Test
    void clocksOfNodesMayDifferALittle() throws IOException {
        plant.clock.pass(Renewal.CLOCKS_APART.negated());
        assertThat(plant.look().troubles()).isEmpty();
    }

    @Test
    void whatWasReplacedGoesTwoDaysLater() throws IOException {
        plant.publish("2.2.0");
        plant.lookedAndFetched(device);
        plant.clock.pass(TenantRepository.REPLACED_KEPT.plusSeconds(1));
        plant.publish("2.3.0");
        plant.lookedAndFetched(device);
        for (String role : List.of("targets", "snapshot")) {
            assertThat(plant.metadata("1." + role + ".json")).doesNotExist();
            assertThat(plant.metadata("2." + role + ".json")).doesNotExist();
            assertThat(plant.metadata("3." + role + ".json"))
                    .as("somebody may be reading it")
                    .exists();
            assertThat(plant.metadata("4." + role + ".json")).exists();
        }
        assertThat(plant.metadata("1.root.json")).exists();
        assertThat(plant.device().refresh().byPath()).hasSize(3);
    }

    @Test
    void metadataThatSomebodyAlteredIsToldAndNotGoneOnFrom() throws IOException {
        String timestamp = Files.readString(plant.metadata("timestamp.json"));
        Files.writeString(
                plant.metadata("timestamp.json"),
                timestamp.replaceFirst("\"version\":2", "\"version\":9007199254740990"));
        assertThat(Files.readString(plant.metadata("timestamp.json"))).isNotEqualTo(timestamp);
        assertThatThrownBy(device::refresh).isInstanceOf(UpdateRefused.class);
        plant.clock.pass(HALF_A_DAY);
        assertThat(plant.look().troubles()).singleElement().asString().contains("somebody altered it");
        Files.writeString(plant.metadata("timestamp.json"), timestamp);
        assertThat(plant.lookedAndFetched(device)).containsOnlyKeys(release.target());
    }

    /** Whoever writes there has his own key in a root that soon ends, and waits for it to be signed anew. */
    @Test
    void aRootThatSomebodyElseWroteIsNeverSignedOn() throws IOException {
        SigningKey theirs = SigningKey.of(pair());
        Root genuine = Root.read(SignedFile.read(Role.ROOT, file("1.root.json")));
        Map<Role, RoleKeys> trust = new EnumMap<>(genuine.roles());
        List<VerificationKey> both = new ArrayList<>(genuine.keys(Role.ROOT).keys());
        both.add(theirs.verification());
        trust.put(Role.ROOT, new RoleKeys(both, 1));
        for (int version : new int[] {2, 1}) {
            Root forged = new Root(new Header(version, plant.clock.instant().plus(DAY)), trust);
            Files.write(
                    plant.metadata(version + ".root.json"),
                    SignedFile.sign(
                                    Role.ROOT,
                                    forged.toJson(),
                                    List.of(theirs.verification()),
                                    (key, bytes) -> theirs.sign(bytes))
                            .bytes());
            assertThat(plant.look().troubles())
                    .as("version %s", version)
                    .singleElement()
                    .asString()
                    .contains("the root in", "somebody altered it");
            assertThat(plant.metadata((version + 1) + ".root.json")).doesNotExist();
            Files.deleteIfExists(plant.metadata("2.root.json"));
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void metadataThatIsGoneIsNotBegunAnewWithOldVersions() throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("updates/acme/metadata"));
        assertThat(plant.look().troubles()).singleElement().asString().contains("is gone", "put it back");
        assertThat(plant.metadata("timestamp.json")).doesNotExist();
    }

    @Test
    void keysThatAreGoneAreNotMadeAnew() throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("keys"));
        plant.publish("2.2.0");
        assertThat(plant.look().troubles())
                .anySatisfy(each -> assertThat(each).contains("key of targets"))
                .anySatisfy(each -> assertThat(each).contains("key of timestamp"));
        assertThat(plant.key(Role.TIMESTAMP)).doesNotExist();
        assertThat(device.refresh().byPath()).containsOnlyKeys(release.target());
    }

    @Test
    void aKeyThatOthersMayReadIsNotUsed() throws IOException {
        Files.setPosixFilePermissions(plant.key(Role.TIMESTAMP), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(plant.look().troubles())
                .anySatisfy(each -> assertThat(each).contains("others may read", "chmod 600"));
        Files.setPosixFilePermissions(plant.key(Role.TIMESTAMP), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(plant.key(Role.TIMESTAMP), "no key");
        assertThat(plant.look().troubles()).anySatisfy(each -> assertThat(each).contains("holds no Ed25519 key"));
    }

    @Test
    void keysAreNeverWithinWhatIsServed() {
        assertThatThrownBy(() -> new UpdateSettings(folder, folder.resolve("acme/keys")))
                .hasMessageContaining("devicetrail.updates.keys")
                .hasMessageContaining("must not be within devicetrail.updates.directory");
        assertThatThrownBy(() -> new UpdateSettings(folder, null).keysIn(folder))
                .hasMessageContaining("must not be within");
        assertThat(new UpdateSettings(null, null).keysIn(folder)).isEqualTo(folder.resolve("secrets/updates"));
    }
}

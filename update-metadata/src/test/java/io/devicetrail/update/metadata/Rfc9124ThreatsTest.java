package io.devicetrail.update.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.metadata.client.ImageCheck;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import io.devicetrail.update.metadata.repository.Published;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The threats of RFC 9124, section 4.2, by their names there; docs/updates.md says which are met elsewhere. */
class Rfc9124ThreatsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final TestRepository repository = new TestRepository();
    private UpdateClient device;

    @BeforeEach
    void a_device_that_knows_of_one_image() throws IOException {
        repository.publish(TestRepository.target());
        device = repository.device(folder);
        assertThat(device.refresh().target(TestRepository.PATH)).isEqualTo(TestRepository.target());
    }

    private static void refused(Refusal refusal, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(refusal))
                .hasMessageContaining(refusal.mend());
    }

    private Map<String, byte[]> believed() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (var listed = Files.list(folder)) {
            for (Path each : listed.toList()) {
                files.put(each.getFileName().toString(), Files.readAllBytes(each));
            }
        }
        return files;
    }

    /** What is refused changes nothing of what the device believes. */
    private void refusedAndForgotten(Refusal refusal) throws IOException {
        Map<String, byte[]> before = believed();
        refused(refusal, device::refresh);
        assertThat(believed()).usingRecursiveComparison().isEqualTo(before);
    }

    private Header header(Role role, long version) {
        return new Header(version, repository.clock.instant().plus(HOUR));
    }

    private void serve(Role role, long version, byte[] file) {
        repository.served.put(role.publishedName(version), file);
    }

    private void serveTimestamp(long version, FileVersion snapshot, VerificationKey... by) {
        serve(
                Role.TIMESTAMP,
                version,
                repository.signed(
                        Role.TIMESTAMP, new Timestamp(header(Role.TIMESTAMP, version), snapshot).toJson(), by));
    }

    private VerificationKey key(Role role) {
        return repository.published.readRoot().keys(role).keys().getFirst();
    }

    @Nested
    @DisplayName("THREAT.IMG.EXPIRED")
    class OldFirmware {

        @Test
        void an_older_timestamp_is_refused() throws IOException {
            byte[] old = repository.file("timestamp.json");
            repository.publish(TestRepository.target());
            device.refresh();
            repository.served.put("timestamp.json", old);
            refusedAndForgotten(Refusal.TIMESTAMP_ROLLED_BACK);
        }

        @Test
        void a_new_timestamp_for_an_older_snapshot_is_refused() throws IOException {
            FileVersion old = repository.published.readTimestamp().snapshot();
            repository.publish(TestRepository.target());
            device.refresh();
            serveTimestamp(9, old);
            refusedAndForgotten(Refusal.SNAPSHOT_ROLLED_BACK);
        }

        @Test
        void a_new_snapshot_of_older_targets_is_refused() throws IOException {
            FileVersion old = repository.published.readSnapshot().targets();
            repository.publish(TestRepository.target());
            device.refresh();
            byte[] snapshot = repository.signed(Role.SNAPSHOT, new Snapshot(header(Role.SNAPSHOT, 9), old).toJson());
            serve(Role.SNAPSHOT, 9, snapshot);
            serveTimestamp(9, FileVersion.of(9, snapshot));
            refused(Refusal.TARGETS_ROLLED_BACK, device::refresh);
            assertThat(Snapshot.read(
                                    SignedFile.read(Role.SNAPSHOT, Files.readAllBytes(folder.resolve("snapshot.json"))))
                            .header()
                            .version())
                    .isEqualTo(3);
        }
    }

    /** A device that was away, or is kept away, must not take for new what was new when it left. */
    @Nested
    @DisplayName("THREAT.IMG.EXPIRED.OFFLINE")
    class OfflineDeviceAndOldFirmware {

        @Test
        void a_timestamp_that_is_kept_alive_ends_to_the_second() throws IOException {
            repository.clock.pass(Duration.ofDays(1).minusSeconds(1));
            device.refresh();
            repository.clock.pass(Duration.ofSeconds(1));
            refusedAndForgotten(Refusal.TIMESTAMP_EXPIRED);
        }

        @Test
        void a_device_that_comes_for_the_first_time_takes_no_expired_timestamp(@TempDir Path other) throws IOException {
            repository.clock.pass(Duration.ofDays(1));
            refused(Refusal.TIMESTAMP_EXPIRED, () -> repository.device(other).refresh());
        }

        @Test
        void expired_targets_are_refused_under_a_fresh_snapshot() throws IOException {
            repository.clock.pass(Duration.ofDays(90));
            repository.publish(repository.author.withSnapshotRenewed(repository.published));
            refused(Refusal.TARGETS_EXPIRED, device::refresh);
        }

        @Test
        void an_expired_snapshot_is_refused_under_a_fresh_timestamp() throws IOException {
            repository.clock.pass(Duration.ofDays(90));
            repository.publish(repository.author.withTimestampRenewed(repository.published));
            refused(Refusal.SNAPSHOT_EXPIRED, device::refresh);
        }

        @Test
        void an_expired_root_is_refused_whatever_else_is_fresh() throws IOException {
            repository.clock.pass(Duration.ofDays(365));
            repository.publish(TestRepository.target());
            refusedAndForgotten(Refusal.ROOT_EXPIRED);
        }

        /** Roots that have ended lead on: a device in a store for years finds its way by them. */
        @Test
        void roots_on_the_way_may_have_ended() throws IOException {
            for (int years = 0; years < 3; years++) {
                repository.clock.pass(Duration.ofDays(365));
                repository.publish(repository.author.withTrust(repository.published, repository.keys.trust()));
            }
            repository.publish(TestRepository.target());
            assertThat(device.refresh().header().version()).isEqualTo(6);
        }
    }

    @Nested
    @DisplayName("THREAT.IMG.INCOMPATIBLE")
    class MismatchedFirmware {

        private final Suits suits = TestRepository.target().suits();
        private final SoftwareVersion current = SoftwareVersion.of("2.0.3");

        @Test
        void an_image_for_another_device_model_is_refused() {
            refused(Refusal.WRONG_DEVICE_MODEL, () -> suits.mustSuit(new DeviceProfile("hc3", 2, "B", current)));
        }

        @Test
        void an_image_for_another_version_of_the_model_is_refused() {
            refused(Refusal.WRONG_MODEL_VERSION, () -> suits.mustSuit(new DeviceProfile("hc2a", 3, "B", current)));
        }

        @Test
        void an_image_for_another_hardware_revision_is_refused() {
            refused(Refusal.WRONG_HARDWARE, () -> suits.mustSuit(new DeviceProfile("hc2a", 2, "A", current)));
        }

        @Test
        void one_that_suits_is_taken() {
            suits.mustSuit(TestRepository.device());
        }
    }

    @Nested
    @DisplayName("THREAT.UPD.WRONG_PRECURSOR")
    class UnexpectedPrecursor {

        @ParameterizedTest
        @ValueSource(strings = {"1.9.9", "2.0.0-rc.1"})
        void a_device_with_an_earlier_version_needs_a_release_in_between(String current) {
            refused(
                    Refusal.WRONG_PRECURSOR,
                    () -> TestRepository.target()
                            .suits()
                            .mustSuit(new DeviceProfile("hc2a", 2, "B", SoftwareVersion.of(current))));
        }

        @Test
        void the_earliest_itself_suits() {
            TestRepository.target().suits().mustSuit(new DeviceProfile("hc2a", 2, "B", SoftwareVersion.of("2.0.0")));
        }
    }

    @Nested
    @DisplayName("THREAT.NET.REDIRECT")
    class Redirection {

        @Test
        void a_whole_repository_of_somebody_elses_is_refused() throws IOException {
            TestRepository foreign = new TestRepository();
            foreign.publish(TestRepository.target());
            foreign.publish(TestRepository.target());
            repository.served.putAll(foreign.served);
            refusedAndForgotten(Refusal.TOO_FEW_SIGNATURES);
        }

        @ParameterizedTest
        @ValueSource(strings = {"../other", "a/../b", "/etc/passwd", "a//b", "http://x/y", "a/", ".hidden", "a\\b", ""})
        void a_path_that_leads_elsewhere_is_no_path(String path) {
            refused(Refusal.MALFORMED_METADATA, () -> TestRepository.target(path, "2.1.0", TestRepository.IMAGE));
        }
    }

    @Nested
    @DisplayName("THREAT.NET.ONPATH")
    class OnPath {

        @Test
        void a_snapshot_of_another_moment_is_refused() throws IOException {
            byte[] other = repository.file("2.snapshot.json");
            repository.publish(TestRepository.target());
            serve(Role.SNAPSHOT, 3, Arrays.copyOf(other, other.length));
            refused(Refusal.SNAPSHOT_DIFFERS, device::refresh);
        }

        @Test
        void targets_of_another_moment_are_refused() throws IOException {
            byte[] other = repository.file("2.targets.json");
            repository.publish(TestRepository.target());
            serve(Role.TARGETS, 3, other);
            refused(Refusal.TARGETS_DIFFER, device::refresh);
        }

        /** Even where all hashes fit, as somebody with the keys of snapshot and timestamp can make them. */
        @Test
        void a_version_under_another_number_is_refused() throws IOException {
            byte[] targets = repository.file("2.targets.json");
            byte[] snapshot = repository.signed(
                    Role.SNAPSHOT, new Snapshot(header(Role.SNAPSHOT, 9), FileVersion.of(9, targets)).toJson());
            serve(Role.TARGETS, 9, targets);
            serve(Role.SNAPSHOT, 9, snapshot);
            serveTimestamp(9, FileVersion.of(9, snapshot));
            refused(Refusal.TARGETS_DIFFER, device::refresh);
        }

        @Test
        void any_changed_byte_of_any_file_is_refused(@TempDir Path fresh) throws IOException {
            for (String name : List.of("timestamp.json", "2.snapshot.json", "2.targets.json")) {
                byte[] changed = repository.file(name).clone();
                byte[] asItWas = changed.clone();
                for (int at = 0; at < changed.length; at += 7) {
                    changed[at] ^= 1;
                    repository.served.put(name, changed);
                    int place = at;
                    assertThatThrownBy(() -> repository
                                    .device(fresh.resolve(name + place))
                                    .refresh())
                            .as("%s at %d", name, at)
                            .isInstanceOf(UpdateRefused.class);
                    changed[at] ^= 1;
                }
                repository.served.put(name, asItWas);
            }
        }

        @ParameterizedTest
        @CsvSource({"timestamp.json, 3", "3.snapshot.json, 3", "3.targets.json, 3", "2.root.json, 3"})
        void data_without_end_is_cut_off(String name, int version) throws IOException {
            repository.publish(TestRepository.target());
            long[] given = {0};
            TrustStore store = new TrustStore(folder, DurableFiles.onDisk());
            UpdateClient besieged = new UpdateClient(
                    store,
                    asked -> asked.equals(name) ? Optional.of(endless(given)) : repository.open(asked),
                    Limits.USUAL,
                    repository.clock);
            refused(Refusal.FILE_TOO_LONG, besieged::refresh);
            assertThat(given[0]).isLessThanOrEqualTo(Limits.USUAL.rootBytes() + 16_384L);
        }

        private static InputStream endless(long[] given) {
            return new InputStream() {
                @Override
                public int read() {
                    given[0]++;
                    return ' ';
                }
            };
        }

        @ParameterizedTest
        @ValueSource(strings = {"timestamp.json", "3.snapshot.json", "3.targets.json"})
        void a_file_that_is_kept_back_is_missed(String name) throws IOException {
            repository.publish(TestRepository.target());
            repository.served.remove(name);
            refused(Refusal.FILE_MISSING, device::refresh);
        }
    }

    @Nested
    @DisplayName("THREAT.IMG.REPLACE")
    class PayloadReplacement {

        @Test
        void an_altered_image_is_refused() {
            byte[] altered = TestRepository.IMAGE.clone();
            altered[3] ^= 1;
            refused(Refusal.TARGET_ALTERED, () -> check(altered));
        }

        @Test
        void a_truncated_image_is_refused() {
            refused(
                    Refusal.TARGET_TRUNCATED,
                    () -> check(Arrays.copyOf(TestRepository.IMAGE, TestRepository.IMAGE.length - 1)));
        }

        @Test
        void the_image_itself_is_taken() throws IOException {
            check(TestRepository.IMAGE);
        }
    }

    @Nested
    @DisplayName("THREAT.IMG.EXTRA")
    class ExtraData {

        @Test
        void one_byte_behind_the_image_is_refused_though_the_image_is_whole() {
            refused(
                    Refusal.TARGET_TOO_LONG,
                    () -> check(Arrays.copyOf(TestRepository.IMAGE, TestRepository.IMAGE.length + 1)));
        }

        @Test
        void an_image_without_end_is_cut_off() {
            refused(Refusal.TARGET_TOO_LONG, () -> ImageCheck.of(TestRepository.target(), OnPath.endless(new long[1])));
        }
    }

    private static void check(byte[] image) throws IOException {
        ImageCheck.of(TestRepository.target(), new ByteArrayInputStream(image));
    }

    @Nested
    @DisplayName("THREAT.IMG.NON_AUTH")
    class Unauthenticated {

        private ObjectNode targets() {
            return Targets.of(header(Role.TARGETS, 9), List.of(TestRepository.target()))
                    .toJson();
        }

        private void served(byte[] targets) {
            byte[] snapshot = repository.signed(
                    Role.SNAPSHOT, new Snapshot(header(Role.SNAPSHOT, 9), FileVersion.of(9, targets)).toJson());
            serve(Role.TARGETS, 9, targets);
            serve(Role.SNAPSHOT, 9, snapshot);
            serveTimestamp(9, FileVersion.of(9, snapshot));
        }

        @Test
        void targets_signed_by_one_of_the_two_that_have_to_are_refused() {
            served(repository.signed(Role.TARGETS, targets(), key(Role.TARGETS)));
            refused(Refusal.TOO_FEW_SIGNATURES, device::refresh);
        }

        @Test
        void one_key_that_signs_twice_is_one_key() {
            served(repository.signed(Role.TARGETS, targets(), key(Role.TARGETS), key(Role.TARGETS)));
            refused(Refusal.TOO_FEW_SIGNATURES, device::refresh);
        }

        @Test
        void the_keys_of_another_role_do_not_speak_for_this_one() {
            served(repository.signed(Role.TARGETS, targets(), key(Role.TIMESTAMP), key(Role.SNAPSHOT), key(Role.ROOT)));
            refused(Refusal.TOO_FEW_SIGNATURES, device::refresh);
        }

        @Test
        void what_nobody_signed_is_refused() {
            served(("{\"signatures\":[],\"signed\":" + targets() + "}").getBytes(StandardCharsets.UTF_8));
            refused(Refusal.TOO_FEW_SIGNATURES, device::refresh);
        }

        @Test
        void a_role_in_the_place_of_another_is_refused() {
            served(repository.signed(
                    Role.TARGETS,
                    new Snapshot(header(Role.SNAPSHOT, 9), FileVersion.of(1, TestRepository.IMAGE)).toJson()));
            refused(Refusal.WRONG_ROLE, device::refresh);
        }
    }

    @Nested
    @DisplayName("THREAT.UPD.UNAPPROVED")
    class Unapproved {

        @Test
        void an_image_that_was_never_published_is_unknown() throws IOException {
            Targets targets = device.refresh();
            refused(Refusal.TARGET_UNKNOWN, () -> targets.target("hc2a/2.2.0.bin"));
        }

        @Test
        void an_image_that_was_taken_back_is_unknown() throws IOException {
            repository.publish();
            Targets targets = device.refresh();
            refused(Refusal.TARGET_UNKNOWN, () -> targets.target(TestRepository.PATH));
        }
    }

    @Nested
    @DisplayName("THREAT.MFST.OVERRIDE")
    class Overriding {

        @Test
        void a_field_that_is_there_twice_is_no_metadata() {
            String twice = new String(repository.file("timestamp.json"), StandardCharsets.UTF_8)
                    .replace("\"version\":2", "\"version\":2,\"version\":2");
            repository.served.put("timestamp.json", twice.getBytes(StandardCharsets.UTF_8));
            refused(Refusal.MALFORMED_METADATA, device::refresh);
        }

        @Test
        void what_an_image_suits_is_signed_with_it() throws IOException {
            assertThat(device.refresh().target(TestRepository.PATH).suits())
                    .isEqualTo(TestRepository.target().suits());
        }

        @Test
        void another_specification_is_refused() {
            ObjectNode json = repository.published.readTimestamp().toJson().put("spec_version", "2.0.0");
            repository.served.put("timestamp.json", repository.signed(Role.TIMESTAMP, json));
            refused(Refusal.UNSUPPORTED_SPECIFICATION, device::refresh);
        }
    }

    @Nested
    @DisplayName("THREAT.MFST.MODIFICATION")
    class ModificationBeforeSigning {

        /** One person, or one stolen machine, cannot publish: the repository refuses before any device has to. */
        @Test
        void the_repository_does_not_publish_what_too_few_have_signed() {
            repository.published.readRoot().keys(Role.TARGETS).keys().stream()
                    .skip(1)
                    .forEach(repository.keys::lose);
            refused(Refusal.TOO_FEW_SIGNATURES, () -> repository.publish(TestRepository.target()));
        }
    }

    @Nested
    @DisplayName("THREAT.KEY.EXPOSURE")
    class KeyExposure {

        private Published rotated(Role... roles) {
            Map<Role, RoleKeys> next =
                    new EnumMap<>(repository.published.readRoot().roles());
            Map<Role, RoleKeys> fresh = repository.keys.trust();
            for (Role role : roles) {
                next.put(role, fresh.get(role));
            }
            return repository.author.withTrust(repository.published, next);
        }

        @Test
        void after_rotation_the_stolen_key_speaks_for_nobody() throws IOException {
            VerificationKey stolen = key(Role.TIMESTAMP);
            repository.publish(rotated(Role.TIMESTAMP));
            device.refresh();
            serveTimestamp(9, repository.published.readTimestamp().snapshot(), stolen);
            refusedAndForgotten(Refusal.TOO_FEW_SIGNATURES);
        }

        /** Version 9,000 by a stolen key would keep the device from every version that follows. */
        @Test
        void a_device_that_was_sent_far_ahead_comes_back_after_rotation() throws IOException {
            serveTimestamp(9_000, repository.published.readTimestamp().snapshot());
            device.refresh();
            repository.publish(repository.author.withTimestampRenewed(repository.published));
            refused(Refusal.TIMESTAMP_ROLLED_BACK, device::refresh);
            repository.publish(rotated(Role.TIMESTAMP));
            device.refresh();
        }

        /** Here the old key stays, beside a new one: nothing but the letter of 5.3.11 brings the device back. */
        @Test
        void so_does_one_whose_role_kept_the_old_key_beside_the_new() throws IOException {
            serveTimestamp(9_000, repository.published.readTimestamp().snapshot());
            device.refresh();
            Map<Role, RoleKeys> next =
                    new EnumMap<>(repository.published.readRoot().roles());
            next.put(Role.TIMESTAMP, new RoleKeys(List.of(key(Role.TIMESTAMP), repository.keys.make()), 1));
            repository.publish(repository.author.withTrust(repository.published, next));
            device.refresh();
        }

        @Test
        void a_root_that_the_one_before_did_not_sign_is_refused() throws IOException {
            Root next = new Root(header(Role.ROOT, 2), repository.keys.trust());
            serve(
                    Role.ROOT,
                    2,
                    repository.signed(
                            Role.ROOT,
                            next.toJson(),
                            next.keys(Role.ROOT).keys().toArray(VerificationKey[]::new)));
            refusedAndForgotten(Refusal.TOO_FEW_SIGNATURES);
        }

        @Test
        void a_root_that_its_own_keys_did_not_sign_is_refused() throws IOException {
            Root next = new Root(header(Role.ROOT, 2), repository.keys.trust());
            serve(Role.ROOT, 2, repository.signed(Role.ROOT, next.toJson()));
            refusedAndForgotten(Refusal.TOO_FEW_SIGNATURES);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 3})
        void a_root_of_another_version_than_the_next_is_refused(long version) throws IOException {
            Root next = new Root(
                    header(Role.ROOT, version), repository.published.readRoot().roles());
            serve(Role.ROOT, 2, repository.signed(Role.ROOT, next.toJson()));
            refusedAndForgotten(Refusal.ROOT_NOT_NEXT);
        }

        @Test
        void a_key_under_an_id_that_is_not_its_own_is_refused() throws IOException {
            String id = key(Role.SNAPSHOT).id();
            String other = "0".repeat(id.length());
            ObjectNode root = new Root(
                            header(Role.ROOT, 2),
                            repository.published.readRoot().roles())
                    .toJson();
            ObjectNode renamed =
                    (ObjectNode) Fields.MAPPER.readTree(root.toString().replace(id, other));
            serve(Role.ROOT, 2, repository.signed(Role.ROOT, renamed));
            refusedAndForgotten(Refusal.KEY_ID_DIFFERS);
        }

        @Test
        void roots_are_taken_a_bounded_number_at_a_time(@TempDir Path other) throws IOException {
            for (int rotations = 0; rotations < 5; rotations++) {
                repository.publish(rotated(Role.values()));
            }
            TrustStore store = new TrustStore(other, DurableFiles.onDisk());
            store.begin(repository.file("1.root.json"));
            Limits two = new Limits(2, 512_000, 16_384, 65_536, 5_000_000);
            UpdateClient slow = new UpdateClient(store, repository::open, two, repository.clock);
            refused(Refusal.TOO_FEW_SIGNATURES, slow::refresh);
            refused(Refusal.TOO_FEW_SIGNATURES, slow::refresh);
            assertThat(slow.refresh().header().version()).isEqualTo(7);
        }
    }
}

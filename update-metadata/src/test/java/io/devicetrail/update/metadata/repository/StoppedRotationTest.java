package io.devicetrail.update.metadata.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.StoppingFiles;
import io.devicetrail.update.metadata.StoppingFiles.Stopped;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.TestRepository;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of a role are replaced, and that stops at each step that touches the disk. */
class StoppedRotationTest {
    private static final Target IMAGE = TestRepository.target("a.bin", "2.1.0", "one".getBytes(StandardCharsets.UTF_8));
    private static final int LEAST_STEPS = 12;

    @TempDir
    Path folder;

    private final TestRepository repository = new TestRepository();

    private RepositoryDirectory directory(Path published, DurableFiles files) {
        return new RepositoryDirectory(published, files);
    }

    private UpdateClient device(Path published, Path trust) throws IOException {
        TrustStore store = new TrustStore(trust, DurableFiles.onDisk());
        store.begin(Files.readAllBytes(published.resolve("1.root.json")));
        return new UpdateClient(store, name -> open(published.resolve(name)), Limits.USUAL, repository.clock);
    }

    private static Optional<InputStream> open(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    }

    private Path published(int step) throws IOException {
        Path published = folder.resolve("metadata" + step);
        directory(published, DurableFiles.onDisk()).begin(repository.published);
        directory(published, DurableFiles.onDisk()).change(now -> repository.author.withTargets(now, List.of(IMAGE)));
        return published;
    }

    private Map<Role, RoleKeys> next(Role rotated) {
        Map<Role, RoleKeys> next = new EnumMap<>(Role.class);
        for (Role each : Role.values()) {
            next.put(
                    each,
                    each == rotated
                            ? repository.keys.role(1, 1)
                            : repository.published.readRoot().keys(each));
        }
        return next;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void wherever_it_stops_nothing_is_published_that_devices_refuse_and_it_can_be_brought_to_its_end(Role rotated)
            throws IOException {
        Map<Role, RoleKeys> next = next(rotated);
        int step = 0;
        boolean ended = false;
        while (!ended) {
            Path published = published(++step);
            UpdateClient faithful = device(published, folder.resolve("faithful" + step));
            faithful.refresh();
            try {
                directory(published, new StoppingFiles(step)).change(now -> repository.author.withTrust(now, next));
                ended = true;
            } catch (Stopped crashed) {
                if (!Files.exists(published.resolve("2.root.json"))) {
                    assertThat(faithful.refresh().byPath()).containsOnlyKeys(IMAGE.path());
                }
            }
            String when = rotated + " stopped at step " + step;
            renewedByTheMachine(published, faithful, when);
            directory(published, DurableFiles.onDisk())
                    .change(now -> repository.author.withTargets(now, List.of(IMAGE)));
            assertThat(faithful.refresh().byPath()).as(when).containsOnlyKeys(IMAGE.path());
            assertThat(device(published, folder.resolve("new" + step)).refresh().byPath())
                    .as(when)
                    .containsOnlyKeys(IMAGE.path());
        }
        assertThat(step).isGreaterThan(LEAST_STEPS);
    }

    /** Its regular renewal, of which nobody knows that it comes after a crash: taken by devices, or refused. */
    private void renewedByTheMachine(Path published, UpdateClient device, String when) throws IOException {
        try {
            directory(published, DurableFiles.onDisk()).change(repository.author::withTimestampRenewed);
        } catch (UpdateRefused refused) {
            assertThat(refused.refusal()).as(when).isEqualTo(Refusal.TOO_FEW_SIGNATURES);
            return;
        }
        assertThat(device.refresh().byPath()).as(when).containsOnlyKeys(IMAGE.path());
    }

    @Test
    void a_new_root_becomes_visible_before_its_timestamp_and_after_all_else() {
        Published next = repository.author.withTrust(repository.published, repository.keys.trust());
        assertThat(next.files().keySet())
                .containsExactly("2.targets.json", "2.snapshot.json", "2.root.json", "timestamp.json");
    }

    /** Between the new root and its timestamp: renewing, or rotating once more, would publish what nobody takes. */
    @Test
    void what_the_keys_of_before_have_signed_is_not_renewed_and_not_signed_anew_unread() throws IOException {
        Published before = repository.author.withTargets(repository.published, List.of(IMAGE));
        Published after = repository.author.withTrust(before, repository.keys.trust());
        Published halfWay = new Published(after.root(), before.targets(), before.snapshot(), before.timestamp());
        refused(() -> repository.author.withTimestampRenewed(halfWay));
        refused(() -> repository.author.withSnapshotRenewed(halfWay));
        refused(() -> repository.author.withTrust(halfWay, repository.keys.trust()));
        assertThat(repository
                        .author
                        .withTargets(halfWay, List.of(IMAGE))
                        .readTargets()
                        .byPath())
                .containsOnlyKeys(IMAGE.path());
    }

    private static void refused(Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        UpdateRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_FEW_SIGNATURES));
    }
}

package io.devicetrail.update.metadata.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.StoppingFiles;
import io.devicetrail.update.metadata.StoppingFiles.Stopped;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.TestRepository;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryDirectoryTest {

    private static final Target FIRST = TestRepository.target("a.bin", "2.1.0", "one".getBytes(StandardCharsets.UTF_8));
    private static final Target SECOND =
            TestRepository.target("b.bin", "2.2.0", "two".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private final TestRepository repository = new TestRepository();
    private Path published;

    @BeforeEach
    void a_published_image() throws IOException {
        published = folder.resolve("metadata");
        directory(DurableFiles.onDisk()).begin(repository.published);
        directory(DurableFiles.onDisk()).change(now -> repository.author.withTargets(now, List.of(FIRST)));
    }

    private RepositoryDirectory directory(DurableFiles files) {
        return new RepositoryDirectory(published, files);
    }

    private UpdateClient device(Path trust) throws IOException {
        TrustStore store = new TrustStore(trust, DurableFiles.onDisk());
        store.begin(Files.readAllBytes(published.resolve("1.root.json")));
        return new UpdateClient(store, this::open, Limits.USUAL, repository.clock);
    }

    private Optional<InputStream> open(String name) throws IOException {
        Path file = published.resolve(name);
        return Files.exists(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    }

    @Test
    void a_reader_finds_the_old_or_the_new_wherever_a_publication_stops() throws IOException {
        UpdateClient faithful = device(folder.resolve("faithful"));
        int stoppedAt = 0;
        boolean ended = false;
        while (!ended) {
            StoppingFiles files = new StoppingFiles(++stoppedAt);
            Target next = stoppedAt % 2 == 1 ? SECOND : FIRST;
            try {
                directory(files).change(now -> repository.author.withTargets(now, List.of(next)));
                ended = true;
            } catch (Stopped crashed) {
                assertThat(faithful.refresh().byPath()).hasSize(1);
                assertThat(device(folder.resolve("new" + stoppedAt)).refresh().byPath())
                        .hasSize(1);
            }
            // Whoever comes after a crash writes over what it left.
            directory(DurableFiles.onDisk()).change(now -> repository.author.withTargets(now, List.of(next)));
            assertThat(faithful.refresh().byPath()).containsOnlyKeys(next.path());
        }
        assertThat(stoppedAt).isGreaterThan(12);
    }

    @Test
    void what_a_device_believes_survives_a_stop_at_every_step() throws IOException {
        for (int round = 0; round < 3; round++) {
            directory(DurableFiles.onDisk()).change(now -> repository.author.withTrust(now, repository.keys.trust()));
        }
        int stoppedAt = 0;
        boolean ended = false;
        while (!ended) {
            Path trust = folder.resolve("trust" + ++stoppedAt);
            device(trust);
            UpdateClient stopping = new UpdateClient(
                    new TrustStore(trust, new StoppingFiles(stoppedAt)), this::open, Limits.USUAL, repository.clock);
            try {
                stopping.refresh();
                ended = true;
            } catch (Stopped crashed) {
                assertThat(device(trust).refresh().byPath()).containsOnlyKeys(FIRST.path());
            }
        }
        assertThat(stoppedAt).isGreaterThan(12);
    }

    @Test
    void a_repository_is_begun_once() {
        assertThatThrownBy(() -> directory(DurableFiles.onDisk()).begin(repository.published))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("repository already");
    }

    @Test
    void renewing_the_timestamp_needs_no_other_key() throws IOException {
        RepositoryAuthor machine = new RepositoryAuthor(
                key -> repository
                                .published
                                .readRoot()
                                .keys(Role.TIMESTAMP)
                                .keys()
                                .contains(key)
                        ? repository.keys.of(key)
                        : Optional.empty(),
                Lifetimes.USUAL,
                repository.clock);
        Published before = directory(DurableFiles.onDisk()).read();
        Published after = directory(DurableFiles.onDisk()).change(machine::withTimestampRenewed);
        assertThat(after.readTimestamp().header().version())
                .isEqualTo(before.readTimestamp().header().version() + 1);
        assertThat(after.snapshot().bytes()).isEqualTo(before.snapshot().bytes());
        device(folder.resolve("trust")).refresh();
    }
}

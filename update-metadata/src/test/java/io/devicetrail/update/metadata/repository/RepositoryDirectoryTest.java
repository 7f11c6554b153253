package io.devicetrail.update.metadata.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.metadata.ClockedFiles;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.PlainFile;
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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryDirectoryTest {

    private static final Target FIRST = TestRepository.target("a.bin", "2.1.0", "one".getBytes(StandardCharsets.UTF_8));
    private static final Target SECOND =
            TestRepository.target("b.bin", "2.2.0", "two".getBytes(StandardCharsets.UTF_8));

    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @TempDir
    Path folder;

    private final TestRepository repository = new TestRepository();
    private Path published;

    @BeforeEach
    void a_published_image() throws IOException {
        published = folder.resolve("metadata");
        clocked().begin(repository.published);
        publish(clocked());
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

    private RepositoryDirectory clocked() {
        return directory(new ClockedFiles(repository.clock));
    }

    private void publish(RepositoryDirectory directory) throws IOException {
        directory.change(now -> repository.author.withTargets(now, List.of(FIRST)));
    }

    private Instant twoDaysAgo() {
        return repository.clock.instant().minus(TWO_DAYS);
    }

    /** What came back after a loss of power has this machine's time. */
    private void age() throws IOException {
        try (Stream<Path> files = Files.list(published)) {
            for (Path each : files.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(twoDaysAgo().minusSeconds(1)));
            }
        }
    }

    private List<String> there(Role role) throws IOException {
        try (Stream<Path> files = Files.list(published)) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> name.endsWith(role.fileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void what_was_replaced_long_ago_goes_and_roots_stay() throws IOException {
        publish(clocked());
        clocked().change(now -> repository.author.withTrust(now, repository.keys.trust()));
        publish(clocked());
        repository.clock.pass(TWO_DAYS.plusSeconds(1));
        publish(clocked());
        publish(clocked());
        clocked().deleteReplaced(twoDaysAgo());
        long snapshot = clocked().read().readSnapshot().header().version();
        assertThat(there(Role.SNAPSHOT))
                .containsExactly(
                        (snapshot - 2) + ".snapshot.json",
                        (snapshot - 1) + ".snapshot.json",
                        snapshot + ".snapshot.json");
        assertThat(there(Role.TARGETS)).hasSize(3);
        assertThat(there(Role.ROOT)).containsExactly("1.root.json", "2.root.json");
        assertThat(device(folder.resolve("new")).refresh().byPath()).containsOnlyKeys(FIRST.path());
        repository.clock.pass(Duration.ofDays(1_000));
        clocked().deleteReplaced(twoDaysAgo());
        assertThat(there(Role.SNAPSHOT)).as("what is current is as old").containsExactly(snapshot + ".snapshot.json");
    }

    /** What it reads was the newest for a month, until it had the timestamp that leads there. */
    @Test
    void a_device_in_the_middle_of_its_run_finds_the_rest() throws IOException {
        publish(clocked());
        repository.clock.pass(Duration.ofDays(30));
        clocked().change(repository.author::withTimestampRenewed);
        TrustStore store = new TrustStore(folder.resolve("slow"), DurableFiles.onDisk());
        store.begin(Files.readAllBytes(published.resolve("1.root.json")));
        UpdateClient slow = new UpdateClient(
                store,
                name -> {
                    Optional<InputStream> found = open(name);
                    if (name.equals("timestamp.json")) {
                        publish(clocked());
                        repository.clock.pass(TWO_DAYS.dividedBy(4));
                        publish(clocked());
                        clocked().deleteReplaced(twoDaysAgo());
                    }
                    return found;
                },
                Limits.USUAL,
                repository.clock);
        assertThat(slow.refresh().byPath()).containsOnlyKeys(FIRST.path());
        assertThat(there(Role.TARGETS)).as("the control: something went").doesNotContain("1.targets.json");
    }

    @Test
    void a_stop_in_the_middle_of_it_costs_no_device_anything() throws IOException {
        int stoppedAt = 0;
        boolean ended = false;
        while (!ended) {
            publish(clocked());
            publish(clocked());
            repository.clock.pass(TWO_DAYS.plusSeconds(1));
            clocked().change(repository.author::withTimestampRenewed);
            StoppingFiles files = new StoppingFiles(++stoppedAt);
            try {
                directory(files).deleteReplaced(twoDaysAgo());
                ended = true;
            } catch (Stopped crashed) {
                files.loseWhatWasNotForced();
                age();
            }
            assertThat(device(folder.resolve("after" + stoppedAt)).refresh().byPath())
                    .containsOnlyKeys(FIRST.path());
            clocked().deleteReplaced(twoDaysAgo());
            assertThat(there(Role.TARGETS)).as("the one before may stay").hasSizeLessThan(3);
        }
        assertThat(stoppedAt).isGreaterThan(4);
    }

    @Test
    void a_disk_that_is_full_of_them_is_not_emptied_in_one_go() throws IOException {
        Path old = Files.createDirectory(folder.resolve("old"));
        int many = OldVersions.MOST_AT_ONCE + 10;
        for (int version = 1; version <= many; version++) {
            Path file = Files.createFile(old.resolve(version + ".targets.json"));
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
        OldVersions versions = new OldVersions(old, DurableFiles.onDisk());
        versions.delete(Role.TARGETS, many, Instant.EPOCH.plusSeconds(1));
        assertThat(old.resolve(OldVersions.MOST_AT_ONCE + ".targets.json")).doesNotExist();
        assertThat(old.resolve((OldVersions.MOST_AT_ONCE + 1) + ".targets.json"))
                .exists();
        versions.delete(Role.TARGETS, many, Instant.EPOCH.plusSeconds(1));
        assertThat(old.resolve(many + ".targets.json")).exists();
        assertThat(old.resolve((many - 1) + ".targets.json")).doesNotExist();
        assertThatThrownBy(() -> versions.delete(Role.ROOT, 2, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Somebody who may write here, and who knows where the account of the application keeps its keys. */
    @Test
    void what_is_written_goes_through_no_link() throws IOException {
        Path key = Files.writeString(folder.resolve("root.pem"), "a key");
        Files.createSymbolicLink(published.resolve("timestamp.json.next"), key);
        publish(directory(DurableFiles.onDisk()));
        assertThat(key).hasContent("a key");
        assertThat(device(folder.resolve("new")).refresh().byPath()).containsOnlyKeys(FIRST.path());
        Files.delete(published.resolve(".lock"));
        Files.createSymbolicLink(published.resolve(".lock"), folder.resolve("made"));
        assertThatThrownBy(() -> directory(DurableFiles.onDisk()).read()).isInstanceOf(IOException.class);
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void what_is_read_is_a_file_that_stands_there() throws IOException {
        Path timestamp = published.resolve("timestamp.json");
        Path elsewhere = Files.move(timestamp, folder.resolve("timestamp.json"));
        Files.createSymbolicLink(timestamp, elsewhere);
        assertThatThrownBy(() -> directory(DurableFiles.onDisk()).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a link");
        assertThat(PlainFile.read(elsewhere, (int) Files.size(elsewhere))).isEqualTo(Files.readAllBytes(elsewhere));
        assertThatThrownBy(() -> PlainFile.read(elsewhere, 10)).hasMessageContaining("more than 10 bytes");
    }
}

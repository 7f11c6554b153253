package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(60_000);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private Journal journal() throws IOException {
        return new Journal(folder.resolve("journal.json"), DurableFiles.onDisk());
    }

    private static Report refused(int rollout) {
        return new Report(
                new JobId(new UUID(9, rollout).toString(), 1), State.REFUSED, "2.0.3", "BUSY", 0, Instant.EPOCH);
    }

    @Test
    void an_end_that_is_not_told_is_not_forgotten_for_others() throws IOException {
        Journal journal = journal();
        journal.end(refused(0));
        for (int other = 1; other <= 2 * Journal.MOST_KNOWN; other++) {
            journal.end(refused(other));
            journal.sent(refused(other));
        }
        assertThat(journal().unsent()).containsExactly(refused(0));
        assertThat(IntStream.rangeClosed(0, 2 * Journal.MOST_KNOWN)
                        .filter(each ->
                                journal.last(new UUID(9, each).toString()).isPresent()))
                .hasSize(Journal.MOST_KNOWN);
    }

    @Test
    void with_too_many_ends_untold_an_offer_stays_with_the_broker_until_one_is() throws IOException {
        bench.make(folder);
        Journal journal = journal();
        IntStream.range(0, Journal.MOST_KNOWN).forEach(each -> end(journal, each));
        bench.platformAway = true;
        DeviceAgent agent = bench.agent(folder, DurableFiles.onDisk());
        agent.start();
        assertThatThrownBy(() -> agent.offer(bench.offer()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not told yet");
        bench.platformAway = false;
        agent.offer(bench.offer());
        assertThat(bench.last().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.reports.subList(0, Journal.MOST_KNOWN))
                .isEqualTo(IntStream.range(0, Journal.MOST_KNOWN)
                        .mapToObj(JournalTest::refused)
                        .toList());
    }

    private static void end(Journal journal, int rollout) {
        try {
            journal.end(refused(rollout));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A disk that fails in the middle leaves an attempt open; a later one comes meanwhile, and then the first again. */
    @Test
    void a_later_attempt_that_finds_the_device_busy_does_not_answer_for_the_open_one() throws IOException {
        bench.make(folder);
        DeviceAgent agent = bench.agent(folder, DurableFiles.onDisk());
        agent.start();
        bench.selfTest = (image, version) -> {
            throw new IllegalStateException("power");
        };
        assertThatThrownBy(() -> agent.offer(bench.offer(1, ""))).isInstanceOf(IllegalStateException.class);
        bench.selfTest = (image, version) -> true;
        agent.offer(bench.offer(2, ""));
        assertThat(bench.last().code()).isEqualTo("BUSY");
        agent.offer(bench.offer(1, ""));
        assertThat(bench.last().job().attempt()).isEqualTo(1);
        assertThat(bench.last().state()).isEqualTo(State.VERIFIED);
        agent.offer(bench.offer(2, ""));
        assertThat(bench.last().job().attempt()).isEqualTo(2);
        assertThat(bench.last().code()).isEqualTo("BUSY");
    }

    @Test
    void what_cannot_be_written_is_not_remembered_either() throws IOException {
        Files.createDirectories(folder);
        Journal journal = new Journal(folder.resolve("journal.json"), new FullOnceFiles(1));
        assertThatThrownBy(() -> journal.begin(Wire.offer(bench.offer()))).isInstanceOf(IOException.class);
        assertThat(journal.open()).isEmpty();
    }

    @Test
    void one_that_is_damaged_says_so() throws IOException {
        for (String damaged : List.of("", "[1", "{\"open\":{\"rollout\":7}}", "{\"ended\":[{}]}")) {
            Files.writeString(folder.resolve("journal.json"), damaged);
            assertThatThrownBy(this::journal)
                    .as(damaged)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("repaired");
        }
    }
}

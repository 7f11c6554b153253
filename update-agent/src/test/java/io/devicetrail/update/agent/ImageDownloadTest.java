package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.StoppingFiles;
import io.devicetrail.update.metadata.StoppingFiles.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server with the faults that servers have. */
class ImageDownloadTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private Report offered() throws IOException {
        bench.device(folder).offer(bench.offer());
        return bench.last();
    }

    @Test
    void a_download_that_breaks_off_goes_on_where_it_was() throws IOException {
        bench.server.breaksAfter = 120_000;
        assertThat(offered().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.server.asked).hasSize(3).first().isEqualTo("all");
        assertThat(bench.server.asked.subList(1, 3)).allMatch(each -> each.startsWith("bytes="));
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429, 500, 404})
    void a_server_that_is_busy_when_asked_to_go_on_does_not_cost_what_is_there(int status) throws IOException {
        bench.server.breaksAfter = 120_000;
        bench.server.busy = status;
        bench.server.busyFor = 3;
        assertThat(offered().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.server.asked).hasSize(6).first().isEqualTo("all");
        assertThat(bench.server.asked.subList(1, 6)).allMatch(each -> each.startsWith("bytes="));
    }

    @Test
    void a_range_that_the_server_does_not_have_means_another_image() throws IOException {
        bench.server.breaksAfter = 200_000;
        bench.server.busy = 416;
        bench.server.busyFor = 1;
        assertThat(offered().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.server.asked).hasSize(4);
        assertThat(bench.server.asked.get(1)).startsWith("bytes=");
        assertThat(bench.server.asked.get(2)).isEqualTo("all");
    }

    /** The pieces would be of two images. */
    @Test
    void where_the_image_has_changed_meanwhile_it_is_fetched_anew() throws IOException {
        bench.server.breaksAfter = 299_999;
        bench.server.etagPerAnswer = true;
        assertThat(offered().state()).isEqualTo(State.FAILED);
        assertThat(bench.server.asked).first().isEqualTo("all");
        assertThat(bench.server.asked.get(1)).startsWith("bytes=");
        bench.server.breaksAfter = Integer.MAX_VALUE;
        bench.reports.clear();
        DeviceAgent agent = bench.agent(folder, DurableFiles.onDisk());
        agent.start();
        agent.offer(bench.offer(2, ""));
        assertThat(bench.last().state()).isEqualTo(State.VERIFIED);
    }

    @Test
    void a_server_without_ranges_is_read_from_the_beginning() throws IOException {
        bench.server.knowsRanges = false;
        assertThat(offered().state()).isEqualTo(State.VERIFIED);
    }

    @Test
    void after_a_power_cut_what_was_forced_is_not_fetched_again() throws IOException {
        bench.make(folder);
        int step = 1;
        while (!Files.exists(folder.resolve("download/part.json"))) {
            try {
                StoppingFiles files = new StoppingFiles(step++);
                DeviceAgent agent = bench.agent(folder, files);
                agent.start();
                agent.offer(bench.offer());
                Assertions.fail("it was through before anything was forced");
            } catch (Stopped power) {
                continue;
            }
        }
        bench.server.asked.clear();
        assertThat(offered().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.server.asked).hasSize(1).allMatch(each -> each.matches("bytes=\\d{6}-"));
    }

    /** What lies on the disk is not trusted any more than what comes over the wire. */
    @Test
    void a_part_that_was_altered_on_the_disk_is_fetched_anew() throws IOException {
        bench.make(folder);
        int step = 1;
        while (!Files.exists(folder.resolve("download/part.json"))) {
            try {
                DeviceAgent agent = bench.agent(folder, new StoppingFiles(step++));
                agent.start();
                agent.offer(bench.offer());
            } catch (Stopped power) {
                continue;
            }
        }
        Path part = folder.resolve("download/image.part");
        byte[] altered = Files.readAllBytes(part);
        altered[5] ^= 1;
        Files.write(part, altered);
        bench.server.asked.clear();
        assertThat(offered().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.server.asked).hasSize(2).last().isEqualTo("all");
    }

    @Test
    void a_server_that_brings_no_byte_more_is_given_up_after_a_bounded_number_of_attempts() throws IOException {
        bench.server.breaksAfter = 0;
        Report last = offered();
        assertThat(last.state()).isEqualTo(State.FAILED);
        assertThat(last.code()).isEqualTo("DOWNLOAD_FAILED");
        assertThat(bench.server.asked).hasSize(ImageDownload.MOST_IDLE);
    }

    @Test
    void a_server_that_begins_anew_each_time_is_not_followed_for_ever() throws IOException {
        bench.server.knowsRanges = false;
        bench.server.breaksAfter = 1000;
        assertThat(offered().code()).isEqualTo("DOWNLOAD_FAILED");
        assertThat(bench.server.asked).hasSizeLessThanOrEqualTo(ImageDownload.MOST_ATTEMPTS);
    }

    @Test
    void a_server_that_is_silent_in_the_middle_is_left() throws IOException {
        bench.silence = Duration.ofMillis(200);
        bench.server.silent = true;
        bench.server.breaksAfter = 0;
        assertThat(offered().code()).isEqualTo("DOWNLOAD_FAILED");
    }

    @Test
    void an_image_that_is_too_short_is_refused() throws IOException {
        bench.server.serve(bench.target, Arrays.copyOf(bench.image, bench.image.length - 1));
        assertThat(offered().code()).isEqualTo("TARGET_TRUNCATED");
    }

    @Test
    void an_image_with_a_byte_too_many_is_refused() throws IOException {
        bench.server.serve(bench.target, Arrays.copyOf(bench.image, bench.image.length + 1));
        assertThat(offered().code()).isEqualTo("TARGET_TOO_LONG");
    }

    @Test
    void an_altered_image_is_refused_and_nothing_of_it_kept() throws IOException {
        byte[] altered = bench.image.clone();
        altered[200_000] ^= 1;
        bench.server.serve(bench.target, altered);
        assertThat(offered().code()).isEqualTo("TARGET_ALTERED");
        assertThat(folder.resolve("download/image.part")).doesNotExist();
        assertThat(folder.resolve("slots/b/slot.json")).doesNotExist();
    }
}

package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.StoppingFiles;
import io.devicetrail.update.metadata.StoppingFiles.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the slot that runs is damaged: what is started instead, and what is said of it. */
class FallBackTest {

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

    private void damage(Slot slot) throws IOException {
        Files.write(folder.resolve("slots/" + slot + "/image"), new byte[3]);
    }

    private DeviceAgent again() throws IOException {
        DeviceAgent agent = bench.agent(folder, DurableFiles.onDisk());
        agent.start();
        return agent;
    }

    private void lost(Report report, int attempt) {
        assertThat(report.job().attempt()).isEqualTo(attempt);
        assertThat(report.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(report.code()).isEqualTo("SLOT_DAMAGED");
        assertThat(report.version()).isEqualTo(Bench.OLD_VERSION);
    }

    @Test
    void an_update_whose_slot_is_damaged_after_it_was_verified_is_told_as_taken_back() throws IOException {
        bench.device(folder).offer(bench.offer());
        damage(Slot.b);
        bench.reports.clear();
        DeviceAgent agent = again();
        assertThat(agent.runs().sha256()).isEqualTo(bench.oldSha256());
        assertThat(bench.reports).hasSize(1);
        lost(bench.last(), 1);
        agent.offer(bench.offer());
        lost(bench.last(), 1);
        // A later attempt brings it back, and is not taken for the lost one at the next start.
        agent.offer(bench.offer(2, ""));
        again();
        again().offer(bench.offer(2, ""));
        assertThat(bench.last().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.last().version()).isEqualTo("2.1.0");
    }

    @Test
    void what_was_answered_with_running_already_is_taken_back_as_well() throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer());
        agent.offer(bench.offer(2, ""));
        assertThat(bench.last().code()).isEqualTo("ALREADY_RUNNING");
        damage(Slot.b);
        again().offer(bench.offer(2, ""));
        lost(bench.last(), 2);
    }

    @Test
    void a_slot_that_cannot_be_read_is_damaged() throws IOException {
        bench.device(folder).offer(bench.offer());
        Path image = folder.resolve("slots/b/image");
        Files.delete(image);
        Files.createDirectory(image);
        assertThat(again().runs().sha256()).isEqualTo(bench.oldSha256());
        lost(bench.last(), 1);
    }

    @Test
    void an_image_that_failed_its_self_test_is_nothing_to_fall_back_to() throws IOException {
        bench.selfTest = (image, version) -> false;
        bench.device(folder).offer(bench.offer());
        assertThat(bench.last().state()).isEqualTo(State.ROLLED_BACK);
        damage(Slot.a);
        assertThatThrownBy(this::again).isInstanceOf(IOException.class).hasMessageContaining("repaired");
    }

    /** And the report does not say that the old one runs where another does. */
    @Test
    void it_is_not_started_either_where_the_old_image_is_damaged_during_the_trial() throws IOException {
        bench.selfTest = (image, version) -> {
            damageQuietly();
            return false;
        };
        DeviceAgent agent = bench.device(folder);
        assertThatThrownBy(() -> agent.offer(bench.offer()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("repaired");
        assertThat(bench.reports).extracting(Report::state).doesNotContain(State.ROLLED_BACK, State.VERIFIED);
    }

    private void damageQuietly() {
        try {
            damage(Slot.a);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_image_that_was_never_tried_is_nothing_to_fall_back_to() throws IOException {
        bench.server.breaksAfter = 30_000;
        bench.make(folder);
        DeviceAgent agent = new DeviceAgent(
                folder,
                Bench.MADE,
                new DeviceAgent.Surroundings(
                        DurableFiles.onDisk(),
                        new HttpServerSide(bench.http, bench.server.address(), Duration.ofSeconds(9)),
                        (image, version) -> true,
                        bench.repository.clock,
                        time -> bench.repository.clock.pass(Duration.ofHours(2)),
                        20_000),
                bench.reports::add);
        agent.start();
        agent.offer(bench.offer(
                1, ",\"windows\":[{\"days\":[\"mon\"],\"from\":\"08:00\",\"to\":\"09:00\",\"zone\":\"UTC\"}]"));
        assertThat(bench.last().code()).isEqualTo("OUTSIDE_WINDOW");
        damage(Slot.a);
        assertThatThrownBy(this::again).isInstanceOf(IOException.class).hasMessageContaining("repaired");
    }

    @Test
    void a_power_cut_at_any_step_of_a_fall_back_leaves_the_same_end() throws IOException {
        int step = 0;
        boolean cut = true;
        while (cut) {
            Path device = folder.resolve("device" + ++step);
            bench.device(device).offer(bench.offer());
            Files.write(device.resolve("slots/b/image"), new byte[3]);
            bench.reports.clear();
            StoppingFiles files = new StoppingFiles(step);
            try {
                bench.agent(device, files).start();
                cut = false;
            } catch (Stopped power) {
                files.loseWhatWasNotForced();
            }
            DeviceAgent agent = bench.agent(device, DurableFiles.onDisk());
            agent.start();
            agent.offer(bench.offer());
            assertThat(bench.reports).as("cut at step %d", step).allSatisfy(each -> lost(each, 1));
            assertThat(agent.runs().sha256()).isEqualTo(bench.oldSha256());
        }
        assertThat(List.of(step)).allMatch(each -> each > 8);
    }
}

package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.StoppingFiles;
import io.devicetrail.update.metadata.StoppingFiles.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The power is cut at every step that touches the disk, one after the other, and once more while that is mended. */
class PowerCutTest {
    /** Fewer would mean that the steps are no longer those of the whole update. */
    private static final int LEAST_STEPS = 45;

    /** Three pieces that are forced each for itself. */
    private static final int LENGTH = 60_000;

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(LENGTH);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @ParameterizedTest(name = "the new image works: {0}, the disk loses what was not forced: {1}")
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void a_device_always_runs_a_whole_image_and_reports_the_right_end(boolean works, boolean loses) throws IOException {
        long seed = System.nanoTime();
        System.out.println("power cuts, seed " + seed);
        Random random = new Random(seed);
        bench.selfTest = (image, version) -> works;
        int step = 0;
        boolean cut = true;
        while (cut) {
            Path device = folder.resolve("device" + ++step);
            bench.make(device);
            bench.reports.clear();
            cut = runUntilCut(device, step, loses);
            runUntilCut(device, 1 + random.nextInt(LEAST_STEPS), loses);
            check(device, works, "cut at step %d, seed %d".formatted(step, seed));
        }
        assertThat(step).isGreaterThan(LEAST_STEPS);
    }

    /** True if it was cut before it was through. */
    private boolean runUntilCut(Path device, int step, boolean loses) throws IOException {
        StoppingFiles files = new StoppingFiles(step);
        try {
            DeviceAgent agent = bench.agent(device, files);
            agent.start();
            agent.offer(bench.offer());
            return false;
        } catch (Stopped power) {
            if (loses) {
                files.loseWhatWasNotForced();
            }
            return true;
        }
    }

    private void check(Path device, boolean works, String when) throws IOException {
        DeviceAgent agent = bench.agent(device, DurableFiles.onDisk());
        agent.start();
        // Whatever the broker did not have acknowledged it sends again.
        agent.offer(bench.offer());
        Report last = bench.last();
        assertThat(last.state()).as(when).isEqualTo(works ? State.VERIFIED : State.ROLLED_BACK);
        assertThat(last.version()).as(when).isEqualTo(works ? "2.1.0" : Bench.OLD_VERSION);
        assertThat(agent.runs().sha256()).as(when).isEqualTo(works ? bench.target.sha256() : bench.oldSha256());
        // What the device says of itself is what a start finds.
        DeviceAgent again = bench.agent(device, DurableFiles.onDisk());
        again.start();
        assertThat(again.runs()).as(when).isEqualTo(agent.runs());
        assertThat(bench.reports.stream().filter(each -> each.state().isLast()))
                .as(when)
                .allSatisfy(each -> assertThat(each.state()).isEqualTo(last.state()));
    }
}

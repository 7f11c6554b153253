package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DurableFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device as its own process, killed without warning (kill -9) at random moments of an update. */
class KilledAgentTest {
    private static final int KILLS = 6;
    /** An update on this machine's disk takes about as long from the start of the process on. */
    private static final int LATEST_MILLIS = 600;

    private static final int PATIENCE_SECONDS = 60;

    @Test
    void whenever_it_is_killed_the_next_start_brings_the_update_to_its_end(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("kill -9 at random moments, seed " + seed);
        Random random = new Random(seed);
        try (Bench bench = new Bench()) {
            Path offer = Files.write(folder.resolve("offer.json"), bench.offer());
            Path device = folder.resolve("device");
            bench.make(device);
            for (int kills = 0; kills < KILLS; kills++) {
                killedAfter(random.nextInt(LATEST_MILLIS), device, bench, offer, folder);
                // Whatever it was at: what the boot loader would fall back to is whole.
                Slots slots = new Slots(device.resolve("slots"), DurableFiles.onDisk());
                Slot active = new BootLoader(device.resolve("boot.json"), slots, DurableFiles.onDisk())
                        .record()
                        .active();
                assertThat(slots.whole(active))
                        .as("seed %d, kill %d", seed, kills)
                        .isPresent();
            }
            DeviceAgent agent = bench.agent(device, DurableFiles.onDisk());
            agent.start();
            agent.offer(bench.offer());
            assertThat(bench.last().state()).as("seed %d", seed).isIn(State.VERIFIED, State.ROLLED_BACK);
            // Killed three times between a start and its self-test, a trial is given up: that is right as well.
            assertThat(agent.runs().sha256())
                    .isEqualTo(bench.last().state() == State.VERIFIED ? bench.target.sha256() : bench.oldSha256());
        }
    }

    private static void killedAfter(int millis, Path device, Bench bench, Path offer, Path folder)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAgent.class.getName(),
                        device.toString(),
                        bench.server.address().toString(),
                        offer.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("killed.log").toFile()))
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as(() -> log(folder)).isEqualTo("on");
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            assertThat(process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolve("killed.log"));
        } catch (IOException none) {
            return none.toString();
        }
    }
}

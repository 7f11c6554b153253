package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A device as a process of its own, for a test to kill: takes the offer in the file, over and over, and tells its ends.
 */
final class KilledAgent {
    private KilledAgent() {}

    /** @param args directory of the device, address of updates, file with the offer */
    public static void main(String[] args) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var around = new DeviceAgent.Surroundings(
                    DurableFiles.onDisk(),
                    new HttpServerSide(http, URI.create(args[1]), HttpServerSide.SILENCE),
                    (image, version) -> true,
                    new MovableClock(Instant.parse("2026-11-23T08:00:00Z")),
                    time -> {},
                    10_000);
            DeviceAgent agent = new DeviceAgent(Path.of(args[0]), Bench.MADE, around, report -> {});
            System.out.println("on");
            agent.start();
            agent.offer(Files.readAllBytes(Path.of(args[2])));
            System.out.println("done");
        }
    }
}

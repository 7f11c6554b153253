package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.shared.LogPulse;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/**
 * PostgreSQL hangs: it is stopped by a signal, so connections are taken and nothing is answered. That is harder than a
 * server that is gone.
 */
@Requirement("Annex 11 s.16")
@ResourceLock(SharedParts.POSTGRES)
class PostgresAwayTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Api api = Api.shared();

    @Test
    void commandsAreRefusedAtOnceAndGoOnByThemselves() throws Exception {
        LogPulse pulse = api.instance().context().getBean(LogPulse.class);
        Plant plant = Plant.of(api, "pg-away");
        String device = plant.active("P-1");
        String key = api.done(
                        "issueApiKey",
                        Map.of(
                                "tenant",
                                plant.tenant(),
                                "name",
                                "MES",
                                "roles",
                                List.of("operator"),
                                "expiresAt",
                                Instant.now().plus(Duration.ofDays(1)).toString(),
                                "reason",
                                "line 1 goes live"))
                .path("secret")
                .asString();
        Map<String, Object> tag =
                Plant.with(Plant.because(device), Map.of("name", "made", "value", "while it was away"));
        signal("STOP");
        try {
            long begun = System.nanoTime();
            await().pollInterval(Duration.ofMillis(10)).until(() -> !pulse.beats());
            assertThat(since(begun)).as("until it is known").isLessThan(SOON.plusMillis(500));

            begun = System.nanoTime();
            JsonNode refused = api.answer("mutations", "tagDevice", Map.of("input", tag));
            assertThat(since(begun)).as("until it is refused").isLessThan(SOON);
            JsonNode error = refused.path("errors").path(0);
            assertThat(error.path("extensions").path("code").asString()).isEqualTo("LOG_UNAVAILABLE");
            assertThat(error.path("message").asString()).contains("nothing was sent", "Repeat shortly");

            HttpResponse<String> machine = api.send(HttpRequest.newBuilder(api.graphql())
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ log { head } }\"}")));
            assertThat(machine.statusCode()).as("a good key is not refused").isEqualTo(503);
            assertThat(machine.headers().firstValue("Retry-After")).isPresent();
            assertThat(machine.headers().firstValue("WWW-Authenticate")).isEmpty();
            assertThat(machine.body()).contains("LOG_UNAVAILABLE", "Keep the key");

            HttpResponse<String> export = api.get(Cast.AUDITOR, "/audit-export?tenant=pg-away&format=jsonl");
            assertThat(export.statusCode()).as(export.body()).isEqualTo(503);
            assertThat(export.headers().firstValue("Retry-After")).isPresent();
            assertThat(export.body()).contains("LOG_UNAVAILABLE");
        } finally {
            signal("CONT");
        }
        await().atMost(Duration.ofSeconds(20)).until(pulse::beats);
        assertThat(api.auditTrail("pg-away", device))
                .as("what was refused was not stored")
                .noneMatch(edge -> edge.path("node").path("field").asString().equals("tags.made"));
        api.done("tagDevice", tag);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Its first process and all below it; that of another instance, which another test may run, is another folder. */
    private void signal(String name) throws IOException, InterruptedException {
        String folder = api.instance().home().toString();
        List<ProcessHandle> first = ProcessHandle.current()
                .descendants()
                .filter(process -> commandLine(process.pid()).contains("bin/postgres")
                        && commandLine(process.pid()).contains(folder))
                .toList();
        List<String> servers = first.stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> Long.toString(process.pid()))
                .distinct()
                .toList();
        assertThat(servers).as("processes of the embedded PostgreSQL").hasSizeGreaterThan(2);
        for (String server : servers) {
            new ProcessBuilder("kill", "-" + name, server).start().waitFor();
        }
    }

    private static String commandLine(long process) {
        try {
            return Files.readString(Path.of("/proc/" + process + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

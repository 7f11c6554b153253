package io.devicetrail.app.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running instance for a replay and follows it. */
public final class ReplayClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI http;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param token access token of a platform administrator */
    public ReplayClient(URI http, String token) {
        this.http = http;
        this.token = token;
    }

    /** How one read model came out, as the instance tells it. */
    public record Outcome(
            String readModel, long position, String digestBefore, String digestAfter, boolean equal, double seconds) {}

    /** Hears how far the rebuild of a read model is. */
    public interface Progress {
        void at(String readModel, long position, long head);

        /** The replay came out as told, but the log does not have that. */
        default void notOnRecord() {}
    }

    /**
     * @param reason why, for the audit trail
     * @throws ReplayRefusedException if the instance refuses or the connection breaks
     */
    public List<Outcome> replay(String reason, Progress progress) {
        HttpRequest request = HttpRequest.newBuilder(http.resolve("/operations/replay"))
                .header(ReplayController.HEADER, ReplayController.REPLAY)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("reason", reason))))
                .build();
        try {
            HttpResponse<java.io.InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() != 200) {
                    throw new ReplayRefusedException(refusal(response.statusCode(), lines));
                }
                return follow(lines, progress);
            }
        } catch (IOException e) {
            throw new ReplayRefusedException("The instance at " + http + " broke off: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayRefusedException("Interrupted; the instance goes on with the replay.");
        }
    }

    private static String refusal(int status, BufferedReader body) {
        String otherwise = "The instance answered " + status + ".";
        try {
            return JSON.readTree(body).path("detail").asString(otherwise);
        } catch (JacksonException e) {
            return otherwise;
        }
    }

    private static List<Outcome> follow(BufferedReader lines, Progress progress) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode said = JSON.readTree(line);
            if (said.has("outcomes")) {
                if (!said.path("onRecord").asBoolean()) {
                    progress.notOnRecord();
                }
                return JSON.convertValue(said.path("outcomes"), new TypeReference<List<Outcome>>() {});
            }
            if (said.has("error")) {
                throw new ReplayRefusedException(said.path("error").asString());
            }
            progress.at(
                    said.path("readModel").asString(),
                    said.path("position").asLong(),
                    said.path("head").asLong());
        }
        throw new ReplayRefusedException("The instance stopped before the replay was done; run it again.");
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.devicetrail.app.rotation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running instance to rotate the ledger's keys. */
public final class KeyRotationClient implements AutoCloseable {
    /** More than the log and the ledger are given to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI http;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param token access token of a platform administrator */
    public KeyRotationClient(URI http, String token) {
        this.http = http;
        this.token = token;
    }

    /** The instance refused; the message says why. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** @throws Refused if the instance refuses */
    public RotatedKeys rotate(String reason) throws IOException, InterruptedException {
        return rotate(reason, null);
    }

    /**
     * @param tokenKey label of the new key in the token; null where the keys are in none
     * @throws Refused if the instance refuses
     */
    public RotatedKeys rotate(String reason, @Nullable String tokenKey) throws IOException, InterruptedException {
        Map<String, String> asked = new HashMap<>(Map.of("reason", reason));
        if (tokenKey != null) {
            asked.put("tokenKey", tokenKey);
        }
        HttpRequest request = HttpRequest.newBuilder(http.resolve(KeyRotationController.PATH))
                .timeout(PATIENCE)
                .header(KeyRotationController.HEADER, KeyRotationController.ROTATE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("User-Agent", "devicetrail-cli")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(asked)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200) {
            return JSON.readValue(response.body(), RotatedKeys.class);
        }
        JsonNode problem = JSON.readTree(response.body());
        throw new Refused(problem.path("detail").asString("the instance answered " + response.statusCode()));
    }

    @Override
    public void close() {
        client.close();
    }
}

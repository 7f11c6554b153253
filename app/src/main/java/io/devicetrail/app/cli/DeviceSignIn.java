package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs in whoever sits at the terminal, in a browser of theirs (device code, RFC 8628). No password passes the
 * terminal, and nothing is kept: the token is good for minutes.
 */
final class DeviceSignIn {
    private static final String CLIENT = "devicetrail-cli";
    private static final String SCOPE = "devicetrail";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** More than any issuer asks for between two questions. */
    private static final long LONGEST_INTERVAL_SECONDS = 60;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI http;
    private final PrintStream talk;

    DeviceSignIn(URI http, PrintStream talk) {
        this.http = http;
        this.talk = talk;
    }

    /** @throws StartFailure if nobody signs in, or the instance refuses */
    String token() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            JsonNode code = post(client, "/identity/device-authorization", Map.of("client_id", CLIENT, "scope", SCOPE));
            if (!code.has("device_code")) {
                throw refused(code);
            }
            talk.println(
                    "To say who you are, open " + code.path("verification_uri").asString());
            talk.println("and enter " + code.path("user_code").asString());
            talk.flush();
            return awaited(client, code);
        } catch (IOException away) {
            throw new StartFailure(
                    "The instance at " + http + " did not answer: " + away.getMessage(), "See that it runs", away);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while waiting for the sign-in", "Start again");
        }
    }

    private String awaited(HttpClient client, JsonNode code) throws IOException, InterruptedException {
        long interval = Math.clamp(code.path("interval").asLong(5), 1, LONGEST_INTERVAL_SECONDS);
        long end = System.nanoTime()
                + Duration.ofSeconds(code.path("expires_in").asLong()).toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (System.nanoTime() - end < 0 && !never.await(interval, TimeUnit.SECONDS)) {
            JsonNode answer = post(
                    client,
                    "/identity/token",
                    Map.of(
                            "grant_type",
                            GRANT,
                            "client_id",
                            CLIENT,
                            "device_code",
                            code.path("device_code").asString()));
            String error = answer.path("error").asString("");
            if (answer.has("access_token")) {
                return answer.path("access_token").asString();
            } else if (error.equals("slow_down")) {
                interval = Math.min(interval + 5, LONGEST_INTERVAL_SECONDS);
            } else if (!error.equals("authorization_pending")) {
                throw refused(answer);
            }
        }
        throw new StartFailure("Nobody signed in while the code was good", "Start again");
    }

    private static StartFailure refused(JsonNode answer) {
        return new StartFailure(
                "The sign-in was refused: "
                        + answer.path("error_description")
                                .asString(answer.path("error").asString("unknown")),
                "Start again");
    }

    private JsonNode post(HttpClient client, String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(http.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", CLIENT)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException(path + " answered " + response.statusCode(), e);
        }
    }
}

package io.devicetrail.app.alerts;

import io.devicetrail.audit.http.WholeAnswer;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Posts alerts to the one address that is set. It follows no redirect: nobody else is told. */
@Component
@ConditionalOnProperty("devicetrail.alerts.webhook")
class Webhook {
    /** For a whole exchange: with the commit before it, an alert is there within five seconds or tried again. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final URI address;
    private final @Nullable Path tokenFile;
    private final JsonMapper json;

    Webhook(AlertSettings settings, JsonMapper json) {
        this.address = Objects.requireNonNull(settings.webhook());
        this.tokenFile = settings.tokenFile();
        this.json = json;
    }

    /** @throws IOException if the receiver did not take it, with anything but a 2xx */
    void post(Alert alert) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "devicetrail")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(alert)));
        if (tokenFile != null) {
            request.header(
                    "Authorization", "Bearer " + Files.readString(tokenFile).strip());
        }
        HttpResponse<byte[]> answer;
        try {
            answer = WholeAnswer.to(client, request.build(), PATIENCE, WholeAnswer.SHORT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the receiver of alerts, " + address.getHost() + ", answered " + answer.statusCode());
        }
    }

    @PreDestroy
    void close() {
        client.close();
    }
}

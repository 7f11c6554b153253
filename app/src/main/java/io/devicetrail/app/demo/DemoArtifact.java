package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/** A file as a program brings it, by tus 1.0: announced, then sent in one piece. */
record DemoArtifact(String sha256, int size) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int TAKEN = 204;

    /** @throws DemoFailure if it was not taken */
    static DemoArtifact upload(DemoPlatform platform, GraphQlClient api, String name, byte[] image) {
        String sha256 = sha256(image);
        String token = api.token(Role.SITE_ENGINEER);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> announced = http.send(
                    request(platform.http().resolve("/artifacts?tenant=" + Registration.TENANT), token)
                            .header("Upload-Length", Integer.toString(image.length))
                            .header(
                                    "Upload-Metadata",
                                    "filename " + base64(name) + ",filetype " + base64("application/octet-stream")
                                            + ",sha256 " + base64(sha256))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            require(announced, CREATED);
            String address = announced.headers().firstValue("Location").orElseThrow();
            HttpResponse<String> sent = http.send(
                    request(platform.http().resolve(address), token)
                            .header("Upload-Offset", "0")
                            .header("Content-Type", "application/offset+octet-stream")
                            .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(image))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            require(sent, TAKEN);
            return new DemoArtifact(sha256, image.length);
        } catch (IOException silent) {
            throw new DemoFailure("the artifact could not be sent", silent);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", stop);
        }
    }

    private static HttpRequest.Builder request(URI address, String token) {
        return HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Tus-Resumable", "1.0.0");
    }

    private static void require(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new DemoFailure("the artifact was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new DemoFailure("every JDK has SHA-256", impossible);
        }
    }
}

package io.devicetrail.app.instance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Somebody who uploads artifacts by tus, rightly or not. */
public final class Uploads {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int OK = 204;

    private final String http;
    private final @Nullable String token;

    /** @param http the application's address */
    public Uploads(String http, @Nullable String token) {
        this.http = http;
        this.token = token;
    }

    /** The artifact's id, once it is on record. */
    public String uploaded(String tenant, byte[] bytes, String name) {
        HttpResponse<String> begun = begin(tenant, bytes.length, name, "application/octet-stream", hash(bytes));
        HttpResponse<String> whole = piece(
                begun.headers().firstValue("Location").orElseThrow(() -> new AssertionError(begun.body())), 0, bytes);
        if (whole.statusCode() != OK) {
            throw new AssertionError(whole.body());
        }
        return whole.headers().firstValue("Devicetrail-Artifact").orElseThrow();
    }

    public HttpResponse<String> begin(String tenant, long size, String name, String type, String sha256) {
        return send(request("/artifacts?tenant=" + tenant)
                .header("Upload-Length", Long.toString(size))
                .header(
                        "Upload-Metadata",
                        "filename " + base64(name) + ",filetype " + base64(type) + ",sha256 " + base64(sha256))
                .POST(BodyPublishers.noBody()));
    }

    public HttpResponse<String> standing(String location) {
        return send(request(location).HEAD());
    }

    public HttpResponse<String> piece(String location, long offset, byte[] bytes) {
        return send(request(location)
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    public HttpResponse<String> giveUp(String location) {
        return send(request(location).DELETE());
    }

    /** With what every request has. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(http + path)).timeout(TIMEOUT).header("Tus-Resumable", "1.0.0");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

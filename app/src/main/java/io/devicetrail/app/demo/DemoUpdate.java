package io.devicetrail.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What a device makes of offers: it fetches the image with its certificate, compares it with what was offered, "starts" it,
 * and says what runs then. One whose board does not start it falls back.
 */
final class DemoUpdate {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String OLD_VERSION = "2.0.0";

    private final DemoIdentity identity;
    private final URI artifacts;
    private final boolean fits;
    /** Attempts that it knows: one that is offered twice is one. */
    private final Set<String> taken = new HashSet<>();

    /** @param fits whether its board starts what it is given */
    DemoUpdate(DemoIdentity identity, String enrolment, boolean fits) {
        this.identity = identity;
        this.artifacts = URI.create(enrolment + "/artifacts/");
        this.fits = fits;
    }

    void take(JsonNode offer, Consumer<Map<String, Object>> says) {
        if (!taken.add(
                offer.path("rollout").asString() + " " + offer.path("attempt").asInt())) {
            return;
        }
        says.accept(report(offer, "downloading", OLD_VERSION, null));
        if (!fetched(offer.path("sha256").asString())
                .equals(offer.path("sha256").asString())) {
            says.accept(report(offer, "failed", OLD_VERSION, "TARGET_ALTERED"));
            return;
        }
        says.accept(report(offer, "installed", OLD_VERSION, null));
        says.accept(
                fits
                        ? report(offer, "verified", offer.at("/release/version").asString(), null)
                        : report(offer, "rolled_back", OLD_VERSION, "SELF_TEST_FAILED"));
    }

    private static Map<String, Object> report(
            JsonNode offer, String state, String version, @org.jspecify.annotations.Nullable String code) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("rollout", offer.path("rollout").asString());
        report.put("attempt", offer.path("attempt").asInt());
        report.put("state", state);
        report.put("version", version);
        report.put("code", code);
        return report;
    }

    /** SHA-256 of what came. */
    private String fetched(String sha256) {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(identity.tls())
                .build()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(artifacts.resolve(sha256))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.body()));
        } catch (IOException silent) {
            return silent.toString();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (NoSuchAlgorithmException impossible) {
            throw new DemoFailure("every JDK has SHA-256", impossible);
        }
    }
}

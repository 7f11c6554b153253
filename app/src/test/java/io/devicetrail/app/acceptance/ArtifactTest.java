package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An artifact from its first byte to a release of it, on the real application. */
class ArtifactTest {
    private static final long SEED = 20261123;
    private static final String TYPE = "application/octet-stream";

    private final Api api = Api.shared();
    private final String http = api.instance().addresses().http();
    private final Uploads engineer = new Uploads(http, Cast.ENGINEER.token());

    @Test
    @Requirement({"11.10(a)", "11.10(e)", "Annex 11 s.5"})
    void anUploadThatBrokeOffGoesOnAndIsOnRecord() throws IOException {
        Plant plant = Plant.of(api, "artifacts");
        byte[] bytes = random(3_000_000);
        String location =
                location(engineer.begin("artifacts", bytes.length, "flow-2.1.bin", TYPE, Uploads.hash(bytes)));
        brokenOff(location, bytes, 1_000_000);
        long offset = await().until(
                        () -> {
                            HttpResponse<String> standing = engineer.standing(location);
                            return engineer.piece(location, offset(standing), new byte[0])
                                                    .statusCode()
                                            == 204
                                    ? offset(standing)
                                    : -1;
                        },
                        reached -> reached > 0);
        assertThat(offset).isLessThanOrEqualTo(1_000_000);
        assertThat(engineer.standing(location).headers().firstValue("Upload-Length"))
                .contains("3000000");

        HttpResponse<String> last =
                engineer.piece(location, offset, Arrays.copyOfRange(bytes, (int) offset, bytes.length));
        assertThat(last.statusCode()).as(last.body()).isEqualTo(204);
        String artifact = last.headers().firstValue("Devicetrail-Artifact").orElseThrow();
        long position =
                last.headers().firstValueAsLong("Devicetrail-Log-Position").orElseThrow();
        JsonNode shown = api.ask("artifact", Map.of("id", artifact, "after", position));
        assertThat(shown.path("sha256").asString()).isEqualTo(Uploads.hash(bytes));
        assertThat(shown.path("size").asLong()).isEqualTo(bytes.length);
        assertThat(shown.path("fileName").asString()).isEqualTo("flow-2.1.bin");
        assertThat(shown.path("storedBy").asString()).isEqualTo("The site-engineer");
        assertThat(api.auditTrail("artifacts", artifact).toString())
                .contains("\"recordType\":\"artifact\"", Uploads.hash(bytes), "site-engineer");

        HttpResponse<String> again = engineer.piece(location, bytes.length, new byte[0]);
        assertThat(again.headers().firstValue("Devicetrail-Artifact")).contains(artifact);
        assertThat(again.headers().firstValueAsLong("Devicetrail-Log-Position")).hasValue(position);
        assertThat(engineer.uploaded("artifacts", bytes, "the-same.bin")).isEqualTo(artifact);
        assertThat(api.ask("artifacts", Map.of("tenant", "artifacts", "after", api.head()))
                        .path("edges"))
                .hasSize(1);
        released(plant, Uploads.hash(bytes), artifact);
    }

    private void released(Plant plant, String hash, String artifact) {
        Map<String, Object> release = Map.of(
                "tenant",
                plant.tenant(),
                "name",
                "flow",
                "version",
                "2.1",
                "artifact",
                hash,
                "model",
                plant.model(),
                "modelVersions",
                List.of(1),
                "currentVersions",
                List.of("2.0"),
                "requiredSignatures",
                1);
        JsonNode published = api.done("publishSoftwareRelease", release);
        String id = published.at("/release/softwareReleaseId").asString();
        assertThat(published.at("/release/artifact/sha256").asString()).isEqualTo(hash);
        assertThat(api.refused("publishSoftwareRelease", release)).isEqualTo("SOFTWARE_RELEASE_EXISTS");
        assertThat(api.refused(
                        "publishSoftwareRelease",
                        Plant.with(release, Map.of("version", "2.2", "artifact", "0".repeat(64)))))
                .isEqualTo("ARTIFACT_UNKNOWN");
        assertThat(api.refused("withdrawSoftwareRelease", Map.of("release", id, "reason", " ")))
                .isEqualTo("REASON_MISSING");
        assertThat(api.done("withdrawSoftwareRelease", Map.of("release", id, "reason", "it leaks"))
                        .at("/release/withdrawnBecause")
                        .asString())
                .isEqualTo("it leaks");
        assertThat(api.refused("withdrawSoftwareRelease", Map.of("release", id, "reason", "again")))
                .isEqualTo("SOFTWARE_RELEASE_WITHDRAWN");
        JsonNode shown = api.ask("softwareRelease", Map.of("id", id, "after", api.head()));
        assertThat(shown.path("state").asString()).isEqualTo("WITHDRAWN");
        assertThat(shown.at("/artifact/artifactId").asString()).isEqualTo(artifact);
        assertThat(api.auditTrail(plant.tenant(), id).toString())
                .contains("\"recordType\":\"software release\"", "it leaks");
    }

    @Test
    void otherBytesThanWereSaidAreThrownAway() {
        Plant.of(api, "artifacts-wrong");
        byte[] bytes = random(1_000);
        String location =
                location(engineer.begin("artifacts-wrong", bytes.length, "f.bin", TYPE, Uploads.hash(random(999))));
        refused(engineer.piece(location, 0, bytes), 422, "HASH_MISMATCH");
        assertThat(engineer.standing(location).statusCode()).isEqualTo(404);
        assertThat(api.ask("artifacts", Map.of("tenant", "artifacts-wrong", "after", api.head()))
                        .path("edges"))
                .isEmpty();
    }

    @Test
    void whatIsNotTakenIsSaidAtItsBeginning() {
        Plant.of(api, "artifacts-unfit");
        String hash = "0".repeat(64);
        refused(engineer.begin("artifacts-unfit", (2L << 30) + 1, "f", TYPE, hash), 413, "ARTIFACT_TOO_LARGE");
        refused(engineer.begin("artifacts-unfit", 1, "f", "text/html", hash), 415, "MEDIA_TYPE_NOT_TAKEN");
        refused(engineer.begin("artifacts-unfit", 1, "../f", TYPE, hash), 400, "MALFORMED_INPUT");
        refused(engineer.begin("artifacts-unfit", 1, "f", TYPE, "abc"), 400, "MALFORMED_INPUT");
        refused(engineer.begin("no%20tenant", 1, "f", TYPE, hash), 400, "MALFORMED_INPUT");
        for (int open = 0; open < 8; open++) {
            assertThat(engineer.begin("artifacts-unfit", 1, "f", TYPE, hash).statusCode())
                    .isEqualTo(201);
        }
        HttpResponse<String> ninth = engineer.begin("artifacts-unfit", 1, "f", TYPE, hash);
        refused(ninth, 429, "TOO_MANY_UPLOADS");
    }

    @Test
    void whatIsNotTusIsToldSo() throws IOException, InterruptedException {
        Plant.of(api, "artifacts-tus");
        HttpResponse<String> options = Api.HTTP.send(
                HttpRequest.newBuilder(URI.create(http + "/artifacts"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Tus-Version")).contains("1.0.0");
        assertThat(options.headers().firstValue("Tus-Extension")).contains("creation,expiration,termination");
        assertThat(options.headers().firstValue("Tus-Max-Size")).contains("2147483648");
        String location = location(engineer.begin("artifacts-tus", 1, "f", TYPE, "0".repeat(64)));
        refused(
                engineer.send(HttpRequest.newBuilder(URI.create(http + location))
                        .header("Authorization", "Bearer " + Cast.ENGINEER.token())
                        .header("Upload-Offset", "0")
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("x"))),
                412,
                "WRONG_VERSION");
        refused(
                engineer.send(engineer.request(location)
                        .header("Upload-Offset", "0")
                        .header("Content-Type", "text/plain")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("x"))),
                415,
                "WRONG_TYPE");
        assertThat(engineer.giveUp(location).statusCode()).isEqualTo(204);
        assertThat(engineer.standing(location).statusCode()).isEqualTo(404);
    }

    @Test
    @Requirement({"11.10(d)", "11.10(g)"})
    void nobodyElseUploadsNorSeesAnUpload() {
        Plant.of(api, "artifacts-own");
        Plant.of(api, "artifacts-theirs");
        String hash = "0".repeat(64);
        String location = location(engineer.begin("artifacts-own", 10, "f", TYPE, hash));
        refused(
                new Uploads(http, Cast.OPERATOR.token()).begin("artifacts-own", 1, "f", TYPE, hash),
                403,
                "NOT_AUTHORISED");
        refused(new Uploads(http, null).begin("artifacts-own", 1, "f", TYPE, hash), 401, "UNAUTHENTICATED");
        refused(
                engineer.piece(location.replace("artifacts-own", "artifacts-theirs"), 0, new byte[10]),
                404,
                "UPLOAD_UNKNOWN");
        refused(engineer.piece(location.replace("artifacts-own", "no-such-tenant"), 0, new byte[10]), 404, "NOT_FOUND");
        assertThat(engineer.standing(location).headers().firstValue("Upload-Offset"))
                .contains("0");
    }

    /** All of the piece is promised, and the connection is gone before it has come. */
    private void brokenOff(String location, byte[] bytes, int count) throws IOException {
        URI uri = URI.create(http + location);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nAuthorization: Bearer "
                            + Cast.ENGINEER.token() + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + bytes.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, 0, count);
            out.flush();
        }
    }

    private static String location(HttpResponse<String> begun) {
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Upload-Expires")).isPresent();
        return begun.headers().firstValue("Location").orElseThrow();
    }

    private static long offset(HttpResponse<String> standing) {
        return standing.headers().firstValueAsLong("Upload-Offset").orElse(-1);
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Api.JSON.readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("detail").asString()).isNotBlank();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED + size).nextBytes(bytes);
        return bytes;
    }
}

package io.devicetrail.app.export;

import io.devicetrail.audit.copy.ExportFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an instance about export jobs, as anybody could: by GraphQL, and by HTTP for the files. */
final class JobServer {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_REFUSAL = 1 << 16;
    private static final int OK = 200;
    private static final int PART = 206;
    private static final int UNAUTHORISED = 401;
    private static final int UNAVAILABLE = 503;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String REQUEST = """
            mutation requestExportJob($input: RequestExportJobInput!) {
              requestExportJob(input: $input) { position errors { message } job { exportJobId } }
            }""";
    private static final String LOOK = """
            query exportJob($id: ID!) {
              exportJob(id: $id) {
                state detail progress { eventsRead events bytes waitsFor } files { name bytes sha256 }
              }
            }""";

    private final HttpClient client;
    private final URI address;
    private final String token;

    JobServer(HttpClient client, URI address, String token) {
        this.client = client;
        this.address = address;
        this.token = token;
    }

    /** @return the job's id */
    String request(Map<String, Object> input) throws IOException, InterruptedException {
        JsonNode answer = ask(REQUEST, Map.of("input", input)).path("requestExportJob");
        JsonNode refusal = answer.path("errors").path(0);
        if (refusal.isObject()) {
            throw new ExportFailed(refusal.path("message").asString("the request was refused"));
        }
        String job = answer.path("job").path("exportJobId").asString("");
        if (job.isEmpty()) {
            throw new ExportFailed(
                    "the job was asked for, and cannot be seen by who asked: ask for the role of an auditor");
        }
        return job;
    }

    JsonNode job(String id) throws IOException, InterruptedException {
        JsonNode job = ask(LOOK, Map.of("id", id)).path("exportJob");
        if (!job.isObject()) {
            throw new ExportFailed("there is no export job " + id + " that you may see");
        }
        return job;
    }

    private JsonNode ask(String document, Map<String, Object> variables) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/graphql"))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        JSON.writeValueAsBytes(Map.of("query", document, "variables", variables))))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw refused(response.statusCode(), body);
            }
            JsonNode answer = JSON.readTree(body.readAllBytes());
            JsonNode error = answer.path("errors").path(0);
            if (error.isObject()) {
                throw new ExportFailed(error.path("message").asString("the question was refused"));
            }
            return answer.path("data");
        } catch (JacksonException e) {
            throw new ExportFailed(address + " did not answer as a Devicetrail: " + e.getOriginalMessage(), e);
        }
    }

    /** Goes on where the file ends that is there; what is given whole is taken from its beginning. */
    void fetch(String tenant, String job, ListedFile file, JobPlace place, LongConsumer fetched)
            throws IOException, InterruptedException {
        long there = place.fetched(file);
        if (there == file.bytes()) {
            return;
        }
        long from = there < file.bytes() ? there : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/export-jobs/" + job + "/files/"
                        + URLEncoder.encode(file.name(), StandardCharsets.UTF_8)
                        + "?tenant=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8)))
                .header("Authorization", "Bearer " + token);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-").header("If-Range", '"' + file.sha256() + '"');
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status != OK && status != PART) {
                throw refused(status, body);
            }
            long at = status == PART ? from : 0;
            try (OutputStream out = place.writing(file, at)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    out.write(buffer, 0, read);
                    at += read;
                    fetched.accept(at);
                }
            }
        }
    }

    /** What passes by itself is asked again. */
    private static IOException refused(int status, InputStream body) throws IOException {
        if (status == UNAVAILABLE) {
            return new IOException("the server is not available");
        }
        if (status == UNAUTHORISED) {
            return new ExportFailed("the access token is over: sign in again, and run the same command to go on");
        }
        try {
            return new ExportFailed(JSON.readTree(body.readNBytes(LONGEST_REFUSAL))
                    .path("detail")
                    .asString("the server answered " + status));
        } catch (JacksonException e) {
            return new ExportFailed("the server answered " + status, e);
        }
    }
}

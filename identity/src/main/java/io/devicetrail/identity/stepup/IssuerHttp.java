package io.devicetrail.identity.stepup;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks issuers. No redirect is followed, nothing waited for without end, and nothing long is read. */
final class IssuerHttp implements HTTPRequestSender, ResourceRetriever {
    /** Longest wait for a connection. */
    static final Duration TO_CONNECT = Duration.ofSeconds(2);
    /** Longest wait for a whole answer. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Longest answer, in bytes. */
    static final int LONGEST = 1 << 18;

    private final Duration patience;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .followRedirects(Redirect.NEVER)
            .build();

    IssuerHttp() {
        this(PATIENCE);
    }

    /** @param patience longest wait for a whole answer */
    IssuerHttp(Duration patience) {
        this.patience = patience;
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        HttpRequest.Builder asked = HttpRequest.newBuilder(request.getURI()).timeout(patience);
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> asked.header(name, value)));
        String body = request.getBody();
        asked.method(
                request.getMethod().name(),
                request.getMethod() == HTTPRequest.Method.POST && body != null
                        ? BodyPublishers.ofString(body)
                        : BodyPublishers.noBody());
        HttpResponse<String> answer = whole(asked.build());
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        answer.headers().map().forEach((name, values) -> response.setHeader(name, values.toArray(String[]::new)));
        response.setBody(answer.body());
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HttpResponse<String> answer = whole(HttpRequest.newBuilder(URI.create(url.toString()))
                .timeout(patience)
                .build());
        if (answer.statusCode() != HTTPResponse.SC_OK) {
            throw new IOException(url + " answered " + answer.statusCode());
        }
        return new Resource(
                answer.body(), answer.headers().firstValue("Content-Type").orElse("application/json"));
    }

    private HttpResponse<String> whole(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no whole answer in " + patience, late);
        } catch (ExecutionException failed) {
            throw new IOException("no answer: " + failed.getCause(), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } finally {
            answer.cancel(true);
        }
    }
}

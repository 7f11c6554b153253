package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.client.MetadataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where updates are served: {@code metadata/} and {@code targets/} below one address. The client is shared by all
 * devices of a process; it follows no redirects, and where they would lead would be trusted no more than this.
 */
final class HttpServerSide implements MetadataSource {
    static final Duration ANSWER = Duration.ofSeconds(30);
    static final Duration SILENCE = Duration.ofSeconds(30);
    /** Metadata is small: who gives it out byte by byte keeps it back. */
    static final Duration LONGEST_METADATA = Duration.ofMinutes(2);

    static final Duration LONGEST_IMAGE = Duration.ofHours(12);

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final HttpClient client;
    private final URI base;
    private final Duration silence;

    /** @param base with or without a slash at its end: without one its last level would be lost */
    HttpServerSide(HttpClient client, URI base, Duration silence) {
        this.client = client;
        this.base = base.getPath().endsWith("/") ? base : base.resolve(base.getPath() + "/");
        this.silence = silence;
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        HttpResponse<InputStream> answer = send(request("metadata/" + name).build(), LONGEST_METADATA);
        if (answer.statusCode() == OK) {
            return Optional.of(answer.body());
        }
        answer.body().close();
        // Some stores say that a file may not be read where there is none.
        if (answer.statusCode() == NOT_FOUND || answer.statusCode() == FORBIDDEN) {
            return Optional.empty();
        }
        throw new Unreachable(name + " was answered with " + answer.statusCode());
    }

    /** @param validator of the bytes that are there already; null if none is known */
    HttpResponse<InputStream> image(Target target, long from, @Nullable String validator) throws IOException {
        HttpRequest.Builder request = request("targets/" + target.publishedName());
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
            if (validator != null) {
                request.header("If-Range", validator);
            }
        }
        return send(request.build(), LONGEST_IMAGE);
    }

    private InputStream watched(InputStream body, Duration longest) {
        return new WatchedStream(body, silence, longest);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER);
    }

    private HttpResponse<InputStream> send(HttpRequest request, Duration longest) throws IOException {
        try {
            return client.send(
                    request,
                    any -> BodySubscribers.mapping(
                            BodyHandlers.ofInputStream().apply(any), body -> watched(body, longest)));
        } catch (IOException gone) {
            throw new Unreachable(request.uri() + " cannot be reached", gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unreachable("stopped", stopping);
        }
    }
}

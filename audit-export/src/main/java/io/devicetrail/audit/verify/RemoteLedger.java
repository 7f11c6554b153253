package io.devicetrail.audit.verify;

import io.devicetrail.audit.http.WholeAnswer;
import io.devicetrail.audit.ledger.LedgerReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A ledger behind HTTP: C2SP tlog-tiles below a prefix. */
public final class RemoteLedger implements LedgerReader {
    /** For one file, all of it: a bundle of the longest entries has 17 MB, which takes that long at 1.2 Mbit/s. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How often a server that has been asked too often is asked again for one file. */
    static final int MOST_WAITS = 10;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final long LONGEST_WAIT_SECONDS = 60;

    /** Bytes of one file: an event that has its own may be long. */
    private static final int LONGEST = 128 << 20;

    private final HttpClient client;
    private final String prefix;
    private final Duration patience;
    private final @Nullable String token;

    /**
     * @param prefix such as {@code http://127.0.0.1:8080/ledger}
     * @param token access token of somebody who may read whole entries; null for hashes and signatures alone
     */
    public RemoteLedger(HttpClient client, URI prefix, @Nullable String token) {
        this(client, prefix, token, PATIENCE);
    }

    RemoteLedger(HttpClient client, URI prefix, @Nullable String token, Duration patience) {
        this.token = token;
        this.patience = patience;
        this.client = client;
        this.prefix = prefix.toString().replaceAll("/+$", "");
    }

    @Override
    public byte[] read(String path) throws IOException {
        URI address = URI.create(prefix + "/" + path);
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address);
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<byte[]> response = answer(request.build());
            if (response.statusCode() == 404) {
                throw new NoSuchFileException(address.toString());
            }
            if (response.statusCode() == 401 || response.statusCode() == 403) {
                throw new IOException(address + " is told to an auditor of the installation only (answer "
                        + response.statusCode() + "); give the access token of one");
            }
            if (response.statusCode() != 200) {
                throw new IOException(address + " answered " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** A large ledger is more files than a server gives away in a minute: it says when to come again (RFC 6585, 4). */
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = WholeAnswer.to(client, request, patience, LONGEST);
        for (int waits = 0; response.statusCode() == TOO_MANY_REQUESTS && waits < MOST_WAITS; waits++) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(wait(response)));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            response = WholeAnswer.to(client, request, patience, LONGEST);
        }
        return response;
    }

    private static long wait(HttpResponse<?> response) {
        try {
            long told =
                    Long.parseLong(response.headers().firstValue("Retry-After").orElse("1"));
            return Math.clamp(told, 1, LONGEST_WAIT_SECONDS);
        } catch (NumberFormatException aDate) {
            return 1;
        }
    }
}

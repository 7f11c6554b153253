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

/** A ledger behind HTTP: C2SP tlog-tiles below a prefix. */
public final class RemoteLedger implements LedgerReader {
    /** For one file, all of it: a bundle of the longest entries has 17 MB, which takes that long at 1.2 Mbit/s. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Bytes of one file: an event that has its own may be long. */
    private static final int LONGEST = 128 << 20;

    private final HttpClient client;
    private final String prefix;
    private final Duration patience;

    /** @param prefix such as {@code http://127.0.0.1:8080/ledger} */
    public RemoteLedger(HttpClient client, URI prefix) {
        this(client, prefix, PATIENCE);
    }

    RemoteLedger(HttpClient client, URI prefix, Duration patience) {
        this.patience = patience;
        this.client = client;
        this.prefix = prefix.toString().replaceAll("/+$", "");
    }

    @Override
    public byte[] read(String path) throws IOException {
        URI address = URI.create(prefix + "/" + path);
        try {
            HttpResponse<byte[]> response =
                    WholeAnswer.to(client, HttpRequest.newBuilder(address).build(), patience, LONGEST);
            if (response.statusCode() == 404) {
                throw new NoSuchFileException(address.toString());
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
}

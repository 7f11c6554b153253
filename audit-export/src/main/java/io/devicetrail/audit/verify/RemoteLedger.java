package io.devicetrail.audit.verify;

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
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final String prefix;

    /** @param prefix such as {@code http://127.0.0.1:8080/ledger} */
    public RemoteLedger(HttpClient client, URI prefix) {
        this.client = client;
        this.prefix = prefix.toString().replaceAll("/+$", "");
    }

    @Override
    public byte[] read(String path) throws IOException {
        URI address = URI.create(prefix + "/" + path);
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
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

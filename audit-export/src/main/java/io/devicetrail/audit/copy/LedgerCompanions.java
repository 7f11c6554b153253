package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What of the ledger goes with a copy: its public keys, and a checkpoint over all that was copied. Kept with the copy,
 * they hold the site to that past ({@code devicetrail verify --key --earlier}).
 */
final class LedgerCompanions {
    /** A checkpoint follows an event within a second; a ledger that has stopped must not keep anybody from a copy. */
    private static final int TRIES = 15;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final int OK = 200;

    private final HttpClient client;

    LedgerCompanions(HttpClient client) {
        this.client = client;
    }

    /**
     * @param head of the copy; the checkpoint is one that covers it, or the newest there is
     * @return the files; none from a server that has no ledger
     */
    List<Path> fetch(URI server, long head, NewFolder folder) throws IOException, InterruptedException {
        HttpResponse<byte[]> keys = get(server, "/ledger/key");
        HttpResponse<byte[]> checkpoint = get(server, "/ledger/checkpoint");
        for (int tries = 1;
                tries < TRIES && checkpoint.statusCode() == OK && size(checkpoint.body()) <= head;
                tries++) {
            // An interrupt ends it, and the next question with it.
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            checkpoint = get(server, "/ledger/checkpoint");
        }
        if (keys.statusCode() != OK || checkpoint.statusCode() != OK) {
            return List.of();
        }
        return List.of(
                Files.write(folder.file(CopyCheck.KEYS), keys.body()),
                Files.write(folder.file(CopyCheck.CHECKPOINT), checkpoint.body()));
    }

    private static long size(byte[] checkpoint) throws ExportFailed {
        try {
            return Checkpoint.parse(SignedNote.parse(checkpoint).text()).head().size();
        } catch (NotVerified e) {
            throw new ExportFailed("the server's ledger published no checkpoint: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> get(URI server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}

package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
    private static final int NOT_FOUND = 404;

    private final HttpClient client;

    LedgerCompanions(HttpClient client) {
        this.client = client;
    }

    /**
     * @param head of the copy
     * @return the files; none where no checkpoint covers the copy that the keys in force have signed: from a server without
     *     a ledger, or with one that has stopped
     */
    List<Path> fetch(URI server, long head, NewFolder folder) throws IOException, InterruptedException {
        for (int tries = 1; tries <= TRIES; tries++) {
            // The keys last: those that follow have not signed a checkpoint that was there before them.
            HttpResponse<byte[]> checkpoint = get(server, "/ledger/checkpoint");
            HttpResponse<byte[]> keys = get(server, "/ledger/key");
            if (checkpoint.statusCode() == NOT_FOUND && keys.statusCode() == NOT_FOUND) {
                return List.of();
            }
            if (checkpoint.statusCode() == OK
                    && keys.statusCode() == OK
                    && covers(checkpoint.body(), new String(keys.body(), StandardCharsets.UTF_8), head)) {
                return List.of(
                        Files.write(folder.file(CopyCheck.KEYS), keys.body()),
                        Files.write(folder.file(CopyCheck.CHECKPOINT), checkpoint.body()));
            }
            // An interrupt ends it, and the next question with it.
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return List.of();
    }

    private static boolean covers(byte[] checkpoint, String keyLines, long head) {
        try {
            SignedNote note = SignedNote.parse(checkpoint);
            List<VerifierKey> keys = keyLines.lines().map(VerifierKey::parse).toList();
            return Checkpoint.parse(note.text()).head().size() > head
                    && note.verifiedBy(keys).containsAll(keys);
        } catch (NotVerified notYet) {
            return false;
        }
    }

    private HttpResponse<byte[]> get(URI server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}

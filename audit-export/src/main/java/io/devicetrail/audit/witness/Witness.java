package io.devicetrail.audit.witness;

import io.devicetrail.audit.http.Quoted;
import io.devicetrail.audit.http.WholeAnswer;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.SignedNote.Signature;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One witness, asked by {@code add-checkpoint} of C2SP tlog-witness. What it saw last is remembered for as long as the
 * process lives; after that it says so itself. Used by one thread at a time.
 */
final class Witness {
    /** The second is for a witness that has seen another size than we thought. */
    private static final int TRIES = 2;

    private static final Pattern SIZE = Pattern.compile("-?[0-9]+");

    private final URI address;
    private final VerifierKey key;
    private final HttpClient client;
    private final Duration patience;
    private long seen;

    /** @param patience for one answer */
    Witness(WitnessAddress witness, HttpClient client, Duration patience) {
        this.address = URI.create(witness.url().toString().replaceAll("/+$", "") + "/add-checkpoint");
        this.key = witness.key();
        this.client = client;
        this.patience = patience;
    }

    VerifierKey key() {
        return key;
    }

    /**
     * @param files to prove from that the checkpoint goes on from what the witness saw
     * @throws WitnessContradicts if the witness saw another history, or a longer one
     * @throws IOException if it does not answer, or not with its cosignature
     */
    Signature cosign(SignedNote checkpoint, LedgerReader files) throws IOException, InterruptedException {
        TreeHead head = Checkpoint.parse(checkpoint.text()).head();
        for (int tries = 1; tries <= TRIES; tries++) {
            if (seen > head.size()) {
                long claimed = seen;
                // What it says about sizes is not signed: it is asked again, and not held to it until the next start.
                seen = 0;
                throw new WitnessContradicts(
                        key.name() + " has cosigned " + claimed + " events of this ledger, which has " + head.size()
                                + ": it was put back, or somebody else signs with its keys");
            }
            HttpResponse<byte[]> response = post(PublishedLedger.consistency(seen, head.size(), files, checkpoint));
            String answer = new String(response.body(), StandardCharsets.UTF_8);
            switch (response.statusCode()) {
                case 200 -> {
                    Signature cosignature = cosignature(checkpoint, answer);
                    seen = head.size();
                    return cosignature;
                }
                case 409 -> {
                    if (isAnotherRoot(head, answer)) {
                        throw anotherHistory("of this very size it has cosigned another checkpoint");
                    }
                    seen = size(answer);
                }
                case 422 -> throw anotherHistory(Quoted.line(answer));
                default ->
                    throw new IOException(
                            key.name() + " answered " + response.statusCode() + " " + Quoted.line(answer));
            }
        }
        throw new IOException(key.name() + " answered twice that it had seen another size, at last " + seen);
    }

    /**
     * Another root of the same size is answered with 422 as well, but with 409 by witnesses that keep to tlog-witness
     * v1.0.0. They can tell no size other than the one that was asked about, if they tell any.
     */
    private boolean isAnotherRoot(TreeHead head, String answer) {
        // Of no events there is no other tree.
        return head.size() > 0
                && seen == head.size()
                && (!SIZE.matcher(answer.strip()).matches() || answer.strip().equals(Long.toString(seen)));
    }

    private WitnessContradicts anotherHistory(String why) {
        return new WitnessContradicts(key.name() + " saw another history in the first " + seen + " events: " + why);
    }

    private HttpResponse<byte[]> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return WholeAnswer.to(client, request, patience, WholeAnswer.SHORT);
    }

    /** Lines of keys we do not know are passed over. */
    private Signature cosignature(SignedNote checkpoint, String lines) throws IOException {
        try {
            for (Signature line :
                    SignedNote.parse(checkpoint.text() + "\n" + lines).signatures()) {
                if (line.keyName().equals(key.name())
                        && line.keyId() == key.id()
                        && key.verifies(checkpoint.text(), line.value())
                        && key.signedAt(line.value()) > 0) {
                    return line;
                }
            }
        } catch (NotVerified malformed) {
            throw new IOException(key.name() + " answered with what is no signature: "
                    + Quoted.line(String.valueOf(malformed.getMessage())));
        }
        throw new IOException(key.name() + " answered without its cosignature");
    }

    private long size(String answer) throws IOException {
        try {
            long size = Long.parseLong(answer.strip());
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IOException(key.name() + " did not say which size it has seen", e);
        }
        throw new IOException(key.name() + " has seen a negative size");
    }
}

package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receipt: that an entry is in the log, checked with nothing but the log's key. C2SP tlog-proof, "Format".
 *
 * @param extra base64 for the application, not authenticated by anything
 * @param path the sibling of the leaf first, the root's child last
 * @param checkpoint of a tree that holds the entry
 */
public record TlogProof(@Nullable String extra, long index, List<TreeHash> path, SignedNote checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    /** A size of 63 bits has a tree of that height. */
    private static final int LONGEST_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
    }

    public String print() {
        StringBuilder proof = new StringBuilder(HEADER).append('\n');
        if (extra != null) {
            proof.append(EXTRA).append(extra).append('\n');
        }
        proof.append(INDEX).append(index).append('\n');
        path.forEach(hash -> proof.append(hash.base64()).append('\n'));
        return proof.append('\n').append(checkpoint.print()).toString();
    }

    /** @throws NotVerified if it is not well-formed; proves nothing before {@link #verify} */
    public static TlogProof parse(String proof) {
        int blank = proof.indexOf("\n\n");
        if (blank < 0) {
            throw new NotVerified("a proof has a blank line before its checkpoint");
        }
        List<String> lines = List.of(proof.substring(0, blank).split("\n", -1));
        if (!lines.getFirst().equals(HEADER)) {
            throw new NotVerified("a proof begins with " + HEADER);
        }
        int next = 1;
        String extra = null;
        if (next < lines.size() && lines.get(next).startsWith(EXTRA)) {
            extra = base64(lines.get(next).substring(EXTRA.length()));
            next++;
        }
        if (next == lines.size() || !lines.get(next).startsWith(INDEX)) {
            throw new NotVerified("a proof says the index of its entry");
        }
        long index = Decimal.parse(lines.get(next).substring(INDEX.length()));
        List<TreeHash> path = new ArrayList<>();
        for (String line : lines.subList(next + 1, lines.size())) {
            path.add(TreeHash.ofBase64(line));
        }
        if (path.size() > LONGEST_PATH) {
            throw new NotVerified("a proof has at most " + LONGEST_PATH + " hashes");
        }
        return new TlogProof(extra, index, path, SignedNote.parse(proof.substring(blank + 2)));
    }

    /**
     * C2SP tlog-proof, "Verifying a tlog proof".
     *
     * @param leaf hash of the entry the verifier has in hand
     * @param origin the log that the keys are for
     * @return the keys that signed
     * @throws NotVerified unless one of the keys signed a tree of that log that holds the leaf at the proof's index
     */
    public List<VerifierKey> verify(TreeHash leaf, String origin, List<VerifierKey> keys) {
        List<VerifierKey> signed = checkpoint.verifiedBy(keys);
        Checkpoint of = Checkpoint.parse(checkpoint.text());
        if (!of.origin().equals(origin)) {
            throw new NotVerified("the proof is of the log " + of.origin() + ", not of " + origin);
        }
        Proofs.inclusion(of.head(), index, leaf, path);
        return signed;
    }

    private static String base64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new NotVerified("the extra data of a proof is base64", e);
        }
    }
}

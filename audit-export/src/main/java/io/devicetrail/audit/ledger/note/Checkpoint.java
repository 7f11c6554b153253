package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.util.Arrays;
import java.util.List;

/**
 * A tree's head as the text of a note, C2SP tlog-checkpoint, "Note text". Extension lines, which that page advises
 * against because nobody can audit them and ML-DSA-44 signatures do not cover them, are refused.
 *
 * @param origin names the log; also the name of its keys
 */
public record Checkpoint(String origin, TreeHead head) {
    public Checkpoint {
        KeyNames.require(origin);
    }

    public String text() {
        return origin + "\n" + head.size() + "\n" + head.root().base64() + "\n";
    }

    /** @throws NotVerified if it is not exactly a checkpoint's text */
    public static Checkpoint parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        if (lines.size() != 4 || !lines.get(3).isEmpty()) {
            throw new NotVerified("a checkpoint has three lines: origin, size and root");
        }
        TreeHead head = new TreeHead(Decimal.parse(lines.get(1)), TreeHash.ofBase64(lines.get(2)));
        return new Checkpoint(lines.get(0), head);
    }
}

package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.nio.charset.StandardCharsets;

/** Names of keys and logs: C2SP signed-note, "Format". */
final class KeyNames {
    /** tlog-cosignature counts the length of a name in one byte. */
    private static final int LONGEST = 255;

    private KeyNames() {}

    static void require(String name) {
        if (!isName(name) || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new NotVerified("a key's name has 1 to " + LONGEST + " bytes, no spaces and no +: " + name);
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+' || c < ' ' || c == 0x85 || Character.isSpaceChar(c) || c == 0x7f);
    }
}

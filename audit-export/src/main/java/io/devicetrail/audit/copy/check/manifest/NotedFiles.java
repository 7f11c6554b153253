package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.verify.CopyCheck;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a manifest has of the ledger and stands beside it once more, in files for the tools of others. */
public final class NotedFiles {
    private NotedFiles() {}

    /** What is to be in them, by their names; nothing for a copy without proof. */
    public static Map<String, byte[]> of(StatedManifest manifest) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StatedManifest.Ledger ledger = manifest.ledger();
        if (ledger == null) {
            return files;
        }
        files.put(CopyCheck.CHECKPOINT, bytes(ledger.checkpoint()));
        StatedManifest.Attested cosigned = ledger.cosigned();
        if (cosigned != null) {
            files.put(CopyCheck.COSIGNED, bytes(cosigned.checkpoint()));
        }
        StatedManifest.Attested stamped = ledger.stamped();
        if (stamped != null && stamped.answer() != null) {
            files.put(CopyCheck.STAMPED, bytes(stamped.checkpoint()));
            files.put(CopyCheck.TIMESTAMP, stamped.answer());
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

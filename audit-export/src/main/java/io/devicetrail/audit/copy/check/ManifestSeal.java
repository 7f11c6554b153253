package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.seal.CmsSignature;
import io.devicetrail.audit.seal.SealNote;
import io.devicetrail.audit.verify.CopyCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two signatures over a manifest: a note by a key of the ledger, and a CMS signature that the note names. */
final class ManifestSeal {
    private final byte[] manifest;
    private final byte[] note;
    private final byte[] cms;
    private @Nullable String signed;

    ManifestSeal(byte[] manifest, byte[] note, byte[] cms) {
        this.manifest = manifest;
        this.note = note;
        this.cms = cms;
    }

    /** @param keys one of which must have signed */
    List<String> differing(List<VerifierKey> keys) {
        List<String> differing = new ArrayList<>();
        SealNote seal;
        try {
            seal = SealNote.verified(note, keys);
        } catch (NotVerified differs) {
            differing.add(CopyCheck.NOTE + " was changed: " + differs.getMessage());
            return differing;
        }
        if (!seal.isOfManifest(manifest)) {
            differing.add(CopyCheck.MANIFEST + " was changed: it is not the one that was signed");
        }
        if (!seal.isOfCms(cms)) {
            differing.add(CopyCheck.CMS + " was changed: it is not the one that the note names");
        }
        if (differing.isEmpty()) {
            try {
                CmsSignature.verify(cms, manifest);
                signed = CopyCheck.MANIFEST + ": signed by " + seal.by().shortName() + " (" + CopyCheck.NOTE
                        + ") and by CMS (" + CopyCheck.CMS + ")";
            } catch (NotVerified differs) {
                differing.add(CopyCheck.CMS + ": " + differs.getMessage());
            }
        }
        return differing;
    }

    /** Who signed, once nothing was found to differ. */
    Optional<String> signed() {
        return Optional.ofNullable(signed);
    }
}

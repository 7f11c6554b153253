package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.copy.check.manifest.ManifestSeal;
import io.devicetrail.audit.copy.check.manifest.StatedFiles;
import io.devicetrail.audit.copy.check.manifest.StatedPack;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks a validation pack by itself: who signed it, and that its files are those that were signed. That what they say
 * was so when they were made, only making the pack again from the same source shows.
 */
final class PackVerification {
    private static final Set<String> BESIDE = Set.of(CopyCheck.MANIFEST, CopyCheck.NOTE, CopyCheck.CMS, CopyCheck.KEYS);

    private static final String NOT_MADE_AGAIN =
            "signed by who made the pack; that it was so, only a pack made again from the same source shows";

    private PackVerification() {}

    /**
     * @param bytes of its manifest
     * @param trust with the keys of the ledger that signed it, from elsewhere; none to take those that the pack brings
     * @throws NotVerified if witnesses or authorities are named: what they signed is a ledger, and there is none in it
     */
    static CopyVerdict of(Path folder, byte[] bytes, Trusted trust) throws IOException {
        if (!trust.witnesses().isEmpty() || !trust.authorities().isEmpty()) {
            throw new NotVerified("no witness and no authority signs a validation pack; leave them out");
        }
        List<VerifierKey> trusted = trust.keys();
        List<CopyVerdict.OnTrust> onTrust = new ArrayList<>();
        List<String> checked = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try {
            StatedPack pack = StatedPack.parse(bytes);
            new ManifestSeal(folder, Sealed.VALIDATION_PACK, what -> tell(findings, what))
                    .check(bytes, pack.keys(), trusted)
                    .ifPresent(checked::add);
            List<Finding> differing = StatedFiles.check(folder, pack.files(), BESIDE);
            findings.addAll(differing);
            if (differing.isEmpty()) {
                checked.add(pack.files().size() + " files: size and SHA-256 as the manifest names them, and no others");
            }
            if (findings.isEmpty()) {
                checked.add(pack.told());
                pack.files().forEach(file -> onTrust.add(new CopyVerdict.OnTrust(file.name(), NOT_MADE_AGAIN)));
            }
        } catch (NotVerified differs) {
            tell(findings, CopyCheck.MANIFEST + " was changed: " + differs.getMessage());
        }
        return new CopyVerdict(
                List.copyOf(checked),
                List.copyOf(findings),
                List.copyOf(onTrust),
                trusted.isEmpty() ? CopyVerification.OWN_KEYS : null,
                trusted.isEmpty());
    }

    private static void tell(List<Finding> findings, String what) {
        findings.add(new Finding(Finding.NOT_OF_AN_EVENT, what));
    }
}

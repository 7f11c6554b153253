package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.seal.CmsSignature;
import io.devicetrail.audit.seal.SealNote;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Who signed a manifest: the keys, the note and the CMS signature beside it. */
public final class ManifestSeal {
    private final Path folder;
    private final Sealed what;
    private final Consumer<String> tell;

    /** @param tell is given what differs, a line each */
    public ManifestSeal(Path folder, Sealed what, Consumer<String> tell) {
        this.folder = folder;
        this.what = what;
        this.tell = tell;
    }

    /**
     * @param keys that the manifest names
     * @param trusted from elsewhere; none if nobody gave any
     * @return who signed it, for a person; nothing where it was not rightly signed
     */
    public Optional<String> check(byte[] manifest, List<VerifierKey> keys, List<VerifierKey> trusted)
            throws IOException {
        new KeysOfCopy(keys, trusted).differing().forEach(differs -> tell.accept(CopyCheck.MANIFEST + ": " + differs));
        SmallFile.expect(
                folder,
                CopyCheck.KEYS,
                keys.stream()
                        .map(key -> key.text() + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8),
                "the keys of the manifest",
                tell);
        try {
            byte[] cms = SmallFile.read(folder, CopyCheck.CMS);
            SealNote note = note(keys);
            boolean right = true;
            if (!note.isOfManifest(manifest)) {
                tell.accept(CopyCheck.MANIFEST + " was changed: it is not the one that was signed");
                right = false;
            }
            if (!note.isOfCms(cms)) {
                tell.accept(CopyCheck.CMS + " was changed: it is not the one that the note names");
                right = false;
            }
            if (right) {
                cms(cms, manifest);
                return Optional.of(CopyCheck.MANIFEST + ": signed by "
                        + note.by().shortName() + " (" + CopyCheck.NOTE + ") and by CMS (" + CopyCheck.CMS + ")");
            }
        } catch (NoSuchFileException missing) {
            tell.accept(Path.of(missing.getFile()).getFileName() + " is missing");
        } catch (NotVerified differs) {
            tell.accept(String.valueOf(differs.getMessage()));
        }
        return Optional.empty();
    }

    private static void cms(byte[] cms, byte[] manifest) {
        try {
            CmsSignature.verify(cms, manifest);
        } catch (NotVerified differs) {
            throw new NotVerified(CopyCheck.CMS + ": " + differs.getMessage(), differs);
        }
    }

    private SealNote note(List<VerifierKey> keys) throws IOException {
        byte[] note = SmallFile.read(folder, CopyCheck.NOTE);
        try {
            return SealNote.verified(what, note, keys);
        } catch (NotVerified differs) {
            throw new NotVerified(CopyCheck.NOTE + " was changed: " + differs.getMessage(), differs);
        }
    }
}

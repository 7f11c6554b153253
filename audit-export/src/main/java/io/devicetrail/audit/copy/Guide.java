package io.devicetrail.audit.copy;

import io.devicetrail.audit.copy.CopyManifest.CopiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** How to check a copy with tools of others, for who finds nothing but the copy. The same in all copies of a version. */
public final class Guide {
    private static final byte[] BYTES = read();

    private Guide() {}

    public static byte[] bytes() {
        return BYTES.clone();
    }

    /** Writes it, and tells what a manifest says of it. */
    static CopiedFile file(Fingerprint fingerprint) throws IOException {
        fingerprint.write(BYTES);
        return new CopiedFile(ProofFile.GUIDE, fingerprint.count(), fingerprint.sha256());
    }

    private static byte[] read() {
        try (InputStream in = Guide.class.getResourceAsStream(ProofFile.GUIDE.fileName())) {
            if (in == null) {
                throw new IllegalStateException(ProofFile.GUIDE.fileName() + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.devicetrail.artifacts.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Keeps files under the SHA-256 of their bytes. It knows of no tenant: whose a file is, the log says. Made so that a bucket
 * fits as well as a directory: a file comes whole, is never changed, and is read in ranges.
 */
public interface ArtifactStore {
    /** In bytes; empty for a file that is not there. */
    OptionalLong size(String sha256) throws IOException;

    /**
     * Takes a complete file, whose hash was checked. When this returns it survives a loss of power. What is there already
     * under that hash stays as it is. The given file is gone afterwards.
     *
     * @throws DamagedFileException if what is there is not what its name says; then the given file stays
     */
    void keep(Path complete, String sha256) throws IOException;

    /** Its bytes from {@code from} on, {@code length} of them at the most; the caller closes it. */
    InputStream read(String sha256, long from, long length) throws IOException;
}

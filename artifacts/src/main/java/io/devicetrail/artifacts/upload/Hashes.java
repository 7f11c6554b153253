package io.devicetrail.artifacts.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The hash of each upload so far, so that the last byte need not wait for all of the file to be read again. Of an upload that
 * is not known here (after a restart, or because another node took what came before) the file is read.
 */
final class Hashes {
    /** Uploads of which it is kept; each takes about 200 bytes. */
    static final int MOST = 256;

    private static final int BUFFER = 1 << 16;

    private final Map<UUID, Hash> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Hash> eldest) {
            return size() > MOST;
        }
    };

    /** A hash of the first {@code length} bytes. */
    static final class Hash {
        private final MessageDigest digest;
        private long length;

        private Hash() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        void add(ByteBuffer bytes) {
            length += bytes.remaining();
            digest.update(bytes);
        }

        /** It cannot go on afterwards, and is not taken for one that could. */
        byte[] end() {
            length = -1;
            return digest.digest();
        }
    }

    /** Takes it out, so that two requests never add to the same; {@link #keep} puts it back. */
    Hash upTo(UUID upload, FileChannel file, long offset) throws IOException {
        Hash hash = take(upload);
        return hash != null && hash.length == offset ? hash : read(file, offset);
    }

    /**
     * Only if it is of all that is in the file: of a piece that was not taken, or not written whole, it has more or less, and
     * another node may bring other bytes up to where it is.
     */
    void keep(UUID upload, FileChannel file, Hash hash) throws IOException {
        if (hash.length == file.size()) {
            put(upload, hash);
        }
    }

    private synchronized void put(UUID upload, Hash hash) {
        known.put(upload, hash);
    }

    @SuppressWarnings("NullAway") // Map.remove gives null for what is not there.
    private synchronized Hash take(UUID upload) {
        return known.remove(upload);
    }

    private static Hash read(FileChannel file, long length) throws IOException {
        Hash hash = new Hash();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (hash.length < length) {
            buffer.clear().limit((int) Math.min(BUFFER, length - hash.length));
            if (file.read(buffer, hash.length) < 0) {
                throw new IOException("the file of the upload has become shorter");
            }
            hash.add(buffer.flip());
        }
        return hash;
    }
}

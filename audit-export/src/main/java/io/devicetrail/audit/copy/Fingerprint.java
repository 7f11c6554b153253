package io.devicetrail.audit.copy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes bytes on, counts them and hashes them. */
final class Fingerprint extends FilterOutputStream {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest sha256;
    private long count;

    Fingerprint(OutputStream out) {
        super(out);
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        sha256.update((byte) b);
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        sha256.update(bytes, offset, length);
        count += length;
    }

    /** Takes in bytes that were written before, at the beginning. */
    void seen(InputStream before) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = before.read(buffer); read >= 0; read = before.read(buffer)) {
            sha256.update(buffer, 0, read);
            count += read;
        }
    }

    long count() {
        return count;
    }

    /** Lower-case hex. Call once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}

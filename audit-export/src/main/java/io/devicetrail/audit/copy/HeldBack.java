package io.devicetrail.audit.copy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps the last bytes that were written until it is told to give them, whatever is flushed before. What is not given
 * entirely is missing its end, and nobody takes it for a whole.
 */
final class HeldBack extends OutputStream {
    /** Passed on when it is more; what is held at the end is never nothing unless nothing was written. */
    static final int MOST = 1 << 16;

    private final OutputStream out;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(MOST);

    HeldBack(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0 && held.size() + length > MOST) {
            held.writeTo(out);
            held.reset();
        }
        int passed = Math.max(0, length - MOST);
        out.write(bytes, offset, passed);
        held.write(bytes, offset + passed, length - passed);
    }

    /** All of it. */
    void give() throws IOException {
        held.writeTo(out);
        held.reset();
        out.flush();
    }
}

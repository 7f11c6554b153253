package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is not given is missing its end, however it was written. */
class HeldBackTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HeldBack held = new HeldBack(out);

    @Test
    void nothingThatFitsIsPassedOnBeforeItIsGiven() throws IOException {
        byte[] bytes = bytes(HeldBack.MOST);
        held.write(bytes, 0, 100);
        held.write(bytes, 100, HeldBack.MOST - 100);
        held.write(bytes, 0, 0);
        held.flush();
        assertThat(out.size()).isZero();
        held.give();
        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void ofWhatIsLongerTheEndIsKept() throws IOException {
        byte[] bytes = bytes(3 * HeldBack.MOST);
        held.write(bytes, 0, bytes.length);
        held.write(bytes, 0, 0);
        held.flush();
        assertThat(out.size()).isEqualTo(2 * HeldBack.MOST);
        held.write(7);
        assertThat(out.size()).as("the last byte").isEqualTo(3 * HeldBack.MOST);
        held.give();
        assertThat(out.size()).isEqualTo(3 * HeldBack.MOST + 1);
        assertThat(out.toByteArray()).startsWith(bytes).endsWith(7);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}

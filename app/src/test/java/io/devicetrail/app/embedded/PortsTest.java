package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    /** So many that the system names some of them twice. */
    private static final int MANY = 2_000;

    @Test
    void noFreePortIsGivenTwice() {
        assertThat(IntStream.range(0, MANY).map(i -> Ports.claim("test.port", "127.0.0.1", 0)))
                .doesNotHaveDuplicates();
    }
}

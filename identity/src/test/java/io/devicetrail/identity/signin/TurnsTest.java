package io.devicetrail.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.signin.Turns.Turn;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns(Duration.ZERO);

    @Test
    void oneAddressDoesNotHoldAllTurns() {
        Turn first = Objects.requireNonNull(turns.take("192.0.2.7"));
        for (int i = 1; i < Turns.AT_ONCE_EACH; i++) {
            assertThat(turns.take("192.0.2.7")).isNotNull();
        }
        assertThat(turns.take("192.0.2.7")).isNull();
        assertThat(turns.take("192.0.2.8")).isNotNull();
        first.close();
        assertThat(turns.take("192.0.2.7")).isNotNull();
    }

    @Test
    void thereAreNoMoreThanThereAre() {
        for (int i = 0; i < Turns.AT_ONCE; i++) {
            assertThat(turns.take("192.0.2." + i)).isNotNull();
        }
        assertThat(turns.take("192.0.2.99")).isNull();
    }
}

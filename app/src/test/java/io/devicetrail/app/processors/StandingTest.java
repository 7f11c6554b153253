package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private final Standing standing = new Standing(3);

    @Test
    void whoIsSeenInTheSamePlaceBehindTheLogStandsStill() {
        assertThat(look(7, 2)).isFalse();
        assertThat(look(7, 3)).isFalse();
        assertThat(look(7, 9)).isTrue();
        assertThat(look(8, 8)).as("it moved").isFalse();
    }

    @Test
    void whoHasNothingToDoMayStayWhereItIs() {
        for (int i = 0; i < 5; i++) {
            assertThat(look(7, 0)).isFalse();
        }
        assertThat(look(7, 1)).as("something new came just now").isFalse();
    }

    @Test
    void whatAnotherNodeDoesIsNotSeenHere() {
        for (int i = 0; i < 5; i++) {
            assertThat(standing.look(List.of(new ProcessorState("read-devices", true, false, null, null, 0))))
                    .isEmpty();
        }
    }

    private boolean look(long place, long behind) {
        return standing.look(List.of(new ProcessorState("read-devices", true, false, place, behind, 0)))
                .contains("read-devices");
    }
}

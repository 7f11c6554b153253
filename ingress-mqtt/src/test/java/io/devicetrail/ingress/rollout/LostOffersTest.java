package io.devicetrail.ingress.rollout;

import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LostOffersTest {
    private static final RolloutRunId RUN = new RolloutRunId(UUID.randomUUID());
    private static final DeviceId A = device("a");
    private static final DeviceId B = device("b");
    private static final DeviceId C = device("c");

    private final LostOffers lost = new LostOffers();

    @Test
    void theThirdConnectionInARowThatEndsOverTheSameOfferIsARefusal() {
        assertThat(lost.lostOnceMore(RUN, List.of(A, B))).isFalse();
        assertThat(lost.lostOnceMore(RUN, List.of(B, C))).isFalse();
        assertThat(lost.lostOnceMore(RUN, List.of(B))).isTrue();
        assertThat(lost.lostOnceMore(RUN, List.of(B))).as("begins anew").isFalse();
    }

    @Test
    void connectionsThatEndOverOthersAreNot() {
        assertThat(lost.lostOnceMore(RUN, List.of(A, B))).isFalse();
        assertThat(lost.lostOnceMore(RUN, List.of(B, C))).isFalse();
        assertThat(lost.lostOnceMore(RUN, List.of(A, C)))
                .as("not one was on its way at each")
                .isFalse();
        assertThat(lost.lostOnceMore(new RolloutRunId(UUID.randomUUID()), List.of(A, C)))
                .isFalse();
    }

    @Test
    void whatTheBrokerTookIsNot() {
        assertThat(lost.lostOnceMore(RUN, List.of(A, B))).isFalse();
        assertThat(lost.lostOnceMore(RUN, List.of(A, B))).isFalse();
        lost.answered(RUN, List.of(A));
        lost.answered(RUN, List.of(B));
        assertThat(lost.lostOnceMore(RUN, List.of(A, B))).isFalse();
    }
}

package io.devicetrail.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DownloadLimitsTest {
    private final DownloadLimits limits = new DownloadLimits();

    @Test
    void oneDeviceGetsTwoAtOnce() {
        assertThat(limits.take("a")).isTrue();
        assertThat(limits.take("a")).isTrue();
        assertThat(limits.take("a")).isFalse();
        assertThat(limits.take("b")).isTrue();
        limits.giveBack("a");
        assertThat(limits.take("a")).isTrue();
    }

    @Test
    void allTogetherGetSoManyAtOnce() {
        for (int device = 0; device < DownloadLimits.MOST; device++) {
            assertThat(limits.take("device " + device)).isTrue();
        }
        assertThat(limits.take("one more")).isFalse();
        limits.giveBack("device 7");
        assertThat(limits.take("one more")).isTrue();
    }
}

package io.devicetrail.domain.rolloutrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A device puts its texts as it likes; what it says is kept all the same, and never reads as what it is not. */
class DeviceReportTest {
    @Test
    void textsAreMendedAndNeverRefused() {
        assertThat(kept(null)).isNull();
        assertThat(kept(" \t\n")).isNull();
        assertThat(kept(" E17\r\n")).isEqualTo("E17");
        assertThat(kept("E\u00001\n7")).isEqualTo("E\uFFFD1\uFFFD7");
        assertThat(kept("E\uD83D17")).as("half a character").isEqualTo("E\uFFFD17");
        assertThat(kept("E\u202817")).isEqualTo("E\uFFFD17");
        assertThat(kept("störung 17 – 🚰")).isEqualTo("störung 17 – 🚰");
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(kept("x".repeat(Shape.LONGEST_TEXT))).isEqualTo("x".repeat(Shape.LONGEST_TEXT));
        assertThat(kept("x".repeat(100_000))).isEqualTo("x".repeat(Shape.LONGEST_TEXT - 1) + "…");
        assertThat(kept("🚰".repeat(Shape.LONGEST_TEXT))).isEqualTo("🚰".repeat(99) + "…");
    }

    /** Left out, what cannot be seen would make the release's version of another one. */
    @Test
    void whatCannotBeSeenStaysVisible() {
        assertThat(kept("2.1\u200B.0")).isEqualTo("2.1\uFFFD.0");
    }

    private static @Nullable String kept(@Nullable String said) {
        DeviceReport report = new DeviceReport(
                        DeviceId.of(new TenantId("acme"), "Flow AG", "R-1"),
                        1,
                        RolloutDeviceState.VERIFIED,
                        said,
                        said,
                        Instant.EPOCH)
                .checked();
        assertThat(report.version()).isEqualTo(report.code());
        return report.code();
    }
}

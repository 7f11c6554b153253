package io.devicetrail.domain.connectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectivityPolicyTest {
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final int DAY = 86_400;

    /** A lease of 10 s, last heard at second 0; all times are seconds after that. */
    @ParameterizedTest(name = "silent {0} s: {1}")
    @CsvSource({
        "0,ONLINE,HEARD_FROM_DEVICE,0,15",
        "14,ONLINE,HEARD_FROM_DEVICE,0,15",
        "15,SUSPECT,LEASE_OVERDUE,15,30",
        "29,SUSPECT,LEASE_OVERDUE,15,30",
        "30,OFFLINE,LEASE_EXPIRED,30,86400",
        "86399,OFFLINE,LEASE_EXPIRED,30,86400",
        "86400,STALE,SILENT_TOO_LONG,86400,",
        "999999,STALE,SILENT_TOO_LONG,86400,"
    })
    void silenceIsJudged(long silent, Connectivity value, ConnectivityReason reason, long since, @Nullable Long next) {
        Judgement judgement = judge(null, false, silent);
        assertThat(judgement)
                .isEqualTo(new Judgement(
                        value, List.of(reason), TEN.plusSeconds(since), next == null ? null : TEN.plusSeconds(next)));
    }

    @ParameterizedTest(name = "will {0}: {1}")
    @CsvSource({"true,WILL_RECEIVED", "false,SAID_GOODBYE"})
    void aDeviceThatLeftIsOfflineAtOnce(boolean will, ConnectivityReason reason) {
        assertThat(judge(TEN.plusSeconds(3), will, 4))
                .isEqualTo(
                        new Judgement(Connectivity.OFFLINE, List.of(reason), TEN.plusSeconds(3), TEN.plusSeconds(DAY)));
        assertThat(judge(TEN.plusSeconds(3), will, DAY).connectivity()).isEqualTo(Connectivity.STALE);
    }

    @Test
    void aSlowDeviceIsNotStaleBeforeItIsOffline() {
        Lease daily = new Lease(TEN, "telemetry", DAY, null, false);
        assertThat(ConnectivityPolicy.DEFAULT.judge(daily, TEN.plusSeconds(DAY)).connectivity())
                .isEqualTo(Connectivity.ONLINE);
        assertThat(ConnectivityPolicy.DEFAULT
                        .judge(daily, TEN.plusSeconds(3L * DAY))
                        .connectivity())
                .isEqualTo(Connectivity.STALE);
    }

    @Test
    void theJudgementHoldsUntilItSaysItChanges() {
        Judgement now = judge(null, false, 0);
        while (now.nextAt() != null) {
            Instant next = now.nextAt();
            Lease lease = new Lease(TEN, "telemetry", 10, null, false);
            assertThat(ConnectivityPolicy.DEFAULT.judge(lease, next.minusMillis(1)))
                    .isEqualTo(now);
            now = ConnectivityPolicy.DEFAULT.judge(lease, next);
        }
        assertThat(now.connectivity()).isEqualTo(Connectivity.STALE);
    }

    @Test
    void thresholdsComeInOrder() {
        assertThatThrownBy(() -> new ConnectivityPolicy(0.5, 3, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConnectivityPolicy(3, 3, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Judgement judge(@Nullable Instant goneAt, boolean will, long silentSeconds) {
        return ConnectivityPolicy.DEFAULT.judge(
                new Lease(TEN, "telemetry", 10, goneAt, will), TEN.plusSeconds(silentSeconds));
    }
}

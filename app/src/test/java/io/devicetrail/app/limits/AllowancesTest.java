package io.devicetrail.app.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowancesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Allowances sixAMinute = new Allowances(6, Duration.ofSeconds(30), nanos::get);

    @Test
    void aBurstIsTakenAtOnceAndTheRestAsItComes() {
        for (int request = 0; request < 3; request++) {
            assertThat(sixAMinute.take("ada")).as("request " + request).isEmpty();
        }
        long wait = sixAMinute.take("ada").orElseThrow();
        assertThat(wait).isBetween(10L, 11L);
        assertThat(sixAMinute.take("bea")).as("somebody else").isEmpty();
        nanos.addAndGet(Duration.ofSeconds(wait).toNanos());
        assertThat(sixAMinute.take("ada")).as("after the wait it was told").isEmpty();
        assertThat(sixAMinute.take("ada")).isPresent();
    }

    @Test
    void thoseWhoHaveNotAskedForLongestAreForgotten() {
        for (int request = 0; request < 4; request++) {
            sixAMinute.take("ada");
        }
        for (int other = 0; other < Allowances.MOST_BUCKETS; other++) {
            sixAMinute.take("address " + other);
        }
        assertThat(sixAMinute.kept()).isEqualTo(Allowances.MOST_BUCKETS);
        assertThat(sixAMinute.take("ada")).as("no less than before").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2:ffff::1, 20010db800010002",
        "2001:db8:1:3::1, 20010db800010003",
        "0:0:0:0:0:0:0:1, 0000000000000000"
    })
    void anAddressOfIpv6IsThatOfItsNetwork(String address, String network) {
        assertThat(Limits.network(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 60s, 1",
        "1, 10000001, 1, 60s, 1",
        "1, 1, 0, 60s, 1",
        "1, 1, 1, 0s, 1",
        "1, 1, 1, 601s, 1",
        "1, 1, 1, 60s, 0",
        "1, 1, 1, 60s, 1001"
    })
    void aLimitThatIsNoneIsRefused(int known, int anonymous, int ledger, String burst, int atOnce) {
        Duration time = Duration.parse("PT" + burst);
        assertThatThrownBy(() -> new LimitSettings(known, anonymous, ledger, time, atOnce))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.limits.");
    }
}

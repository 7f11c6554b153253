package io.devicetrail.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.tenant.TenantId;
import org.junit.jupiter.api.Test;

class DownloadLimitsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final DownloadLimits limits = new DownloadLimits();

    @Test
    void oneDeviceGetsTwoAtOnce() {
        assertThat(limits.take(ACME, "a")).isTrue();
        assertThat(limits.take(ACME, "a")).isTrue();
        assertThat(limits.take(ACME, "a")).isFalse();
        assertThat(limits.take(ACME, "b")).isTrue();
        limits.giveBack(ACME, "a");
        assertThat(limits.take(ACME, "a")).isTrue();
    }

    @Test
    void oneTenantsDevicesLeavePlacesToOthers() {
        for (int device = 0; device < DownloadLimits.MOST_OF_TENANT; device++) {
            assertThat(limits.take(ACME, "device " + device)).isTrue();
        }
        assertThat(limits.take(ACME, "one more")).isFalse();
        assertThat(limits.take(new TenantId("another"), "theirs")).isTrue();
        limits.giveBack(ACME, "device 7");
        assertThat(limits.take(ACME, "one more")).isTrue();
    }

    @Test
    void allTogetherGetSoManyAtOnce() {
        for (int device = 0; device < DownloadLimits.MOST; device++) {
            assertThat(limits.take(tenant(device), "device " + device)).isTrue();
        }
        assertThat(limits.take(ACME, "one more")).isFalse();
        limits.giveBack(tenant(7), "device 7");
        assertThat(limits.take(ACME, "one more")).isTrue();
    }

    private static TenantId tenant(int device) {
        return new TenantId("tenant-" + device / DownloadLimits.MOST_OF_TENANT);
    }
}

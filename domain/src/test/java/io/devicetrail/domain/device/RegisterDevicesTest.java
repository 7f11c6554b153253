package io.devicetrail.domain.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One permission, site and model version is asked for all: so it has to be that of all. */
class RegisterDevicesTest {
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void theyAreOfOneTenantSiteAndModelVersionAndBehindNoGateway() {
        RegisterDevice one = device("acme", "S-1", "one", 1, null);
        assertThat(new RegisterDevices(List.of(one, device("acme", "S-2", "one", 1, null))).site())
                .as("the control")
                .isEqualTo(one.site());
        for (RegisterDevice other : List.of(
                device("other", "S-2", "one", 1, null),
                device("acme", "S-2", "two", 1, null),
                device("acme", "S-2", "one", 2, null),
                device("acme", "S-2", "one", 1, DeviceId.of(ACME, "Flow AG", "G")))) {
            assertThatThrownBy(() -> new RegisterDevices(List.of(one, other)))
                    .isInstanceOf(MalformedInput.class)
                    .hasMessageContaining("devices must be of one site");
        }
        RegisterDevice behind = device("acme", "S-1", "one", 1, DeviceId.of(ACME, "Flow AG", "G"));
        assertThatThrownBy(() -> new RegisterDevices(List.of(behind))).isInstanceOf(MalformedInput.class);
    }

    @Test
    void noneIsNamedTwiceAndTheyAreBounded() {
        RegisterDevice one = device("acme", "S-1", "one", 1, null);
        assertThatThrownBy(() -> new RegisterDevices(List.of(one, one))).hasMessageContaining("S-1 twice");
        assertThatThrownBy(() -> new RegisterDevices(List.of())).isInstanceOf(MalformedInput.class);
        assertThat(new RegisterDevices(devices(RegisterDevices.MOST)).devices()).hasSize(RegisterDevices.MOST);
        assertThatThrownBy(() -> new RegisterDevices(devices(RegisterDevices.MOST + 1)))
                .isInstanceOf(MalformedInput.class);
    }

    private static List<RegisterDevice> devices(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> device("acme", "S-" + number, "one", 1, null))
                .toList();
    }

    private static RegisterDevice device(
            String tenant, String serial, String site, int version, @Nullable DeviceId gateway) {
        TenantId of = new TenantId(tenant);
        return new RegisterDevice(
                DeviceId.of(of, "Flow AG", serial),
                of,
                SiteId.of(of, site),
                "Flow AG",
                serial,
                DeviceModelId.of(ACME, "Flow AG", "P100"),
                version,
                null,
                null,
                gateway,
                new TreeMap<>());
    }
}

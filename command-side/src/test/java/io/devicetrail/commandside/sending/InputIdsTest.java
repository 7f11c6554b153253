package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.shared.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputIdsTest {
    @Test
    void bothFormsOfAnIdNameTheSameRecord() {
        assertThat(InputIds.device("device", Fixtures.PUMP.toString())).isEqualTo(Fixtures.PUMP);
        assertThat(InputIds.device("device", global("Device:" + Fixtures.PUMP))).isEqualTo(Fixtures.PUMP);
        assertThat(InputIds.tenant("tenant", "acme")).isEqualTo(Fixtures.ACME);
        assertThat(InputIds.tenant("tenant", global("Tenant:acme"))).isEqualTo(Fixtures.ACME);
        assertThat(InputIds.site("site", global("Site:" + Fixtures.BASEL))).isEqualTo(Fixtures.BASEL);
    }

    @Test
    void aModelsGlobalIdMayNameAVersion() {
        assertThat(InputIds.deviceModel("model", global("DeviceModel:" + Fixtures.PUMP_MODEL + ":2")))
                .isEqualTo(Fixtures.PUMP_MODEL);
    }

    @Test
    void anIdOfAnotherTypeIsRefusedByName() {
        assertThatThrownBy(() -> InputIds.device("gateway", global("Site:" + Fixtures.BASEL)))
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo("gateway"))
                .hasMessage("gateway is the id of a Site, not of a Device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pump", "1-1-1-1-1", "ffffffff-ffff-ffff-ffff-fffffffffffff", "%00", "RGV2aWNlOg=="})
    void whatIsNoIdIsRefused(String text) {
        assertThatThrownBy(() -> InputIds.device("device", text)).isInstanceOf(MalformedInput.class);
    }

    private static String global(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }
}

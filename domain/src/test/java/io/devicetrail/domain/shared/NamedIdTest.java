package io.devicetrail.domain.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamedIdTest {
    private static final TenantId ACME = new TenantId("acme");

    /** Computed outside this project's code; a change here would make every stored id a stranger. */
    @Test
    void vectorsHold() {
        assertThat(NamedId.of("device", "acme", "Flow AG", "P-1")).hasToString("5f07e413-d5c4-5b04-b16e-ef61dbc3d350");
        assertThat(NamedId.of("site", "acme", "zürich")).hasToString("51eedae8-37d7-50cb-94fa-c43dd7371b1b");
        assertThat(NamedId.of("kind")).hasToString("6ffd7f6b-b4d9-528f-91d7-422afb0c07e3");
    }

    @Test
    void idsAreVersionFiveOfTheRfcVariant() {
        assertThat(NamedId.of("device", "a", "b", "c").version()).isEqualTo(5);
        assertThat(NamedId.of("device", "a", "b", "c").variant()).isEqualTo(2);
    }

    @Test
    void whatIsNamedDifferentlyHasAnotherId() {
        assertThat(Stream.of(
                        NamedId.of("k", "ab", "c"),
                        NamedId.of("k", "a", "bc"),
                        NamedId.of("k", "abc"),
                        NamedId.of("k", "abc", ""),
                        NamedId.of("ka", "bc"),
                        NamedId.of("k", "AB", "c")))
                .doesNotHaveDuplicates();
    }

    @Test
    void kindsDoNotMeet() {
        assertThat(Stream.of(
                        DeviceId.of(ACME, "x", "y").value(),
                        DeviceModelId.of(ACME, "x", "y").value(),
                        CommandId.of(ACME, "x", "y").value(),
                        SiteId.of(ACME, "x").value(),
                        ConnectivityId.of(DeviceId.of(ACME, "x", "y")).value()))
                .doesNotHaveDuplicates();
    }
}

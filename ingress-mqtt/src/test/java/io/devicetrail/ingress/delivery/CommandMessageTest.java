package io.devicetrail.ingress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandMessageTest {
    private static final TenantId ACME = new TenantId("acme");

    /** The broker counts whole seconds: what is of this moment must not be late, the rest has its whole time. */
    @ParameterizedTest
    @CsvSource({
        "REAL_TIME,5000,5", "REAL_TIME,4999,4", "REAL_TIME,1000,1", "REAL_TIME,999,0",
        "OPERATION,5000,5", "OPERATION,4999,5", "CONFIGURATION,999,1", "OPERATION,1,1",
    })
    void theMessageExpiresInWholeSeconds(CommandClass of, long remainingMillis, long seconds) {
        CommandRequested command = new CommandRequested(
                new CommandId(new UUID(7, 1)),
                ACME,
                DeviceId.of(ACME, "Flow AG", "P-1"),
                "stop",
                new TreeMap<>(),
                5,
                of,
                null,
                false);
        assertThat(CommandMessage.expirySeconds(command, Duration.ofMillis(remainingMillis)))
                .isEqualTo(seconds);
    }
}

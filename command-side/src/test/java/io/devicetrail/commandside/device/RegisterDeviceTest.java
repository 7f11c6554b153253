package io.devicetrail.commandside.device;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.GATEWAY;
import static io.devicetrail.commandside.Fixtures.MAKER;
import static io.devicetrail.commandside.Fixtures.NOBODYS_PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_PUMP;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.GatewayUnfit;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegisterDeviceTest {
    private static final TenantId NOBODY = new TenantId("nobody");

    private final KnownRecordsInMemory world = Fixtures.world();

    @Test
    void aDeviceEntersTheRegistry() {
        Fixtures.fixture(DeviceAggregate.class, world)
                .givenNoPriorActivity()
                .when(register(ACME, BASEL, PUMP_MODEL, 2, null))
                .expectEvents(pumpRegistered());
    }

    @Test
    void aDeviceMayStandBehindAGatewayFromTheStart() {
        DeviceRegistered r = pumpRegistered();
        Fixtures.fixture(DeviceAggregate.class, world)
                .givenNoPriorActivity()
                .when(register(ACME, BASEL, PUMP_MODEL, 2, GATEWAY))
                .expectEvents(new DeviceRegistered(
                        r.device(),
                        r.tenant(),
                        r.site(),
                        r.manufacturer(),
                        r.serialNumber(),
                        r.model(),
                        r.modelVersion(),
                        r.hardwareRevision(),
                        r.batch(),
                        GATEWAY,
                        r.tags()));
    }

    @Test
    void aSerialNumberIsTakenForEver() {
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(pumpRegistered(), new DeviceRetired(PUMP, LifeCycle.REGISTERED))
                .when(register(ACME, BASEL, PUMP_MODEL, 2, null))
                .expectExceptionDetails(new SerialNumberTaken(MAKER, "P-1"))
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(RegisterDevice command, Rejection why) {
        Fixtures.fixture(DeviceAggregate.class, world.happened(new DeviceRetired(Fixtures.SPARE, LifeCycle.REGISTERED)))
                .givenNoPriorActivity()
                .when(command)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(register(NOBODY, BASEL, PUMP_MODEL, 2, null), new TenantUnknown(NOBODY)),
                Arguments.of(register(ACME, RIVALS_SITE, PUMP_MODEL, 2, null), new SiteUnknown(RIVALS_SITE)),
                Arguments.of(register(ACME, BASEL, PUMP_MODEL, 3, null), new ModelVersionUnknown(PUMP_MODEL, 3)),
                Arguments.of(register(ACME, BASEL, RIVALS_MODEL, 1, null), new ModelVersionUnknown(RIVALS_MODEL, 1)),
                Arguments.of(register(ACME, BASEL, PUMP_MODEL, 1, null), new ModelVersionDeprecated(1)),
                Arguments.of(
                        register(ACME, BASEL, PUMP_MODEL, 2, PUMP), new GatewayUnfit(PUMP, "it is the device itself")),
                Arguments.of(
                        register(ACME, BASEL, PUMP_MODEL, 2, NOBODYS_PUMP),
                        new GatewayUnfit(NOBODYS_PUMP, "it is not registered")),
                Arguments.of(
                        register(ACME, BASEL, PUMP_MODEL, 2, RIVALS_PUMP),
                        new GatewayUnfit(RIVALS_PUMP, "it is not registered")),
                Arguments.of(
                        register(ACME, BASEL, PUMP_MODEL, 2, Fixtures.SPARE),
                        new GatewayUnfit(Fixtures.SPARE, "it has ended")));
    }

    private static RegisterDevice register(
            TenantId tenant, SiteId site, DeviceModelId model, int version, @Nullable DeviceId gateway) {
        return new RegisterDevice(
                DeviceId.of(tenant, MAKER, "P-1"),
                tenant,
                site,
                MAKER,
                "P-1",
                model,
                version,
                "A",
                "2026-11",
                gateway,
                new TreeMap<>(Map.of("line", "1")));
    }
}

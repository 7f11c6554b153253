package io.devicetrail.commandside.device;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.BERN;
import static io.devicetrail.commandside.Fixtures.CONTRACT;
import static io.devicetrail.commandside.Fixtures.GATEWAY;
import static io.devicetrail.commandside.Fixtures.NOBODYS_PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_PUMP;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;
import static io.devicetrail.commandside.Fixtures.SPARE;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceCommand.AttachDeviceToGateway;
import io.devicetrail.domain.device.DeviceCommand.ChangeDeviceModelVersion;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceCommand.ReplaceDevice;
import io.devicetrail.domain.device.DeviceCommand.ReviseDeviceHardware;
import io.devicetrail.domain.device.DeviceCommand.TagDevice;
import io.devicetrail.domain.device.DeviceCommand.UntagDevice;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceAttachedToGateway;
import io.devicetrail.domain.device.DeviceEvent.DeviceHardwareRevised;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceEvent.DeviceUntagged;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.GatewayUnfit;
import io.devicetrail.domain.device.DeviceRejection.MeasuresOtherwise;
import io.devicetrail.domain.device.DeviceRejection.NothingToChange;
import io.devicetrail.domain.device.DeviceRejection.ReplacementUnfit;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.device.DeviceRejection.TooManyTags;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.shared.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeDeviceTest {
    /** The pump has version 2; 1 is deprecated. */
    private final KnownRecordsInMemory world = Fixtures.world()
            .model(PUMP_MODEL, ACME, Map.of(1, CONTRACT, 2, CONTRACT, 3, CONTRACT), 1)
            .registered(pumpRegistered());

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeTellsOldAndNew(DeviceCommand command, DeviceEvent event) {
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(pumpRegistered())
                .when(command)
                .expectEvents(event);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(new MoveDevice(PUMP, BERN), new DeviceMoved(PUMP, BASEL, BERN)),
                Arguments.of(
                        new AttachDeviceToGateway(PUMP, GATEWAY), new DeviceAttachedToGateway(PUMP, null, GATEWAY)),
                Arguments.of(new TagDevice(PUMP, "line", "2"), new DeviceTagged(PUMP, "line", "1", "2")),
                Arguments.of(new TagDevice(PUMP, "room", "7"), new DeviceTagged(PUMP, "room", null, "7")),
                Arguments.of(new UntagDevice(PUMP, "line"), new DeviceUntagged(PUMP, "line", "1")),
                Arguments.of(new ReviseDeviceHardware(PUMP, "B"), new DeviceHardwareRevised(PUMP, "A", "B")),
                Arguments.of(new ChangeDeviceModelVersion(PUMP, 3), new DeviceModelVersionChanged(PUMP, 2, 3)));
    }

    @Test
    void aDeviceLeavesItsGateway() {
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(pumpRegistered(), new DeviceAttachedToGateway(PUMP, null, GATEWAY))
                .when(new AttachDeviceToGateway(PUMP, null))
                .expectEvents(new DeviceAttachedToGateway(PUMP, GATEWAY, null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(DeviceCommand command, Rejection why) {
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(LifeCycleTest.historyTo(LifeCycle.ACTIVE))
                .when(command)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new MoveDevice(PUMP, BASEL), new NothingToChange("site")),
                Arguments.of(new MoveDevice(PUMP, RIVALS_SITE), new SiteUnknown(RIVALS_SITE)),
                Arguments.of(new AttachDeviceToGateway(PUMP, null), new NothingToChange("gateway")),
                Arguments.of(new AttachDeviceToGateway(PUMP, PUMP), new GatewayUnfit(PUMP, "it is the device itself")),
                Arguments.of(
                        new AttachDeviceToGateway(PUMP, NOBODYS_PUMP),
                        new GatewayUnfit(NOBODYS_PUMP, "it is not registered")),
                Arguments.of(
                        new AttachDeviceToGateway(PUMP, RIVALS_PUMP),
                        new GatewayUnfit(RIVALS_PUMP, "it is not registered")),
                Arguments.of(new TagDevice(PUMP, "line", "1"), new NothingToChange("tag line")),
                Arguments.of(new UntagDevice(PUMP, "room"), new NothingToChange("tag room")),
                Arguments.of(new ReviseDeviceHardware(PUMP, "A"), new NothingToChange("hardware revision")),
                Arguments.of(new ChangeDeviceModelVersion(PUMP, 2), new NothingToChange("model version")),
                Arguments.of(new ChangeDeviceModelVersion(PUMP, 1), new ModelVersionDeprecated(1)),
                Arguments.of(new ChangeDeviceModelVersion(PUMP, 4), new ModelVersionUnknown(PUMP_MODEL, 4)),
                Arguments.of(new ChangeDeviceModelVersion(PUMP, 0), new ModelVersionUnknown(PUMP_MODEL, 0)),
                Arguments.of(new ReplaceDevice(PUMP, PUMP), new ReplacementUnfit(PUMP, "it is the device itself")),
                Arguments.of(
                        new ReplaceDevice(PUMP, NOBODYS_PUMP),
                        new ReplacementUnfit(NOBODYS_PUMP, "it is not registered")),
                Arguments.of(
                        new ReplaceDevice(PUMP, RIVALS_PUMP),
                        new ReplacementUnfit(RIVALS_PUMP, "it is not registered")));
    }

    @Test
    void aDeviceGoesBackToAnOlderVersionThatIsOpen() {
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(pumpRegistered(), new DeviceModelVersionChanged(PUMP, 2, 3))
                .when(new ChangeDeviceModelVersion(PUMP, 2))
                .expectEvents(new DeviceModelVersionChanged(PUMP, 3, 2));
    }

    /** 4 measures in another unit, 5 in another type; 6 has another name for it. */
    @Test
    void aSeriesHasOneTypeAndUnitWhateverVersionsTheDeviceHasHad() {
        KnownRecordsInMemory measuring = Fixtures.world()
                .model(
                        PUMP_MODEL,
                        ACME,
                        Map.of(
                                2,
                                CONTRACT,
                                4,
                                measuring("temperature", ValueType.NUMBER, "°F"),
                                5,
                                measuring("temperature", ValueType.INTEGER, "°C"),
                                6,
                                measuring("warmth", ValueType.NUMBER, "°F"),
                                7,
                                measuring("temperature", ValueType.NUMBER, null)))
                .registered(pumpRegistered());
        for (int version : List.of(4, 5, 7)) {
            Fixtures.fixture(DeviceAggregate.class, measuring)
                    .given(pumpRegistered())
                    .when(new ChangeDeviceModelVersion(PUMP, version))
                    .expectExceptionDetails(new MeasuresOtherwise(version, List.of("temperature")))
                    .expectNoEvents();
        }
        Fixtures.fixture(DeviceAggregate.class, measuring)
                .given(pumpRegistered())
                .when(new ChangeDeviceModelVersion(PUMP, 6))
                .expectEvents(new DeviceModelVersionChanged(PUMP, 2, 6));
        Fixtures.fixture(DeviceAggregate.class, measuring)
                .given(pumpRegistered(), new DeviceModelVersionChanged(PUMP, 2, 6))
                .when(new ChangeDeviceModelVersion(PUMP, 4))
                .expectExceptionDetails(new MeasuresOtherwise(4, List.of("temperature")))
                .expectNoEvents();
    }

    private static ModelContract measuring(String name, ValueType type, @Nullable String unit) {
        return new ModelContract(
                30, List.of(new TelemetryDefinition(name, type, unit, null, null)), List.of(), List.of());
    }

    @Test
    void anEndedDeviceIsNoReplacement() {
        world.happened(new DeviceRetired(SPARE, LifeCycle.REGISTERED));
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(LifeCycleTest.historyTo(LifeCycle.ACTIVE))
                .when(new ReplaceDevice(PUMP, SPARE))
                .expectExceptionDetails(new ReplacementUnfit(SPARE, "it has ended"))
                .expectNoEvents();
    }

    @Test
    void gatewaysMakeNoCircle() {
        world.happened(new DeviceAttachedToGateway(GATEWAY, null, SPARE))
                .happened(new DeviceAttachedToGateway(SPARE, null, PUMP));
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(pumpRegistered())
                .when(new AttachDeviceToGateway(PUMP, GATEWAY))
                .expectExceptionDetails(new GatewayUnfit(GATEWAY, "it is itself behind this device"))
                .expectNoEvents();
    }

    @Test
    void tagsHaveALimit() {
        List<DeviceEvent> history = new ArrayList<>(List.of(pumpRegistered()));
        for (int i = 1; i < RegisterDevice.MOST_TAGS; i++) {
            history.add(new DeviceTagged(PUMP, "tag" + i, null, "x"));
        }
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(history)
                .when(new TagDevice(PUMP, "one more", "x"))
                .expectExceptionDetails(new TooManyTags(RegisterDevice.MOST_TAGS))
                .expectNoEvents();
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(history)
                .when(new TagDevice(PUMP, "tag1", "y"))
                .expectEvents(new DeviceTagged(PUMP, "tag1", "x", "y"));
    }

    @ParameterizedTest
    @MethodSource("changesOfAnEndedDevice")
    void anEndedDeviceIsHistory(LifeCycle end, DeviceCommand command) {
        Fixtures.fixture(DeviceAggregate.class, world)
                .given(LifeCycleTest.historyTo(end))
                .when(command)
                .expectExceptionDetails(new DeviceEnded(end))
                .expectNoEvents();
    }

    static Stream<Arguments> changesOfAnEndedDevice() {
        return Stream.of(LifeCycle.RETIRED, LifeCycle.REPLACED)
                .flatMap(end -> changes().map(change -> Arguments.of(end, change.get()[0])));
    }
}

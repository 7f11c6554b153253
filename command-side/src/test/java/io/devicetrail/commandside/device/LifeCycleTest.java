package io.devicetrail.commandside.device;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static io.devicetrail.commandside.Fixtures.SPARE;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceCommand.CommissionDevice;
import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceCommand.HandOverDevice;
import io.devicetrail.domain.device.DeviceCommand.ReplaceDevice;
import io.devicetrail.domain.device.DeviceCommand.ResumeDevice;
import io.devicetrail.domain.device.DeviceCommand.RetireDevice;
import io.devicetrail.domain.device.DeviceCommand.ReturnDeviceFromRepair;
import io.devicetrail.domain.device.DeviceCommand.SendDeviceToRepair;
import io.devicetrail.domain.device.DeviceCommand.SuspendDevice;
import io.devicetrail.domain.device.DeviceCommand.TakeDevicePlace;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceHandedOver;
import io.devicetrail.domain.device.DeviceEvent.DevicePlaceTaken;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceEvent.DeviceResumed;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceReturnedFromRepair;
import io.devicetrail.domain.device.DeviceEvent.DeviceSentToRepair;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.IllegalTransition;
import io.devicetrail.domain.device.DeviceRejection.OtherStepNeeded;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every step tried from every point of the life cycle: what is not in the table is refused. */
@Requirement("11.10(f)")
class LifeCycleTest {
    /** A step: its command, its event, where it leads, and from where it may be taken. Written by hand, on purpose. */
    private record Step(
            DeviceCommand command, Function<LifeCycle, DeviceEvent> event, LifeCycle to, Set<LifeCycle> from) {}

    private static final DeviceTransferId TRANSFER = DeviceTransferId.of(ACME, "ada", "1");
    private static final DeviceTransferId EARLIER = DeviceTransferId.of(ACME, "ada", "0");

    private static final List<Step> STEPS = List.of(
            new Step(
                    new EnrolDevice(PUMP),
                    from -> new DeviceEnrolled(PUMP, from),
                    LifeCycle.ENROLLED,
                    EnumSet.of(LifeCycle.REGISTERED)),
            new Step(
                    new CommissionDevice(PUMP),
                    from -> new DeviceCommissioned(PUMP, from),
                    LifeCycle.ACTIVE,
                    EnumSet.of(LifeCycle.ENROLLED)),
            new Step(
                    new SuspendDevice(PUMP),
                    from -> new DeviceSuspended(PUMP, from),
                    LifeCycle.SUSPENDED,
                    EnumSet.of(LifeCycle.ACTIVE)),
            new Step(
                    new ResumeDevice(PUMP),
                    from -> new DeviceResumed(PUMP, from),
                    LifeCycle.ACTIVE,
                    EnumSet.of(LifeCycle.SUSPENDED)),
            new Step(
                    new SendDeviceToRepair(PUMP),
                    from -> new DeviceSentToRepair(PUMP, from),
                    LifeCycle.UNDER_REPAIR,
                    EnumSet.of(LifeCycle.ACTIVE, LifeCycle.SUSPENDED)),
            new Step(
                    new ReturnDeviceFromRepair(PUMP),
                    from -> new DeviceReturnedFromRepair(PUMP, from),
                    LifeCycle.ACTIVE,
                    EnumSet.of(LifeCycle.UNDER_REPAIR)),
            new Step(
                    new ReplaceDevice(PUMP, SPARE),
                    from -> new DeviceReplaced(PUMP, SPARE, from),
                    LifeCycle.REPLACED,
                    EnumSet.of(LifeCycle.ENROLLED, LifeCycle.ACTIVE, LifeCycle.SUSPENDED, LifeCycle.UNDER_REPAIR)),
            new Step(
                    new RetireDevice(PUMP),
                    from -> new DeviceRetired(PUMP, from),
                    LifeCycle.RETIRED,
                    EnumSet.of(
                            LifeCycle.REGISTERED,
                            LifeCycle.ENROLLED,
                            LifeCycle.ACTIVE,
                            LifeCycle.SUSPENDED,
                            LifeCycle.UNDER_REPAIR)),
            new Step(
                    new HandOverDevice(PUMP, TRANSFER, RIVAL),
                    from -> new DeviceHandedOver(PUMP, TRANSFER, RIVAL, from),
                    LifeCycle.HANDED_OVER,
                    EnumSet.of(
                            LifeCycle.REGISTERED,
                            LifeCycle.ENROLLED,
                            LifeCycle.ACTIVE,
                            LifeCycle.SUSPENDED,
                            LifeCycle.UNDER_REPAIR)));

    @ParameterizedTest(name = "{0} when {1}")
    @MethodSource("everyStepFromEverywhere")
    void aStepIsTakenWhereItMayBeAndRefusedElsewhere(String name, LifeCycle from, Step step) {
        ResultValidator<DeviceAggregate> result = Fixtures.fixture(DeviceAggregate.class, Fixtures.world())
                .given(historyTo(from))
                .when(step.command());
        if (step.from().contains(from)) {
            result.expectEvents(step.event().apply(from));
        } else if (from.mayBecome(step.to())) {
            LifeCycle needed = step.from().iterator().next();
            result.expectExceptionDetails(new OtherStepNeeded(from, needed)).expectNoEvents();
        } else {
            result.expectExceptionDetails(new IllegalTransition(from, step.to()))
                    .expectNoEvents();
        }
    }

    /** After a crash the platform asks again. */
    @Test
    void aHandOverAskedForAgainIsNoSecondOne() {
        Fixtures.fixture(DeviceAggregate.class, Fixtures.world())
                .given(historyTo(LifeCycle.HANDED_OVER))
                .when(new HandOverDevice(PUMP, EARLIER, RIVAL))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void aPlaceIsTakenOnceAndByADeviceThatLives() {
        DevicePlaceTaken taken = new DevicePlaceTaken(PUMP, SPARE, new TreeMap<>(Map.of("site", "SITE_UNKNOWN")));
        TakeDevicePlace take = new TakeDevicePlace(PUMP, SPARE, taken.left());
        Fixtures.fixture(DeviceAggregate.class, Fixtures.world())
                .given(historyTo(LifeCycle.REGISTERED))
                .when(take)
                .expectEvents(taken);
        Fixtures.fixture(DeviceAggregate.class, Fixtures.world())
                .given(pumpRegistered(), taken)
                .when(take)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        Fixtures.fixture(DeviceAggregate.class, Fixtures.world())
                .given(historyTo(LifeCycle.RETIRED))
                .when(take)
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED));
    }

    static Stream<Arguments> everyStepFromEverywhere() {
        return STEPS.stream()
                .flatMap(step -> Arrays.stream(LifeCycle.values())
                        .map(from -> Arguments.of(step.command().getClass().getSimpleName(), from, step)));
    }

    static List<DeviceEvent> historyTo(LifeCycle lifeCycle) {
        List<DeviceEvent> history = new ArrayList<>(List.of(pumpRegistered()));
        if (lifeCycle == LifeCycle.REGISTERED) {
            return history;
        }
        history.add(new DeviceEnrolled(PUMP, LifeCycle.REGISTERED));
        if (lifeCycle == LifeCycle.ENROLLED) {
            return history;
        }
        history.add(new DeviceCommissioned(PUMP, LifeCycle.ENROLLED));
        switch (lifeCycle) {
            case SUSPENDED -> history.add(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
            case UNDER_REPAIR -> history.add(new DeviceSentToRepair(PUMP, LifeCycle.ACTIVE));
            case RETIRED -> history.add(new DeviceRetired(PUMP, LifeCycle.ACTIVE));
            case REPLACED -> history.add(new DeviceReplaced(PUMP, SPARE, LifeCycle.ACTIVE));
            case HANDED_OVER -> history.add(new DeviceHandedOver(PUMP, EARLIER, RIVAL, LifeCycle.ACTIVE));
            case REGISTERED, ENROLLED, ACTIVE -> {}
        }
        return history;
    }
}

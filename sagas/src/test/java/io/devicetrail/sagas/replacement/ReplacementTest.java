package io.devicetrail.sagas.replacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceCommand.AttachDeviceToGateway;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceCommand.TagDevice;
import io.devicetrail.domain.device.DeviceCommand.TakeDevicePlace;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DevicePlace;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.NothingToChange;
import io.devicetrail.domain.device.DeviceRejection.TooManyTags;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.domain.twin.TwinCommand.ChangeDesiredProperties;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.sagas.step.TakenSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacementTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final SiteId STORE = SiteId.of(ACME, "store");
    private static final DeviceId OLD = device("OLD");
    private static final DeviceId NEW = device("NEW");
    private static final DeviceId ABOVE = device("ABOVE");
    private static final DeviceId CHILD = device("CHILD");
    private static final DeviceReplaced REPLACED = new DeviceReplaced(OLD, NEW, LifeCycle.ACTIVE);
    private static final long POSITION = 42;

    private static final List<Object> STEPS = List.of(
            new MoveDevice(NEW, BASEL),
            new AttachDeviceToGateway(NEW, ABOVE),
            new AttachDeviceToGateway(CHILD, NEW),
            new TagDevice(NEW, "line", "3"),
            new ChangeDesiredProperties(TwinId.of(NEW), ACME, NEW, null, new TreeMap<>(Map.of("interval", 30))),
            new TakeDevicePlace(NEW, OLD, new TreeMap<>()));

    private final List<CommandMessage<?>> sent = new ArrayList<>();
    private final Map<String, Object> taken = new HashMap<>();
    private final Map<Class<?>, Rejection> refusals = new HashMap<>();
    private final Map<DeviceId, DevicePlace> places = new HashMap<>(Map.of(
            OLD, new DevicePlace(BASEL, ABOVE, new TreeMap<>(Map.of("line", "3", "room", "cold")), Set.of()),
            NEW, new DevicePlace(STORE, null, new TreeMap<>(Map.of("room", "warm")), Set.of()),
            CHILD, new DevicePlace(BASEL, OLD, new TreeMap<>(), Set.of())));
    private final Map<DeviceId, DeviceTwin> twins =
            new HashMap<>(Map.of(OLD, desired(Map.of("interval", 30, "limit", 5)), NEW, desired(Map.of("limit", 7))));
    private final EventMessage<?> event = GenericEventMessage.asEventMessage(REPLACED);

    /** The step after which the next crash comes, counted from 1; 0 for none. */
    private int crashAfter;

    private boolean projectionAway;

    @Test
    void theReplacementStandsWhereTheOtherStoodAndKeepsWhatItHas() {
        replace();
        assertThat(payloads()).isEqualTo(STEPS);
        assertThat(sent)
                .allSatisfy(message -> assertThat(message.getMetaData())
                        .containsEntry(Metadata.TENANT, "acme")
                        .containsEntry(Metadata.ACTOR_ID, "device-replacement")
                        .containsEntry(Metadata.REASON, "takes the place of " + OLD));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aCrashAfterAnyStepLeadsToTheSameEnd(int step) {
        crashAfter = step;
        assertThatThrownBy(this::replace).isInstanceOf(Crash.class);
        crashAfter = 0;
        replace();
        replace();
        assertThat(taken.values()).containsExactlyInAnyOrderElementsOf(STEPS);
    }

    /** What the log has of the steps is not sent again: people may have changed since what it says. */
    @Test
    void whatWasTakenBeforeACrashIsNotTakenAgain() {
        crashAfter = 1;
        assertThatThrownBy(this::replace).isInstanceOf(Crash.class);
        crashAfter = 0;
        sent.clear();
        replace();
        assertThat(payloads()).isEqualTo(STEPS.subList(1, STEPS.size()));
    }

    /** So that nothing waits half done. */
    @Test
    void nothingIsDoneWhileWhatIsBehindItIsNotKnown() {
        projectionAway = true;
        assertThatThrownBy(this::replace).isInstanceOf(Crash.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void onceThePlaceIsTakenNothingIsTouched() {
        places.put(NEW, new DevicePlace(STORE, null, new TreeMap<>(), Set.of(OLD)));
        replace();
        assertThat(sent).isEmpty();
    }

    @Test
    void whatCannotBeTakenOverIsOnRecord() {
        refusals.put(TagDevice.class, new TooManyTags(50));
        replace();
        assertThat(payloads().getLast())
                .isEqualTo(new TakeDevicePlace(NEW, OLD, new TreeMap<>(Map.of("tag line", "TOO_MANY_TAGS"))));
    }

    @Test
    void whatIsThereAlreadyIsNoRefusal() {
        refusals.put(MoveDevice.class, new NothingToChange("site"));
        refusals.put(AttachDeviceToGateway.class, new NothingToChange("gateway"));
        replace();
        assertThat(payloads().getLast()).isEqualTo(new TakeDevicePlace(NEW, OLD, new TreeMap<>()));
    }

    @Test
    void aReplacementThatHasEndedMeanwhileTakesNoPlace() {
        DeviceEnded ended = new DeviceEnded(LifeCycle.RETIRED);
        for (Object step : STEPS) {
            refusals.put(step.getClass(), ended);
        }
        replace();
        assertThat(taken).isEmpty();
    }

    /** A device behind the one that it replaces, and one that is above it, make no circle. */
    @Test
    void aNeighbourThatReplacesIsNeitherItsOwnGatewayNorItsChild() {
        places.put(NEW, new DevicePlace(BASEL, OLD, new TreeMap<>(), Set.of()));
        replace();
        assertThat(payloads()).contains(new AttachDeviceToGateway(NEW, ABOVE)).doesNotContain(attached(NEW));
        sent.clear();
        places.put(OLD, new DevicePlace(BASEL, NEW, new TreeMap<>(), Set.of()));
        replace();
        assertThat(payloads()).doesNotContain(new AttachDeviceToGateway(NEW, NEW));
    }

    private static AttachDeviceToGateway attached(DeviceId device) {
        return new AttachDeviceToGateway(device, NEW);
    }

    private List<Object> payloads() {
        return sent.stream().<Object>map(CommandMessage::getPayload).toList();
    }

    /** Another one each time, as after a start. */
    private void replace() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        for (Class<?> command : STEPS.stream().map(Object::getClass).distinct().toList()) {
            var unused = bus.subscribe(command.getName(), this::answer);
        }
        new WhenDeviceReplacedThenTakeItsPlace(
                        DefaultCommandGateway.builder().commandBus(bus).build(),
                        new TakenSteps(taken::containsKey),
                        device -> Optional.ofNullable(places.get(device)),
                        new Twins(),
                        (tenant, gateway, position) -> children(gateway, position))
                .on(REPLACED, MetaData.with(Metadata.TENANT, "acme"), new GlobalSequenceTrackingToken(POSITION), event);
    }

    private List<DeviceId> children(DeviceId gateway, long position) {
        assertThat(position).isEqualTo(POSITION);
        if (projectionAway) {
            throw new Crash();
        }
        return places.entrySet().stream()
                .filter(place -> gateway.equals(place.getValue().gateway()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Object answer(CommandMessage<?> message) {
        sent.add(message);
        Rejection refused = refusals.get(message.getPayloadType());
        if (refused != null) {
            throw new CommandExecutionException(refused.code(), null, refused);
        }
        taken.put(message.getIdentifier(), message.getPayload());
        if (crashAfter > 0 && STEPS.indexOf(message.getPayload()) + 1 == crashAfter) {
            throw new Crash();
        }
        return "taken";
    }

    private static DeviceId device(String serialNumber) {
        return DeviceId.of(ACME, "Flow AG", serialNumber);
    }

    private static DeviceTwin desired(Map<String, Object> values) {
        return new DeviceTwin(
                1, new TreeMap<>(values), new TreeMap<>(), Convergence.IN_SYNC, Instant.EPOCH, null, null, null);
    }

    private final class Twins implements KnownTwins {
        @Override
        public LoggedTwin now(DeviceId device) {
            return new LoggedTwin(twins.getOrDefault(device, DeviceTwin.EMPTY), 1);
        }

        @Override
        public LoggedTwin atPosition(DeviceId device, long position) {
            return now(device);
        }

        @Override
        public LoggedTwin atTime(DeviceId device, @Nullable Instant time) {
            return now(device);
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

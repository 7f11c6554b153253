package io.devicetrail.sagas.commandwithdrawal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.WithdrawCommand;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.device.DeviceEvent.DeviceHandedOver;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.sagas.step.TakenSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.provider.MethodSource;

class WhenDeviceEndedThenWithdrawCommandsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-100");
    private static final long POSITION = 42;
    private static final DeviceRetired RETIRED = new DeviceRetired(PUMP, LifeCycle.ACTIVE);

    private final List<CommandMessage<?>> sent = new ArrayList<>();
    private final Map<String, Object> taken = new HashMap<>();
    private final Set<DeviceId> ended = new HashSet<>();
    private final EventMessage<?> event = GenericEventMessage.asEventMessage(RETIRED);
    private List<CommandId> open = commands(2);
    private boolean projectionAway;

    /** The command after which the crash comes; 0 for none. */
    private int crashAfter;

    @ParameterizedTest
    @MethodSource("ends")
    void everyEndWithdrawsWhatIsOpen(LifeCycleEvent end) throws Exception {
        happens(end);
        assertThat(withdrawn()).isEqualTo(open);
        assertThat(sent)
                .allSatisfy(message -> assertThat(message.getMetaData())
                        .containsEntry(Metadata.TENANT, "acme")
                        .containsEntry(Metadata.SITE, BASEL.toString())
                        .containsEntry(Metadata.ACTOR_ID, "command-withdrawal"));
    }

    static Stream<LifeCycleEvent> ends() {
        return Stream.of(
                RETIRED,
                new DeviceReplaced(PUMP, DeviceId.of(ACME, "Flow AG", "P-101"), LifeCycle.ACTIVE),
                new DeviceHandedOver(
                        PUMP, DeviceTransferId.of(ACME, "ada", "1"), new TenantId("rival"), LifeCycle.ACTIVE));
    }

    @Test
    void aDeviceThatComesBackKeepsItsCommands() throws Exception {
        happens(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
        assertThat(sent).isEmpty();
    }

    /** However many they are, and though the read model still has those that were just withdrawn. */
    @Test
    void theyAreWithdrawnPageByPageAndOnce() throws Exception {
        open = commands(2 * WhenDeviceEndedThenWithdrawCommands.PAGE);
        happens(RETIRED);
        assertThat(withdrawn()).isEqualTo(open);
    }

    @Test
    void aCrashOnTheWayLeavesNoneAndWithdrawsNoneTwice() throws Exception {
        crashAfter = 1;
        assertThatThrownBy(() -> happens(RETIRED)).isInstanceOf(Crash.class);
        crashAfter = 0;
        happens(RETIRED);
        happens(RETIRED);
        assertThat(withdrawn()).isEqualTo(open);
    }

    /** Failing is what makes it come again. */
    @Test
    void nothingIsDoneByAnAnswerThatHasNotSeenTheEnd() throws Exception {
        projectionAway = true;
        assertThatThrownBy(() -> happens(RETIRED)).isInstanceOf(Crash.class);
        assertThat(sent).isEmpty();
    }

    /** It was let pass before the device left, and stored after. */
    @Test
    void aRequestThatCameAfterTheEndIsWithdrawnByItself() throws Exception {
        CommandRequested late = new CommandRequested(open.getFirst(), ACME, PUMP, "reboot", new TreeMap<>(), 60);
        reaction().on(late, metadata(), event);
        assertThat(sent).as("control: the device is here").isEmpty();
        ended.add(PUMP);
        reaction().on(late, metadata(), event);
        assertThat(withdrawn()).containsExactly(open.getFirst());
    }

    private List<CommandId> withdrawn() {
        return sent.stream()
                .map(message -> ((WithdrawCommand) message.getPayload()).command())
                .toList();
    }

    private void happens(LifeCycleEvent end) throws Exception {
        reaction().on(end, metadata(), new GlobalSequenceTrackingToken(POSITION), event);
    }

    private static MetaData metadata() {
        return MetaData.with(Metadata.TENANT, "acme").and(Metadata.SITE, BASEL.toString());
    }

    /** Another one each time, as after a start. */
    private WhenDeviceEndedThenWithdrawCommands reaction() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        var unused = bus.subscribe(WithdrawCommand.class.getName(), this::answer);
        return new WhenDeviceEndedThenWithdrawCommands(
                DefaultCommandGateway.builder().commandBus(bus).build(),
                new TakenSteps(taken::containsKey),
                new Projected(),
                ended::contains);
    }

    private Object answer(CommandMessage<?> message) {
        sent.add(message);
        taken.put(message.getIdentifier(), message.getPayload());
        if (crashAfter > 0 && sent.size() == crashAfter) {
            throw new Crash();
        }
        return "taken";
    }

    private static List<CommandId> commands(int number) {
        return LongStream.rangeClosed(1, number)
                .mapToObj(n -> new CommandId(new UUID(7, n)))
                .toList();
    }

    private final class Projected implements OpenCommands {
        @Override
        public Seen ofDevice(DeviceId device, Set<CommandId> asked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Seen ofTenant(TenantId tenant, Set<CommandId> asked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CommandId> nextOf(DeviceId device, long position, @Nullable CommandId after, int most) {
            assertThat(device).isEqualTo(PUMP);
            assertThat(position).isEqualTo(POSITION);
            if (projectionAway) {
                throw new Crash();
            }
            return open.stream()
                    .skip(after == null ? 0 : open.indexOf(after) + 1)
                    .limit(most)
                    .toList();
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

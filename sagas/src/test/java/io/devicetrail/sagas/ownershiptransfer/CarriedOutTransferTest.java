package io.devicetrail.sagas.ownershiptransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceCommand.HandOverDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.IllegalTransition;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.transfer.TransferCommand.AbandonDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.CompleteDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.HoldUpDeviceTransfer;
import io.devicetrail.sagas.step.TakenSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarriedOutTransferTest {
    private static final List<Object> STEPS = List.of(
            new HandOverDevice(Offers.PUMP, Offers.TRANSFER, Offers.NORTH),
            Offers.REGISTRATION,
            new CompleteDeviceTransfer(Offers.TRANSFER));

    /** Of everything that was sent, in its order. */
    private final List<CommandMessage<?>> sent = new ArrayList<>();
    /** What the log has taken, by the id of the message: a second one of the same id is no second entry. */
    private final Map<String, Object> taken = new HashMap<>();

    private final Map<Class<?>, Rejection> refusals = new HashMap<>();

    /** The step that the next crash hits, counted from 1, and whether the log has taken it by then; 0 for none. */
    private int crashAt;

    private boolean crashAfter;

    @Test
    void theDeviceEndsAtTheGiverBeforeTheReceiverHasIt() {
        carryOut();
        assertThat(sent.stream().map(CommandMessage::getPayload)).isEqualTo(STEPS);
        assertThat(sent.stream().map(message -> message.getMetaData().get(Metadata.TENANT)))
                .as("each where it happens")
                .isEqualTo(List.of("acme", "north", "acme"));
        assertThat(sent)
                .allSatisfy(message -> assertThat(message.getMetaData())
                        .containsEntry(Metadata.ACTOR_TYPE, "PROCESS")
                        .containsEntry(Metadata.ACTOR_ID, "ownership-transfer"));
    }

    @Test
    void theGiversEventOfTheSameActCarriesNothingOut() {
        process().on(Offers.ACCEPTED_BY_GIVERS_RECORD, event(Offers.ACCEPTED_BY_GIVERS_RECORD));
        assertThat(sent).isEmpty();
    }

    /** The process keeps nothing, so that one that is gone after the crash is the same as one that is lost for ever. */
    @ParameterizedTest(name = "step {0}, stored {1}")
    @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, false", "3, true"})
    void aCrashAtAnyStepLeadsToTheSameEnd(int step, boolean stored) {
        crashAt = step;
        crashAfter = stored;
        EventMessage<?> event = event(Offers.ACCEPTED);
        assertThatThrownBy(() -> process().on(Offers.ACCEPTED, event)).isInstanceOf(Crash.class);
        crashAt = 0;
        process().on(Offers.ACCEPTED, event);
        process().on(Offers.ACCEPTED, event);
        assertThat(taken.values()).containsExactlyInAnyOrderElementsOf(STEPS);
    }

    @Test
    void aDeviceThatEndedBeforeEndsTheTransfer() {
        refusals.put(HandOverDevice.class, new IllegalTransition(LifeCycle.RETIRED, LifeCycle.HANDED_OVER));
        carryOut();
        assertThat(payloads())
                .containsExactly(STEPS.getFirst(), new AbandonDeviceTransfer(Offers.TRANSFER, "ILLEGAL_TRANSITION"));
    }

    @Test
    void aDeviceThatIsThereAlreadyIsWhatItIsFor() {
        refusals.put(RegisterDevice.class, new SerialNumberTaken("Flow AG", "P-1"));
        carryOut();
        assertThat(payloads()).isEqualTo(STEPS);
    }

    @Test
    void aRefusalOfTheReceiversRegistryHoldsItUp() {
        refusals.put(RegisterDevice.class, new ModelVersionDeprecated(2));
        carryOut();
        assertThat(payloads())
                .containsExactly(
                        STEPS.get(0),
                        STEPS.get(1),
                        new HoldUpDeviceTransfer(Offers.TRANSFER, "MODEL_VERSION_DEPRECATED"));
    }

    /** Each acceptance is a cause of its own: what one was refused another may be granted, and refused again. */
    @Test
    void anotherAcceptanceIsOtherMessages() {
        carryOut();
        carryOut();
        assertThat(sent.stream().map(CommandMessage::getIdentifier).distinct()).hasSize(2 * STEPS.size());
    }

    private void carryOut() {
        process().on(Offers.ACCEPTED, event(Offers.ACCEPTED));
    }

    private List<Object> payloads() {
        return sent.stream().<Object>map(CommandMessage::getPayload).toList();
    }

    private static EventMessage<?> event(Object payload) {
        return GenericEventMessage.asEventMessage(payload);
    }

    /** Another one each time, as after a start. */
    private WhenTransferAcceptedThenCarryItOut process() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        for (Class<?> command : new Class<?>[] {
            HandOverDevice.class,
            RegisterDevice.class,
            CompleteDeviceTransfer.class,
            AbandonDeviceTransfer.class,
            HoldUpDeviceTransfer.class
        }) {
            var unused = bus.subscribe(command.getName(), this::answer);
        }
        CommandGateway commands =
                DefaultCommandGateway.builder().commandBus(bus).build();
        return new WhenTransferAcceptedThenCarryItOut(commands, new TakenSteps(taken::containsKey));
    }

    private Object answer(CommandMessage<?> message) {
        sent.add(message);
        boolean crashes = crashAt > 0 && STEPS.indexOf(message.getPayload()) + 1 == crashAt;
        if (crashes && !crashAfter) {
            throw new Crash();
        }
        Rejection refused = refusals.get(message.getPayloadType());
        if (refused != null) {
            throw new CommandExecutionException(refused.code(), null, refused);
        }
        taken.put(message.getIdentifier(), message.getPayload());
        if (crashes) {
            throw new Crash();
        }
        return "taken";
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

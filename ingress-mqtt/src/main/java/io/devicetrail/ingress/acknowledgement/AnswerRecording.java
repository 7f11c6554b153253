package io.devicetrail.ingress.acknowledgement;

import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.ingress.contract.DeviceContract;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.topic.Topic;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;

/** Takes one answer to the log. */
final class AnswerRecording {
    private final DeviceContracts contracts;
    private final CommandGateway commands;

    AnswerRecording(DeviceContracts contracts, CommandGateway commands) {
        this.contracts = contracts;
        this.commands = commands;
    }

    /**
     * Returns when the answer is in the log.
     *
     * @throws Misfit if it will never be
     * @throws RuntimeException if it is not, but may be later
     */
    void record(Topic.Ack topic, byte[] payload) {
        AnswerMessage answer = AnswerMessage.read(payload);
        DeviceContract device = contracts
                .find(topic.device())
                .orElseThrow(() ->
                        new Misfit(QuarantineReason.UNKNOWN_DEVICE, "No device " + topic.device() + " is registered."));
        if (!device.tenant().equals(topic.tenant())) {
            throw new Misfit(QuarantineReason.WRONG_TENANT, "The device is not one of tenant " + topic.tenant() + ".");
        }
        Caller caller = Caller.device(topic.device().toString(), "broker-topic");
        try {
            RecordCommandAnswer command = new RecordCommandAnswer(
                    topic.command(),
                    topic.device(),
                    answer.answer(),
                    answer.code(),
                    answer.detail(),
                    answer.at(),
                    answer.attempt(),
                    answer.progress());
            commands.<@Nullable Object>sendAndWait(
                    command, MetaData.from(caller.toMetadata(topic.tenant().value())));
        } catch (CommandExecutionException e) {
            Object details = e.getDetails().orElse(null);
            if (details instanceof Rejection rejection) {
                throw new Misfit(rejection.code(), rejection.message());
            }
            throw e;
        } catch (AggregateNotFoundException e) {
            throw new Misfit(QuarantineReason.COMMAND_UNKNOWN, "There is no command " + topic.command() + ".");
        } catch (MalformedInput e) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, String.valueOf(e.getMessage()));
        }
    }
}

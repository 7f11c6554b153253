package io.devicetrail.sagas.commandrelease;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/**
 * Asks a command to go on after each signature under it. Whether it may is the command's own decision, so that one that is
 * asked too early, twice, or again after a crash or a lost token, comes to no harm.
 */
@Component
@ProcessingGroup("command-release")
class WhenSignedThenReleaseCommand {
    static final Caller CALLER = Caller.process("command-release");

    private final CommandGateway commands;
    private final GivenSignatures signatures;

    WhenSignedThenReleaseCommand(CommandGateway commands, GivenSignatures signatures) {
        this.commands = commands;
        this.signatures = signatures;
    }

    /**
     * The command counts the signatures that are known: this one and all before it have to be.
     *
     * @throws TimeoutException if they are not within a moment, or no more afterwards; the processor then tries again
     */
    @EventHandler
    void on(RecordSigned signed, TrackingToken token, MetaData metadata) throws TimeoutException {
        if (signed.record().kind() != SignableKind.DEVICE_COMMAND) {
            return;
        }
        long position = token.position().orElseThrow(() -> new IllegalStateException("no log index in " + token));
        signatures.awaitKnown(position);
        Map<String, Object> provenance = CALLER.toMetadata(String.valueOf(metadata.get(Metadata.TENANT)));
        if (metadata.get(Metadata.SITE) instanceof String site) {
            provenance.put(Metadata.SITE, site);
        }
        provenance.put(Metadata.SIGNATURE_ID, signed.signature().toString());
        ReleaseCommand release =
                new ReleaseCommand(CommandId.parse(signed.record().id()));
        commands.sendAndWait(new GenericCommandMessage<>(
                new GenericMessage<>(
                        NamedId.of("command-release", signed.signature().toString())
                                .toString(),
                        release,
                        provenance),
                ReleaseCommand.class.getName()));
        if (!signatures.known(position)) {
            // The command may have counted what a rebuild had not read again yet.
            throw new TimeoutException("the signatures are being rebuilt");
        }
    }
}

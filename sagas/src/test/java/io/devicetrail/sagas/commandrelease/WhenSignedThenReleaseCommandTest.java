package io.devicetrail.sagas.commandrelease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.test.utils.RecordingCommandBus;
import org.junit.jupiter.api.Test;

class WhenSignedThenReleaseCommandTest {
    private static final CommandId COMMAND = CommandId.of(new TenantId("acme"), "ada", "1");
    private static final SignableRecord REQUEST = SignableRecord.of(SignableKind.DEVICE_COMMAND, COMMAND.toString());
    private static final long INDEX = 7;
    private static final MetaData META = MetaData.from(Map.of(Metadata.TENANT, "acme", Metadata.SITE, "s-1"));

    private final RecordingCommandBus bus = new RecordingCommandBus();
    private final KnownUpTo known = new KnownUpTo();
    private final WhenSignedThenReleaseCommand process = new WhenSignedThenReleaseCommand(
            DefaultCommandGateway.builder().commandBus(bus).build(), known);

    @Test
    void aSignedCommandIsAskedToGoOnByTheSameMessageEachTime() throws TimeoutException {
        process.on(signed(REQUEST), new GlobalSequenceTrackingToken(INDEX), META);
        process.on(signed(REQUEST), new GlobalSequenceTrackingToken(INDEX), META);
        assertThat(bus.getDispatchedCommands()).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.getPayload()).isEqualTo(new ReleaseCommand(COMMAND));
            assertThat(sent.getMetaData())
                    .containsEntry(Metadata.TENANT, "acme")
                    .containsEntry(Metadata.SITE, "s-1")
                    .containsEntry(Metadata.ACTOR_TYPE, "PROCESS")
                    .containsEntry(
                            Metadata.SIGNATURE_ID, signed(REQUEST).signature().toString());
        });
        assertThat(bus.getDispatchedCommands().stream()
                        .map(CommandMessage::getIdentifier)
                        .distinct())
                .as("what the log takes once")
                .hasSize(1);
    }

    /** Else the last signature would be passed by before it counts, and nothing would release the command. */
    @Test
    void nothingIsAskedBeforeTheSignatureIsKnown() {
        known.upTo = INDEX - 1;
        assertThatThrownBy(() -> process.on(signed(REQUEST), new GlobalSequenceTrackingToken(INDEX), META))
                .as("what the processor tries again")
                .isInstanceOf(TimeoutException.class);
        assertThat(bus.getDispatchedCommands()).isEmpty();
    }

    @Test
    void aRebuildThatBeganMeanwhileMakesItAskAgain() {
        known.rebuilds = true;
        assertThatThrownBy(() -> process.on(signed(REQUEST), new GlobalSequenceTrackingToken(INDEX), META))
                .isInstanceOf(TimeoutException.class);
        assertThat(bus.getDispatchedCommands()).hasSize(1);
    }

    @Test
    void aSignatureUnderSomethingElseReleasesNothing() throws TimeoutException {
        SignableRecord model = SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, COMMAND + ":1");
        process.on(signed(model), new GlobalSequenceTrackingToken(INDEX), META);
        assertThat(bus.getDispatchedCommands()).isEmpty();
    }

    private static RecordSigned signed(SignableRecord record) {
        String hash = "0".repeat(64);
        PersonId ada = PersonId.of(PersonId.LOCAL, "ada");
        return new RecordSigned(
                SignatureId.of(record, hash, ada, SignatureMeaning.APPROVAL),
                record,
                3,
                hash,
                ada,
                "Ada",
                SignatureMeaning.APPROVAL,
                "UTC",
                "+00:00",
                "s1",
                List.of("pwd"),
                2,
                "0".repeat(64));
    }

    private static final class KnownUpTo implements GivenSignatures {
        private long upTo = INDEX;
        private boolean rebuilds;

        @Override
        public List<GivenSignature> of(SignableRecord record) {
            return List.of();
        }

        @Override
        public void awaitKnown(long position) throws TimeoutException {
            if (position > upTo) {
                throw new TimeoutException("not yet");
            }
        }

        @Override
        public boolean known(long position) {
            return !rebuilds && position <= upTo;
        }
    }
}

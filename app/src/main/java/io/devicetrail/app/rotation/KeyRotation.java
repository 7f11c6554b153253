package io.devicetrail.app.rotation;

import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.ledger.LedgerCommand.RotateKey;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes new keys, has the log name them, and waits until the ledger signs with them. */
@Component
class KeyRotation {
    /** The tailer is a second behind at most; more means that it waits for something, which its health tells. */
    static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(10);

    private final LedgerKeyring keys;
    private final CommandSender sender;

    KeyRotation(LedgerKeyring keys, CommandSender sender) {
        this.keys = keys;
        this.sender = sender;
    }

    /**
     * @param outcome what the log said
     * @param position log index of the event that names the keys; null if there is none
     * @param to the new verifier keys
     * @param inForce whether checkpoints carry their signatures by now; if not, they will once the ledger goes on
     */
    record Rotated(MutationOutcome outcome, @Nullable Long position, List<String> to, boolean inForce) {}

    /**
     * One at a time: two would name the same keys.
     *
     * @param tokenKey label of the key that the operator has made in the token; null where the keys are in none
     * @throws io.devicetrail.audit.ledger.LedgerBroken if there are no such keys; the log has heard of nothing then
     */
    synchronized Rotated rotate(
            Caller caller, @Nullable String reason, @Nullable String reasonCode, @Nullable String tokenKey)
            throws IOException, InterruptedException {
        LedgerKeyring.Succession succession = keys.succession(tokenKey);
        List<String> from = texts(succession.from());
        LedgerKeys next = succession.to();
        List<String> to = texts(next);
        LedgerId ledger = new LedgerId(next.origin());
        MutationOutcome outcome = sender.send(
                caller,
                new Mutation(
                        "rotateKey",
                        NamedId.of("ledger keys", to.toArray(String[]::new)).toString(),
                        reason,
                        reasonCode),
                () -> new Addressed(
                        new RotateKey(ledger, from, to), TenantId.INSTALLATION, null, ledger.value(), null));
        boolean inForce = outcome.errors().isEmpty() && keys.awaitInForce(next, IN_FORCE_WITHIN);
        // The log may have named these keys before, in a rotation that was cut short: its index is the one that counts.
        Long known = keys.rotatedAt();
        Long index = inForce && known != null ? known : outcome.position();
        return new Rotated(outcome, index, to, inForce);
    }

    private static List<String> texts(LedgerKeys keys) {
        return keys.verifiers().stream().map(VerifierKey::text).toList();
    }
}

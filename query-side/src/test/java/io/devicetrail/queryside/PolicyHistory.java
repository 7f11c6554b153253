package io.devicetrail.queryside;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyId;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** A policy for commands, withdrawn in the end; while it was there one command was held and released, one is held still. */
final class PolicyHistory {
    static final CommandId RELEASED = CommandId.of(History.ACME, "ada", "reboot-3");
    static final CommandId HELD = CommandId.of(History.ACME, "ada", "reboot-4");

    private PolicyHistory() {}

    static void write(LogOfTests log) {
        SignaturePolicy policy =
                new SignaturePolicy(List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of(), 1)), false);
        SignableKind kind = SignableKind.DEVICE_COMMAND;
        SignaturePolicyId id = SignaturePolicyId.of(History.ACME, kind);
        append(log, new SignaturePolicyEvent.SignaturePolicySet(id, History.ACME, kind, null, policy));
        held(log, RELEASED, policy);
        append(
                log,
                new CommandEvent.CommandReleased(
                        RELEASED, History.SUCCESSOR, List.of(new SignatureId(new UUID(7, 13)))));
        held(log, HELD, policy);
        append(log, new SignaturePolicyEvent.SignaturePolicyWithdrawn(id, History.ACME, kind, policy));
    }

    private static void held(LogOfTests log, CommandId command, SignaturePolicy policy) {
        append(
                log,
                new CommandEvent.CommandRequested(
                        command, History.ACME, History.SUCCESSOR, "reboot", new TreeMap<>(), 60));
        append(
                log,
                new CommandEvent.CommandHeld(
                        command, History.SUCCESSOR, policy, Instant.parse("2026-11-21T10:00:00Z")));
    }

    private static void append(LogOfTests log, Object event) {
        log.append(event, History.ADA, History.ACME.value());
    }
}

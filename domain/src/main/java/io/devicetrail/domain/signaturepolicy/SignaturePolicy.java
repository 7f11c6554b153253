package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignatureMeaning;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signatures that a record needs (21 CFR 11.10(g)).
 *
 * @param ordered whether a step counts only after those before it are complete (11.10(f))
 */
public record SignaturePolicy(List<SignatureStep> steps, boolean ordered) {
    /**
     * What the signatures come to. One person counts once, and who made the record does not count at all.
     *
     * @param signatures of the version as it is now, in the order of the log
     * @param makers ids of the actors of its events
     */
    public PolicyStanding standing(List<GivenSignature> signatures, Set<String> makers) {
        List<GivenSignature> ofOthers = signatures.stream()
                .filter(signature -> !makers.contains(signature.person().toString()))
                .toList();
        SignatureCount count = new SignatureCount(steps);
        return ordered ? count.inOrder(ofOthers) : count.inAnyOrder(ofOthers);
    }

    /** Whether such a signature is of a step that is not due yet, and of none that is. */
    public boolean isTooEarly(SignatureMeaning meaning, String role, PolicyStanding now) {
        return ordered
                && !now.complete()
                && !now.missing().getFirst().takes(meaning, role)
                && now.missing().stream().anyMatch(step -> step.takes(meaning, role));
    }

    /** As people and the audit trail read it. */
    @Override
    public String toString() {
        return steps.stream().map(SignatureStep::toString).collect(Collectors.joining(ordered ? ", then " : " and "));
    }
}

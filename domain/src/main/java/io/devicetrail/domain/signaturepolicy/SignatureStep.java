package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignatureMeaning;
import java.util.List;

/**
 * One step of a policy; of a standing, what is missing of one.
 *
 * @param roles keys of the roles whose signatures count; empty for any that gives the meaning
 * @param count of signatures, each by somebody else
 */
public record SignatureStep(SignatureMeaning meaning, List<String> roles, int count) {
    /** Whether a signature is of this step, whoever gave it. */
    public boolean takes(SignatureMeaning given, String role) {
        return meaning == given && (roles.isEmpty() || roles.contains(role));
    }

    SignatureStep with(int other) {
        return new SignatureStep(meaning, roles, other);
    }

    /** As people and the audit trail read it, such as {@code 2 APPROVAL by quality-approver}. */
    @Override
    public String toString() {
        return count + " " + meaning + (roles.isEmpty() ? "" : " by " + String.join(" or ", roles));
    }
}

package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import java.util.List;

/** Why a policy was refused, or refused something. */
public sealed interface SignaturePolicyRejection extends Rejection {

    /** Who made a record is known from its events, and does not sign for a policy. */
    record MeaningUnfit(SignatureMeaning meaning) implements SignaturePolicyRejection {
        @Override
        public String code() {
            return "POLICY_MEANING_UNFIT";
        }

        @Override
        public String message() {
            return "A policy asks others than who made the record, so it cannot ask for " + meaning
                    + "; leave that step out.";
        }
    }

    record RoleUnfit(String role, SignatureMeaning meaning) implements SignaturePolicyRejection {
        @Override
        public String code() {
            return "POLICY_ROLE_UNFIT";
        }

        @Override
        public String message() {
            return "Nobody signs with the meaning " + meaning + " as " + role
                    + ", so the step could never be complete; name a role that gives it, or none for any that does.";
        }
    }

    record PolicyUnchanged() implements SignaturePolicyRejection {
        @Override
        public String code() {
            return "POLICY_UNCHANGED";
        }

        @Override
        public String message() {
            return "That is the policy already.";
        }
    }

    record NoPolicy(SignableKind kind) implements SignaturePolicyRejection {
        @Override
        public String code() {
            return "NO_SIGNATURE_POLICY";
        }

        @Override
        public String message() {
            return "No policy asks for signatures under " + kind + " there, so there is none to withdraw.";
        }
    }

    /** It is used only when it is signed as the policy asks (21 CFR 11.10(f)). */
    record SignaturesMissing(SignableRecord record, List<SignatureStep> missing) implements SignaturePolicyRejection {
        @Override
        public String code() {
            return "SIGNATURES_MISSING";
        }

        @Override
        public String message() {
            return record + " is not signed as the tenant's policy asks; missing: " + PolicyStanding.told(missing)
                    + ". If they were given a moment ago, repeat shortly.";
        }
    }
}

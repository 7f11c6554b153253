package io.devicetrail.domain.shared;

/** The rules about reasons. */
public sealed interface ReasonRejection extends Rejection {
    /** A person changed regulated data without saying why. */
    record ReasonMissing() implements ReasonRejection {
        @Override
        public String code() {
            return "REASON_MISSING";
        }

        @Override
        public String message() {
            return "This change needs a reason: say why, in words the next reader will understand.";
        }
    }
}

package io.devicetrail.domain.shared;

/** The rules about repeating a request. */
public sealed interface RequestRejection extends Rejection {
    /** The idempotency key was used before, for something else: answering with that outcome would deceive the caller. */
    record KeyReused() implements RequestRejection {
        @Override
        public String code() {
            return "IDEMPOTENCY_KEY_REUSED";
        }

        @Override
        public String message() {
            return "This clientMutationId was used for another request; choose a new one.";
        }
    }
}

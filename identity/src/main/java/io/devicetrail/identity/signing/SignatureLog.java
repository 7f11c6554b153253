package io.devicetrail.identity.signing;

import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.identity.account.AccountLog.Proven;
import java.util.List;

/** The way of a signature into the log. */
public interface SignatureLog {
    /**
     * Returns when it is stored.
     *
     * @param components that the signer proved for it
     * @throws RefusedException if the record is not what the signer saw, or they may not sign it
     * @throws io.devicetrail.identity.account.LogAwayException if the log does not take it
     */
    void sign(Asked asked, Proven who, String session, List<String> components);

    /** A rule refused the signature. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        /** @param message for the signer */
        public RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }

        public String told() {
            return String.valueOf(getMessage());
        }
    }
}

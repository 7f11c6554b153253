package io.devicetrail.identity.account;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The accounts as the log tells them, and the way of every result into it. Each method returns when it is stored. */
public interface AccountLog {
    /** Empty for somebody who was never registered. */
    Optional<Holder> holder(PersonId person);

    /** What the log says of the account after an entry of that number. */
    News since(PersonId person, long sequence);

    /** Whether the person ever had a password, whatever became of it. */
    boolean passwordEverSet(PersonId person);

    /**
     * @return number of the entry in the account's stream
     * @throws RefusedException if the account is locked, the person deactivated, or a proof is missing
     */
    long signedIn(Proven who, String session, List<String> methods);

    /**
     * Somebody for whom an outside issuer vouched, to sign here.
     *
     * @param twoFactors words each of which alone stands for two components
     * @return number of the entry in the account's stream
     * @throws RefusedException if that issuer does not vouch for them, or they are deactivated
     */
    long signedInElsewhere(Proven who, String session, String issuer, List<String> methods, List<String> twoFactors);

    /**
     * @param leftOut attempts before it that have no entry of their own
     * @return whether this failure locked the account
     */
    boolean failed(PersonId person, String cause, int leftOut, Origin origin);

    /** @throws RefusedException if the account's rules refuse it */
    void passwordSet(Proven who);

    /** @throws RefusedException if the account's rules refuse it */
    void secondFactorEnrolled(Proven who);

    /** @throws RefusedException if the account's rules refuse it */
    void tokenIssued(Proven who, String session, String client, String grantType, Instant expiresAt);

    /** By nobody who proved who they are: by policy, or by something that was found out. */
    void signedOut(PersonId person, String session, String cause, Origin origin);

    /** By the person. */
    void signedOut(Proven who, String session, String cause);

    /**
     * Whose account it is.
     *
     * @param printedName as printed beside a signature
     */
    record Holder(String printedName, boolean active) {}

    /**
     * @param sequence of the account's newest entry
     * @param events those among the entries that change who gets in: secrets, passwords, resets, locks and unlockings
     */
    record News(long sequence, List<AccountEvent> events) {}

    /**
     * Somebody whose identity was proved.
     *
     * @param authentication how, such as {@code pwd+otp}
     */
    record Proven(PersonId person, String printedName, String authentication, Origin origin) {}

    /** The account's own rules refused it; the code says which. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        public RefusedException(String code) {
            super(code);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}

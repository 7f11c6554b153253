package io.devicetrail.domain.account;

import io.devicetrail.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * What happened to accounts. Nothing here is secret, nor made from a secret: no password, no hash, no code, no token.
 * From where and with which program is in the metadata, as of every event.
 */
public sealed interface AccountEvent {
    AccountId account();

    PersonId person();

    /** An administrator lets the person in: a one-time secret, shown to the administrator once. */
    @Revision("1")
    record SignInSecretIssued(AccountId account, PersonId person, Instant expiresAt) implements AccountEvent {}

    /** An administrator took the second factor away; the person enrols a new one. */
    @Revision("1")
    record SecondFactorReset(AccountId account, PersonId person) implements AccountEvent {}

    /** An administrator ended a lock before its time. */
    @Revision("1")
    record AccountUnlocked(AccountId account, PersonId person) implements AccountEvent {}

    /** The person chose a password; a secret that was issued to them is spent by it. */
    @Revision("1")
    record PasswordSet(AccountId account, PersonId person) implements AccountEvent {}

    /** @param method as in the claim {@code amr} of a token (RFC 8176), such as {@code otp} */
    @Revision("1")
    record SecondFactorEnrolled(AccountId account, PersonId person, String method) implements AccountEvent {}

    /**
     * @param session id of the session; the tokens made in it name it as {@code sid}
     * @param methods that proved the identity, as in the claim {@code amr}
     */
    @Revision("1")
    record SignedIn(AccountId account, PersonId person, String session, List<String> methods) implements AccountEvent {}

    /**
     * Somebody proved to an issuer elsewhere who they are, in order to sign here (21 CFR 11.200(a)(1)).
     *
     * @param session in which they may sign; no token is made in it
     * @param issuer address of the issuer that vouches for them, the one they are registered under
     * @param methods that proved the identity, in the words of the issuer's ID token, as
     *     {@link io.devicetrail.domain.signature.SignatureComponents} keeps them
     * @param twoFactors words each of which alone stood for two components, by the settings of that time
     */
    @Revision("1")
    record SignedInElsewhere(
            AccountId account,
            PersonId person,
            String session,
            String issuer,
            List<String> methods,
            List<String> twoFactors)
            implements AccountEvent {}

    /**
     * An attempt that proved nothing (21 CFR 11.300(d)).
     *
     * @param failures how many were recorded since the last sign-in, unlocking or end of a lock, this one included
     * @param leftOut how many there were since the entry before that have none of their own: during a lock there is one
     *     in a while, or anybody could fill the log
     */
    @Revision("1")
    record SignInFailed(AccountId account, PersonId person, String cause, int failures, int leftOut)
            implements AccountEvent {}

    /** Too many attempts failed: nobody gets in before {@code until}, unless an administrator unlocks (11.300(d)). */
    @Revision("1")
    record AccountLocked(AccountId account, PersonId person, int failures, Instant until) implements AccountEvent {}

    /** @param cause what ended the session, such as {@code sign-out}, {@code idle} or {@code deactivated} */
    @Revision("1")
    record SignedOut(AccountId account, PersonId person, String session, String cause) implements AccountEvent {}

    /** A program was given the right to act for the person until {@code expiresAt}. */
    @Revision("1")
    record TokenIssued(
            AccountId account, PersonId person, String session, String client, String grantType, Instant expiresAt)
            implements AccountEvent {}
}

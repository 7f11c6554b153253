package io.devicetrail.domain.account;

import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;
import java.time.Instant;

/** Why a command about an account was refused. */
public sealed interface AccountRejection extends Rejection {
    /** Somebody else vouches for the person; what proves their identity is kept there. */
    record AccountElsewhere(String issuer) implements AccountRejection {
        @Override
        public String code() {
            return "ACCOUNT_ELSEWHERE";
        }

        @Override
        public String message() {
            return "The person signs in at " + issuer + "; their account is looked after there.";
        }
    }

    /** Nobody but the issuer under which a person is registered vouches for them. */
    record AnotherIssuer(String issuer) implements AccountRejection {
        @Override
        public String code() {
            return "ANOTHER_ISSUER";
        }

        @Override
        public String message() {
            return "The person is not registered as somebody of " + issuer + "; sign in at the issuer they have.";
        }
    }

    /** One administrator alone could sign in as the person (21 CFR 11.200(a)(3): misuse needs two). */
    record SecondPersonNeeded() implements AccountRejection, Denial {
        @Override
        public String code() {
            return "SECOND_PERSON_NEEDED";
        }

        @Override
        public String message() {
            return "Nobody who issued a sign-in secret resets the second factor or ends a lock of the same person, nor"
                    + " the other way round, until the person has signed in or enrolled again; ask another"
                    + " administrator.";
        }
    }

    record Locked(Instant until) implements AccountRejection {
        @Override
        public String code() {
            return "ACCOUNT_LOCKED";
        }

        @Override
        public String message() {
            return "The account is locked until " + until + "; wait, or ask an administrator to unlock it.";
        }
    }

    record NotLocked() implements AccountRejection {
        @Override
        public String code() {
            return "ACCOUNT_NOT_LOCKED";
        }

        @Override
        public String message() {
            return "The account is not locked.";
        }
    }

    /** Only the person knows their password and holds their second factor (21 CFR 11.200(a)(2)). */
    record NotOwnAccount() implements AccountRejection, Denial {
        @Override
        public String code() {
            return "NOT_OWN_ACCOUNT";
        }

        @Override
        public String message() {
            return "Only the person themselves sets their password or enrols their second factor.";
        }
    }

    record SecretNotIssued() implements AccountRejection {
        @Override
        public String code() {
            return "SIGN_IN_SECRET_NOT_ISSUED";
        }

        @Override
        public String message() {
            return "No sign-in secret of this person is in force; ask an administrator to issue one.";
        }
    }

    record PasswordNotSet() implements AccountRejection {
        @Override
        public String code() {
            return "PASSWORD_NOT_SET";
        }

        @Override
        public String message() {
            return "The person has not set a password yet; they do so with a sign-in secret.";
        }
    }

    record SecondFactorMissing(String method) implements AccountRejection {
        @Override
        public String code() {
            return "SECOND_FACTOR_MISSING";
        }

        @Override
        public String message() {
            return "The person signs in with " + method + " as well.";
        }
    }

    record SecondFactorNotEnrolled() implements AccountRejection {
        @Override
        public String code() {
            return "SECOND_FACTOR_NOT_ENROLLED";
        }

        @Override
        public String message() {
            return "The person has no second factor; there is nothing to reset.";
        }
    }

    /** A repeated request: the secret was in its first answer, and is kept nowhere. */
    record SecretShownOnce() implements AccountRejection {
        @Override
        public String code() {
            return "SECRET_SHOWN_ONCE";
        }

        @Override
        public String message() {
            return "This request was carried out before, and its secret was shown then, if the answer arrived. If it"
                    + " was lost, issue another with a new clientMutationId; the lost one stops counting.";
        }
    }

    /** Whoever keeps the credentials was away before anything was recorded. */
    record SecretsUnavailable() implements AccountRejection {
        @Override
        public String code() {
            return "SIGN_IN_SECRETS_UNAVAILABLE";
        }

        @Override
        public String message() {
            return "A secret could not be prepared, so nothing was recorded; repeat shortly.";
        }
    }

    /** Whoever keeps the credentials was away after the issue was recorded. */
    record SecretNotInForce() implements AccountRejection {
        @Override
        public String code() {
            return "SIGN_IN_SECRET_NOT_IN_FORCE";
        }

        @Override
        public String message() {
            return "The issue is on record, but the secret could not be put in force and opens nothing; issue another,"
                    + " with a new clientMutationId.";
        }
    }

    /** The installation does not sign people in itself. */
    record SignInNotConfigured() implements AccountRejection {
        @Override
        public String code() {
            return "SIGN_IN_NOT_CONFIGURED";
        }

        @Override
        public String message() {
            return "This installation keeps no credentials of its own, so there is nothing a secret could open.";
        }
    }
}

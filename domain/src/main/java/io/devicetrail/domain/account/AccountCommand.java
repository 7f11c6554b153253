package io.devicetrail.domain.account;

import io.devicetrail.domain.authority.OfOneself;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * What can be asked about accounts. Each belongs to the installation's audit trail, whatever tenant the person works
 * for. What was verified before one is sent is verified by whoever keeps the credentials; no command carries them.
 */
public sealed interface AccountCommand {
    AccountId account();

    PersonId person();

    /**
     * Lets somebody in, or back in, with a secret made by {@link SignInSecrets}. A secret that was issued before stops
     * counting.
     */
    record IssueSignInSecret(@TargetAggregateIdentifier AccountId account, PersonId person, Instant expiresAt)
            implements AccountCommand, RegulatedChange {
        public IssueSignInSecret {
            requireOwn(account, person);
        }
    }

    /** Takes the second factor of somebody who has lost it. */
    record ResetSecondFactor(@TargetAggregateIdentifier AccountId account, PersonId person)
            implements AccountCommand, RegulatedChange {
        public ResetSecondFactor {
            requireOwn(account, person);
        }
    }

    /** Ends a lock before its time. */
    record UnlockAccount(@TargetAggregateIdentifier AccountId account, PersonId person)
            implements AccountCommand, RegulatedChange {
        public UnlockAccount {
            requireOwn(account, person);
        }
    }

    /**
     * The person chose a password. They send it themselves, after their secret or their old password was verified, and
     * the second factor too if one is enrolled. Whatever secret was issued to them is spent by it, used or not.
     */
    record SetPassword(@TargetAggregateIdentifier AccountId account, PersonId person)
            implements AccountCommand, OfOneself {
        public SetPassword {
            requireOwn(account, person);
        }
    }

    /**
     * The person enrolled a second factor, and showed that they hold it. They send it themselves, after their password or
     * secret was verified, and the second factor they had if it was not reset.
     *
     * @param method as in the claim {@code amr} of a token (RFC 8176), such as {@code otp}
     */
    record EnrolSecondFactor(@TargetAggregateIdentifier AccountId account, PersonId person, String method)
            implements AccountCommand, OfOneself {
        public EnrolSecondFactor {
            requireOwn(account, person);
            method = Shape.text("method", method);
        }
    }

    /**
     * The identity was proved; a session begins when this was stored.
     *
     * @param methods that proved it, as in the claim {@code amr}: {@code pwd}, {@code otp}
     */
    record RecordSignIn(
            @TargetAggregateIdentifier AccountId account, PersonId person, String session, List<String> methods)
            implements AccountCommand, OfOneself {
        /** More ways to prove an identity at once than there are in RFC 8176. */
        public static final int MOST_METHODS = 20;

        public RecordSignIn {
            requireOwn(account, person);
            session = Shape.text("session", session);
            Shape.within("methods", methods.size(), 1, MOST_METHODS);
            methods = methods.stream()
                    .map(method -> Shape.text("methods", method))
                    .toList();
        }
    }

    /**
     * An issuer elsewhere has just vouched for who it is; a session for signing begins when this was stored.
     *
     * @param issuer address of the issuer
     * @param methods that proved it, in the words of its ID token
     * @param twoFactors words each of which alone stands for two components
     */
    record RecordSignInElsewhere(
            @TargetAggregateIdentifier AccountId account,
            PersonId person,
            String session,
            String issuer,
            List<String> methods,
            List<String> twoFactors)
            implements AccountCommand, OfOneself {
        public RecordSignInElsewhere {
            requireOwn(account, person);
            session = Shape.text("session", session);
            issuer = Shape.text("issuer", issuer);
            Shape.within("methods", methods.size(), 1, RecordSignIn.MOST_METHODS);
            methods = methods.stream()
                    .map(method -> Shape.text("methods", method))
                    .toList();
            Shape.within("twoFactors", twoFactors.size(), 0, RecordSignIn.MOST_METHODS);
            twoFactors = twoFactors.stream()
                    .map(word -> Shape.text("twoFactors", word))
                    .toList();
        }
    }

    /**
     * The identity was not proved. Taken while the account is locked too, and of a deactivated person: the attempt is
     * what is to be recorded (21 CFR 11.300(d)).
     *
     * @param cause what did not fit: {@code password}, {@code second-factor}, {@code secret}, or {@code locked} for an
     *     attempt that was not looked at
     * @param leftOut attempts during a lock, since the last that was sent, that are told with this one
     * @param lockAfter how many failures since the last sign-in, unlocking or end of a lock lock the account
     * @param lockFor how long the lock holds
     */
    record RecordFailedSignIn(
            @TargetAggregateIdentifier AccountId account,
            PersonId person,
            String cause,
            int leftOut,
            int lockAfter,
            Duration lockFor)
            implements AccountCommand, OfOneself {
        /** Most failures that a policy may let pass before it locks. */
        public static final int MOST_FAILURES = 100;
        /** Longest lock; who shall stay out for longer is deactivated. */
        public static final Duration LONGEST_LOCK = Duration.ofDays(365);

        public RecordFailedSignIn {
            requireOwn(account, person);
            cause = Shape.text("cause", cause);
            Shape.within("leftOut", leftOut, 0, Integer.MAX_VALUE);
            Shape.within("lockAfter", lockAfter, 1, MOST_FAILURES);
            if (lockFor.compareTo(Duration.ofSeconds(1)) < 0 || lockFor.compareTo(LONGEST_LOCK) > 0) {
                throw new MalformedInput("lockFor", "must be between a second and " + LONGEST_LOCK.toDays() + " days");
            }
        }
    }

    /**
     * A session ended. Taken of a deactivated person too.
     *
     * @param cause such as {@code sign-out}, {@code idle} or {@code deactivated}
     */
    record RecordSignOut(@TargetAggregateIdentifier AccountId account, PersonId person, String session, String cause)
            implements AccountCommand, OfOneself {
        public RecordSignOut {
            requireOwn(account, person);
            session = Shape.text("session", session);
            cause = Shape.text("cause", cause);
        }
    }

    /**
     * A program gets a token when this was stored.
     *
     * @param client id of the program
     * @param grantType as in RFC 6749 and RFC 8628, such as {@code authorization_code} or {@code refresh_token}
     */
    record RecordToken(
            @TargetAggregateIdentifier AccountId account,
            PersonId person,
            String session,
            String client,
            String grantType,
            Instant expiresAt)
            implements AccountCommand, OfOneself {
        public RecordToken {
            requireOwn(account, person);
            session = Shape.text("session", session);
            client = Shape.text("client", client);
            grantType = Shape.text("grantType", grantType);
        }
    }

    private static void requireOwn(AccountId account, PersonId person) {
        if (!account.equals(AccountId.of(person))) {
            throw new MalformedInput("account", "is not the id of this person's account");
        }
    }
}

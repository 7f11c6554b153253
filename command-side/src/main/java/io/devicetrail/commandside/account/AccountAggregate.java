package io.devicetrail.commandside.account;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.account.AccountCommand;
import io.devicetrail.domain.account.AccountCommand.EnrolSecondFactor;
import io.devicetrail.domain.account.AccountCommand.IssueSignInSecret;
import io.devicetrail.domain.account.AccountCommand.RecordFailedSignIn;
import io.devicetrail.domain.account.AccountCommand.RecordSignIn;
import io.devicetrail.domain.account.AccountCommand.RecordSignInElsewhere;
import io.devicetrail.domain.account.AccountCommand.RecordSignOut;
import io.devicetrail.domain.account.AccountCommand.RecordToken;
import io.devicetrail.domain.account.AccountCommand.ResetSecondFactor;
import io.devicetrail.domain.account.AccountCommand.SetPassword;
import io.devicetrail.domain.account.AccountCommand.UnlockAccount;
import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.PasswordSet;
import io.devicetrail.domain.account.AccountEvent.SecondFactorEnrolled;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInFailed;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountEvent.SignedInElsewhere;
import io.devicetrail.domain.account.AccountEvent.SignedOut;
import io.devicetrail.domain.account.AccountEvent.TokenIssued;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.account.AccountRejection.NotOwnAccount;
import io.devicetrail.domain.account.AccountRejection.PasswordNotSet;
import io.devicetrail.domain.account.AccountRejection.SecondFactorMissing;
import io.devicetrail.domain.account.AccountRejection.SecondFactorNotEnrolled;
import io.devicetrail.domain.account.AccountRejection.SecondPersonNeeded;
import io.devicetrail.domain.account.AccountRejection.SecretNotIssued;
import io.devicetrail.domain.person.PersonRejection.OwnAuthority;
import io.devicetrail.domain.shared.Metadata;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Begins with whatever happens first: a secret issued, or an attempt to sign in without one. */
@Aggregate(type = "account", snapshotTriggerDefinition = "snapshots")
class AccountAggregate {
    @AggregateIdentifier
    private @Nullable AccountId account;

    private boolean passwordSet;
    private @Nullable String secondFactor;
    private Attempts attempts = Attempts.NONE;
    private Assistance assistance = Assistance.NONE;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(IssueSignInSecret c, References references, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireOther(c, actor);
        references.requireActiveAccount(c.person());
        unless(assistance.mayIssueSecret(actor), new SecondPersonNeeded());
        applyBy(actor, new SignInSecretIssued(c.account(), c.person(), c.expiresAt()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            ResetSecondFactor c, References references, Clock clock, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireOther(c, actor);
        references.requireActiveAccount(c.person());
        unless(secondFactor != null, new SecondFactorNotEnrolled());
        unless(assistance.mayResetFactor(actor, clock.instant()), new SecondPersonNeeded());
        applyBy(actor, new SecondFactorReset(c.account(), c.person()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(UnlockAccount c, References references, Clock clock, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireOther(c, actor);
        references.requireActiveAccount(c.person());
        Instant now = clock.instant();
        attempts.requireLocked(now);
        unless(assistance.mayUnlock(actor, now), new SecondPersonNeeded());
        apply(new AccountUnlocked(c.account(), c.person()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(SetPassword c, References references, Clock clock, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireSelf(c, actor);
        references.requireActiveAccount(c.person());
        Instant now = clock.instant();
        attempts.requireOpen(now);
        unless(passwordSet || assistance.secretInForce(now), new SecretNotIssued());
        apply(new PasswordSet(c.account(), c.person()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            EnrolSecondFactor c, References references, Clock clock, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireSelf(c, actor);
        references.requireActiveAccount(c.person());
        Instant now = clock.instant();
        attempts.requireOpen(now);
        unless(passwordSet || assistance.secretInForce(now), new SecretNotIssued());
        apply(new SecondFactorEnrolled(c.account(), c.person(), c.method()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordSignIn c, References references, Clock clock) {
        references.requireActiveAccount(c.person());
        attempts.requireOpen(clock.instant());
        unless(passwordSet, new PasswordNotSet());
        String needed = secondFactor;
        if (needed != null) {
            unless(c.methods().contains(needed), new SecondFactorMissing(needed));
        }
        apply(new SignedIn(c.account(), c.person(), c.session(), c.methods()));
    }

    /** What an issuer elsewhere vouches for; passwords and locks are that issuer's. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordSignInElsewhere c, References references) {
        references.requireActiveElsewhere(c.person(), c.issuer());
        apply(new SignedInElsewhere(c.account(), c.person(), c.session(), c.issuer(), c.methods(), c.twoFactors()));
    }

    /** While the account is locked the count goes on and the lock ends when it would: trying does not prolong it. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordFailedSignIn c, References references, Clock clock) {
        references.requireAccount(c.person());
        Instant now = clock.instant();
        boolean open = !attempts.locked(now);
        int failures = attempts.failuresBefore(now) + 1;
        apply(new SignInFailed(c.account(), c.person(), c.cause(), failures, c.leftOut()));
        if (open && failures >= c.lockAfter()) {
            apply(new AccountLocked(c.account(), c.person(), failures, Attempts.lockEnd(now, c.lockFor())));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordSignOut c, References references) {
        references.requirePerson(c.person());
        apply(new SignedOut(c.account(), c.person(), c.session(), c.cause()));
    }

    /** A lock keeps out who wants in; who is in already need not suffer from somebody else's guesses. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordToken c, References references) {
        references.requireActiveAccount(c.person());
        apply(new TokenIssued(c.account(), c.person(), c.session(), c.client(), c.grantType(), c.expiresAt()));
    }

    /** States the actor, whom {@link #evolve} asks for, rather than trust that they are inherited by then. */
    private static void applyBy(String actor, AccountEvent event) {
        apply(event, MetaData.from(Map.of(Metadata.ACTOR_ID, actor)));
    }

    private static void requireOther(AccountCommand command, String actor) {
        unless(!isSelf(command, actor), new OwnAuthority());
    }

    private static void requireSelf(AccountCommand command, String actor) {
        unless(isSelf(command, actor), new NotOwnAccount());
    }

    private static boolean isSelf(AccountCommand command, String actor) {
        return command.person().toString().equals(actor);
    }

    @EventSourcingHandler
    void evolve(AccountEvent event, @MetaDataValue(Metadata.ACTOR_ID) @Nullable String actor) {
        account = event.account();
        attempts = attempts.after(event);
        assistance = assistance.after(event, actor);
        switch (event) {
            case PasswordSet e -> passwordSet = true;
            case SecondFactorEnrolled e -> secondFactor = e.method();
            case SecondFactorReset e -> secondFactor = null;
            case SignInSecretIssued e -> {}
            case AccountUnlocked e -> {}
            case SignedIn e -> {}
            case SignedInElsewhere e -> {}
            case SignInFailed e -> {}
            case AccountLocked e -> {}
            case SignedOut e -> {}
            case TokenIssued e -> {}
        }
    }
}

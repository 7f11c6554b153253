package io.devicetrail.identity.account;

import io.devicetrail.domain.account.AccountCommand;
import io.devicetrail.domain.account.AccountCommand.EnrolSecondFactor;
import io.devicetrail.domain.account.AccountCommand.RecordFailedSignIn;
import io.devicetrail.domain.account.AccountCommand.RecordSignIn;
import io.devicetrail.domain.account.AccountCommand.RecordSignInElsewhere;
import io.devicetrail.domain.account.AccountCommand.RecordSignOut;
import io.devicetrail.domain.account.AccountCommand.RecordToken;
import io.devicetrail.domain.account.AccountCommand.SetPassword;
import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.PasswordSet;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountEvent.SignedInElsewhere;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.SignInSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By commands to the accounts, and from their own streams. */
@Component
class LoggedAccounts implements AccountLog {
    /** Longest wait for the log; what it has not taken by then does not count. */
    static final int ANSWER_SECONDS = 10;
    /** Tries of a command that another overtook on the same account. */
    static final int MOST_TRIES = 3;

    private static final String SECOND_FACTOR = "otp";

    private final CommandGateway commands;
    private final EventStore events;
    private final SignInSettings settings;

    LoggedAccounts(CommandGateway commands, EventStore events, SignInSettings settings) {
        this.commands = commands;
        this.events = events;
        this.settings = settings;
    }

    @Override
    public Optional<Holder> holder(PersonId person) {
        HolderFold fold = new HolderFold();
        each(person.toString(), 0, fold::add);
        return fold.name == null ? Optional.empty() : Optional.of(new Holder(fold.name, fold.active));
    }

    @Override
    public News since(PersonId person, long sequence) {
        AtomicLong newest = new AtomicLong(sequence);
        List<AccountEvent> told = new ArrayList<>();
        each(AccountId.of(person).toString(), sequence + 1, event -> {
            newest.set(event.getSequenceNumber());
            if (event.getPayload() instanceof AccountEvent change && changesWhoGetsIn(change)) {
                told.add(change);
            }
        });
        return new News(newest.get(), told);
    }

    private static boolean changesWhoGetsIn(AccountEvent event) {
        return switch (event) {
            case SignInSecretIssued e -> true;
            case PasswordSet e -> true;
            case SecondFactorReset e -> true;
            case AccountLocked e -> true;
            case AccountUnlocked e -> true;
            case AccountEvent.SecondFactorEnrolled e -> false;
            case AccountEvent.SignInFailed e -> false;
            case AccountEvent.TokenIssued e -> false;
            case AccountEvent.SignedOut e -> false;
            case SignedIn e -> false;
            case SignedInElsewhere e -> false;
        };
    }

    @Override
    public boolean passwordEverSet(PersonId person) {
        return since(person, -1).events().stream().anyMatch(PasswordSet.class::isInstance);
    }

    /** Read as it is wanted: an account that is used for years has a long stream. */
    private void each(String aggregate, long first, Consumer<DomainEventMessage<?>> reader) {
        try {
            events.readEvents(aggregate, first).forEachRemaining(reader);
        } catch (RuntimeException away) {
            throw new LogAwayException("a question about an account", away);
        }
    }

    private static final class HolderFold {
        private @Nullable String name;
        private boolean active;

        void add(DomainEventMessage<?> event) {
            if (!(event.getPayload() instanceof PersonEvent change)) {
                return;
            }
            if (change instanceof PersonRegistered registered) {
                name = registered.printedName();
                active = true;
            } else if (change instanceof PersonDeactivated) {
                active = false;
            } else if (change instanceof PersonReactivated) {
                active = true;
            }
        }
    }

    @Override
    public long signedIn(Proven who, String session, List<String> methods) {
        return begun(new RecordSignIn(AccountId.of(who.person()), who.person(), session, methods), who, session);
    }

    @Override
    public long signedInElsewhere(
            Proven who, String session, String issuer, List<String> methods, List<String> twoFactors) {
        AccountId account = AccountId.of(who.person());
        return begun(
                new RecordSignInElsewhere(account, who.person(), session, issuer, methods, twoFactors), who, session);
    }

    private long begun(AccountCommand signIn, Proven who, String session) {
        long before = last(signIn.account());
        send(signIn, caller(who));
        AtomicLong entry = new AtomicLong(before);
        each(signIn.account().toString(), before + 1, event -> {
            if ((event.getPayload() instanceof SignedIn in && in.session().equals(session))
                    || (event.getPayload() instanceof SignedInElsewhere at
                            && at.session().equals(session))) {
                entry.set(event.getSequenceNumber());
            }
        });
        return entry.get();
    }

    @Override
    public boolean failed(PersonId person, String cause, int leftOut, Origin origin) {
        AccountId account = AccountId.of(person);
        long before = last(account);
        send(
                new RecordFailedSignIn(account, person, cause, leftOut, settings.maxFailures(), settings.lockFor()),
                nobody("sign-in", origin));
        return since(person, before).events().stream().anyMatch(AccountLocked.class::isInstance);
    }

    private long last(AccountId account) {
        try {
            return events.lastSequenceNumberFor(account.toString()).orElse(-1L);
        } catch (RuntimeException away) {
            throw new LogAwayException("a question about an account", away);
        }
    }

    @Override
    public void passwordSet(Proven who) {
        send(new SetPassword(AccountId.of(who.person()), who.person()), caller(who));
    }

    @Override
    public void secondFactorEnrolled(Proven who) {
        send(new EnrolSecondFactor(AccountId.of(who.person()), who.person(), SECOND_FACTOR), caller(who));
    }

    @Override
    public void tokenIssued(Proven who, String session, String client, String grantType, Instant expiresAt) {
        send(
                new RecordToken(AccountId.of(who.person()), who.person(), session, client, grantType, expiresAt),
                caller(who));
    }

    @Override
    public void signedOut(PersonId person, String session, String cause, Origin origin) {
        send(new RecordSignOut(AccountId.of(person), person, session, cause), nobody("sessions", origin));
    }

    @Override
    public void signedOut(Proven who, String session, String cause) {
        send(new RecordSignOut(AccountId.of(who.person()), who.person(), session, cause), caller(who));
    }

    private static Caller caller(Proven who) {
        return new Caller(
                ActorType.PERSON,
                who.person().toString(),
                who.printedName(),
                "account-holder",
                who.authentication(),
                who.origin().address(),
                who.origin().client(),
                null,
                null);
    }

    /** Nobody's identity is proved: the part that found it out says it, with where it came from. */
    private static Caller nobody(String part, Origin origin) {
        return new Caller(
                ActorType.PROCESS, part, part, "process", "none", origin.address(), origin.client(), null, null);
    }

    private void send(AccountCommand command, Caller caller) {
        Map<String, Object> metadata = caller.toMetadata(TenantId.INSTALLATION.toString());
        for (int tries = 1; ; tries++) {
            try {
                commands.<@Nullable Object>sendAndWait(
                        command, MetaData.from(metadata), ANSWER_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ConcurrencyException overtaken) {
                if (tries == MOST_TRIES) {
                    throw new LogAwayException(command.getClass().getSimpleName(), overtaken);
                }
            } catch (CommandExecutionException refused) {
                Object details = refused.getDetails().orElse(null);
                if (details instanceof Rejection rejection) {
                    throw new RefusedException(rejection.code());
                }
                throw new LogAwayException(command.getClass().getSimpleName(), refused);
            } catch (RuntimeException away) {
                throw new LogAwayException(command.getClass().getSimpleName(), away);
            }
        }
    }
}

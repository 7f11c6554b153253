package io.devicetrail.identity.firststart;

import io.devicetrail.domain.account.AccountCommand.IssueSignInSecret;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.account.SignInSecrets;
import io.devicetrail.domain.account.SignInSecrets.IssuedSecret;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.person.Appointment;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.OneTimeSecrets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Makes the first administrator, step by step, each of which the log shows; a crash between two of them is made good by
 * the next start. Until a password was set, a start whose secret was lost or has expired issues another.
 */
@Component
class FirstAdministrator implements ApplicationRunner, FirstSecret {
    static final PersonId PERSON = PersonId.of(PersonId.LOCAL, USER_NAME);

    private static final Caller CALLER = Caller.process("first-start");
    private static final int ANSWER_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    private final CommandGateway commands;
    private final Appointment appointment;
    private final Authorities authorities;
    private final SignInSecrets secrets;
    private final AccountLog accounts;
    private final Credentials credentials;
    private final AtomicReference<@Nullable String> secret = new AtomicReference<>();

    FirstAdministrator(
            CommandGateway commands,
            Appointment appointment,
            Authorities authorities,
            OneTimeSecrets secrets,
            AccountLog accounts,
            Credentials credentials) {
        this.commands = commands;
        this.appointment = appointment;
        this.authorities = authorities;
        this.secrets = secrets;
        this.accounts = accounts;
        this.credentials = credentials;
    }

    /** Never keeps the instance from starting: what works without it goes on, and the next start tries again. */
    @Override
    public void run(ApplicationArguments arguments) {
        try {
            prepare();
        } catch (RuntimeException refused) {
            LOG.error("The first administrator could not be made; start again once the log can be reached", refused);
        }
    }

    /**
     * Once the first administrator has had a password there is nothing to do here any more, whatever became of it: a
     * restart must not be a way around the roles. The log says so: a table can be lost, or emptied.
     */
    private void prepare() {
        if (accounts.passwordEverSet(PERSON) || credentials.passwordEverSet(PERSON)) {
            return;
        }
        RegisterPerson who = new RegisterPerson(
                PERSON, PersonId.LOCAL, USER_NAME, "First administrator", "present at the first start");
        if (!appointment.appoint(who) || !authorities.of(PERSON).active()) {
            return;
        }
        IssuedSecret issued = secrets.prepare(PERSON);
        send(new IssueSignInSecret(AccountId.of(PERSON), PERSON, issued.expiresAt()));
        secrets.activate(issued.id());
        secret.set(issued.secret());
    }

    private void send(Object command) {
        commands.<@Nullable Object>sendAndWait(
                command,
                MetaData.from(CALLER.toMetadata(TenantId.INSTALLATION.toString())),
                ANSWER_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public Optional<String> take() {
        return Optional.ofNullable(secret.getAndSet(null));
    }
}

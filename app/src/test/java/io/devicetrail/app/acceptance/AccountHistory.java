package io.devicetrail.app.acceptance;

import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.account.AccountCommand;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** Lets things happen to somebody's account, as whoever signs people in does. */
record AccountHistory(Api api, PersonId person, AccountId account) {
    private static final String SUBJECT = "second-administrator";
    /** Another one than whoever asks by the API: one alone may not do all of it. */
    static final String ADMINISTRATOR = TestIssuer.person(SUBJECT).toString();

    static AccountHistory of(Api api, String person) {
        PersonId id = new PersonId(UUID.fromString(person));
        Staff staff = new Staff(api.graphql());
        if (staff.register(SUBJECT)) {
            staff.grant(SUBJECT, null, Role.PLATFORM_ADMINISTRATOR);
        }
        return new AccountHistory(api, id, AccountId.of(id));
    }

    /** Invited, enrolled, signed in; issued another secret, and locked for a day. Returns the account's id. */
    String lockedOut() {
        Instant expires = Instant.parse("2126-11-20T10:00:00Z");
        send(ADMINISTRATOR, new AccountCommand.IssueSignInSecret(account, person, expires));
        send(person.toString(), new AccountCommand.SetPassword(account, person));
        send(person.toString(), new AccountCommand.EnrolSecondFactor(account, person, "otp"));
        send(person.toString(), new AccountCommand.RecordSignIn(account, person, "s1", List.of("pwd", "otp")));
        send(
                person.toString(),
                new AccountCommand.RecordToken(account, person, "s1", "devicetrail-cli", "device_code", expires));
        send(ADMINISTRATOR, new AccountCommand.IssueSignInSecret(account, person, expires));
        send(
                person.toString(),
                new AccountCommand.RecordFailedSignIn(account, person, "password", 0, 1, Duration.ofDays(1)));
        return account.toString();
    }

    private void send(String actor, AccountCommand command) {
        Caller caller = new Caller(
                ActorType.PERSON, actor, actor, "person", "pwd", "127.0.0.1", Api.CLIENT, null, "to see what happens");
        api.instance()
                .context()
                .getBean(CommandGateway.class)
                .sendAndWait(GenericCommandMessage.asCommandMessage(command)
                        .withMetaData(caller.toMetadata(TenantId.INSTALLATION.value())));
    }
}

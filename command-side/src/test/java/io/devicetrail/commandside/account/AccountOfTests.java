package io.devicetrail.commandside.account;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.account.AccountCommand;
import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.PasswordSet;
import io.devicetrail.domain.account.AccountEvent.SecondFactorEnrolled;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInFailed;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;

/** Ada's account, two administrators, and now. */
final class AccountOfTests {
    static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    static final PersonId ELSEWHERE = PersonId.of("https://login.example.com", "4711");
    static final PersonId NOBODY = PersonId.of(PersonId.LOCAL, "nobody");
    static final AccountId ACCOUNT = AccountId.of(ADA);
    static final String BEA = PersonId.of(PersonId.LOCAL, "bea").toString();
    static final String CARL = PersonId.of(PersonId.LOCAL, "carl").toString();
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
    static final Instant LATER = NOW.plusSeconds(60);

    static final PasswordSet PASSWORD = new PasswordSet(ACCOUNT, ADA);
    static final SecondFactorEnrolled ENROLLED = new SecondFactorEnrolled(ACCOUNT, ADA, "otp");
    static final SignedIn SIGNED_IN = new SignedIn(ACCOUNT, ADA, "s1", List.of("pwd", "otp"));

    final KnownRecordsInMemory world = Fixtures.world()
            .registered(new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 4711"))
            .registered(new PersonRegistered(ELSEWHERE, "https://login.example.com", "4711", "Eve", "HR 4712"));

    References references() {
        return new References(world);
    }

    /** @param given what has happened; {@link #by} says who did it, where that matters */
    ResultValidator<AccountAggregate> when(AccountCommand command, String actor, Instant now, Object... given) {
        AggregateTestFixture<AccountAggregate> fixture = Fixtures.fixture(AccountAggregate.class, world);
        fixture.registerInjectableResource(Clock.fixed(now, ZoneOffset.UTC));
        return fixture.given(List.of(given)).when(command, Map.of(Metadata.ACTOR_ID, actor));
    }

    void accepted(AccountCommand command, String actor, AccountEvent then, Object... given) {
        when(command, actor, NOW, given).expectEvents(then);
    }

    void refused(AccountCommand command, String actor, Rejection why, Object... given) {
        when(command, actor, NOW, given).expectExceptionDetails(why).expectNoEvents();
    }

    static EventMessage<?> by(String actor, AccountEvent event) {
        return GenericEventMessage.asEventMessage(event).withMetaData(Map.of(Metadata.ACTOR_ID, actor));
    }

    static EventMessage<?> secretBy(String actor, Instant until) {
        return by(actor, new SignInSecretIssued(ACCOUNT, ADA, until));
    }

    static EventMessage<?> resetBy(String actor) {
        return by(actor, new SecondFactorReset(ACCOUNT, ADA));
    }

    static SignInFailed failure(int count) {
        return new SignInFailed(ACCOUNT, ADA, "password", count, 0);
    }

    static AccountLocked locked(int failures, Instant until) {
        return new AccountLocked(ACCOUNT, ADA, failures, until);
    }
}

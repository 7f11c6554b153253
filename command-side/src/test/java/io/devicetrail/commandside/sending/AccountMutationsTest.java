package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** A sign-in secret on its way from who keeps it, past the log, to the administrator. */
@SpringBootTest(
        classes = {CommandSideUnderTest.class, AccountMutationsTest.Keeper.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
@ExtendWith(OutputCaptureExtension.class)
class AccountMutationsTest {
    static class Keeper {
        @Bean
        SecretsInMemory secrets(LogInMemory log) {
            return new SecretsInMemory(log);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private SecretsInMemory secrets;

    @Autowired
    private TestPeople people;

    private GraphQlOverHttp api;
    private PersonId ada;

    @BeforeEach
    void somebodyIsRegistered() {
        secrets.let(true, true);
        people.revokeAll();
        people.grantAll("acme");
        api = new GraphQlOverHttp(port);
        String name = "ada-" + UUID.randomUUID();
        ada = PersonId.of(PersonId.LOCAL, name);
        ask("registerPerson", "subject: \"%s\", printedName: \"Ada\", identityProof: \"HR 1\"".formatted(name), "");
    }

    @Test
    @Requirement("11.300(b)")
    void aSecretIsShownOnceInForceAndInTheLogNeverItself(CapturedOutput printed) {
        JsonNode answer = issue(ada, "");
        String secret = answer.at("/secret").asString();
        assertThat(secrets.opens(ada, secret)).isTrue();
        assertThat(answer.at("/secretExpiresAt").asString()).startsWith("2126-11-20T10:00:00");
        assertThat(answer.at("/errors")).isEmpty();
        assertThat(answer.at("/position").asLong()).isEqualTo(log.head());

        SignInSecretIssued issued = new SignInSecretIssued(AccountId.of(ada), ada, SecretsInMemory.EXPIRES);
        assertThat(log.last().getPayload()).isEqualTo(issued);
        assertThat(secrets.loggedBefore()).as("in the log before in force").isEqualTo(issued);
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, "installation")
                .containsEntry(Metadata.ACTOR_ID, TestPeople.ADA.toString())
                .containsEntry(Metadata.REASON, "new shift");
        assertThat(log.last().toString() + log.last().getMetaData() + printed).doesNotContain(secret);
        assertThat(secrets.nothingPending()).isTrue();
    }

    @Test
    void theSameRequestAgainGetsNoSecret() {
        String key = "clientMutationId: \"%s\"".formatted(UUID.randomUUID());
        String secret = issue(ada, key).at("/secret").asString();
        long head = log.head();
        JsonNode again = issue(ada, key);
        assertThat(refusal(again)).isEqualTo("SECRET_SHOWN_ONCE[clientMutationId]");
        assertThat(again.at("/errors/0/message").asString()).contains("issue another with a new clientMutationId");
        assertThat(log.head()).isEqualTo(head);
        assertThat(secrets.nothingPending()).isTrue();
        assertThat(secrets.opens(ada, secret)).as("the first goes on counting").isTrue();
    }

    @Test
    void aKeySpentOnSomebodyElseIsSaidToBe() {
        String key = "clientMutationId: \"%s\"".formatted(UUID.randomUUID());
        issue(ada, key);
        somebodyIsRegistered();
        assertThat(refusal(issue(ada, key))).isEqualTo("IDEMPOTENCY_KEY_REUSED[clientMutationId]");
        assertThat(secrets.nothingInForce(ada)).isTrue();
    }

    @Test
    void whatIsRefusedLeavesNoSecret() {
        PersonId nobody = PersonId.of(PersonId.LOCAL, "nobody");
        assertThat(refusal(issue(nobody, ""))).isEqualTo("PERSON_UNKNOWN[person]");
        assertThat(secrets.wasPrepared(nobody)).isFalse();
        assertThat(refusal(issue(ada, "", " "))).isEqualTo("REASON_MISSING[reason]");
        assertThat(secrets.wasPrepared(ada)).as("the control").isTrue();
        ask(
                "registerPerson",
                "issuer: \"https://login.example.com\", subject: \"4711\", printedName: \"Eve\","
                        + " identityProof: \"HR 2\"",
                "");
        assertThat(refusal(issue(PersonId.of("https://login.example.com", "4711"), "")))
                .isEqualTo("ACCOUNT_ELSEWHERE[person]");
        assertThat(secrets.nothingPending()).isTrue();
        assertThat(secrets.nothingInForce(ada)).isTrue();
    }

    @Test
    void aLogThatIsAwayLeavesNoSecret() {
        log.goAway();
        JsonNode answer;
        try {
            answer = whole("issueSignInSecret", person(ada, "new shift"), "secret");
        } finally {
            log.comeBack();
        }
        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("LOG_UNAVAILABLE");
        assertThat(secrets.nothingPending()).isTrue();
        assertThat(secrets.nothingInForce(ada)).isTrue();
    }

    @Test
    void credentialsThatAreAwayAreAnErrorAndNothingIsRecorded() {
        secrets.let(false, true);
        long head = log.head();
        assertThat(refusal(issue(ada, ""))).isEqualTo("SIGN_IN_SECRETS_UNAVAILABLE[]");
        assertThat(log.head()).isEqualTo(head);
    }

    @Test
    void aSecretThatDidNotComeIntoForceIsNotShown() {
        secrets.let(true, false);
        long head = log.head();
        assertThat(refusal(issue(ada, ""))).isEqualTo("SIGN_IN_SECRET_NOT_IN_FORCE[]");
        assertThat(log.head()).as("the issue is on record").isEqualTo(head + 1);
        assertThat(secrets.nothingInForce(ada)).isTrue();
    }

    @Test
    void whatIsNotThereIsNotResetNorUnlocked() {
        assertThat(refusal(ask("resetSecondFactor", person(ada, "lost phone"), "")))
                .isEqualTo("SECOND_FACTOR_NOT_ENROLLED[]");
        assertThat(refusal(ask("unlockAccount", person(ada, "called in"), ""))).isEqualTo("ACCOUNT_NOT_LOCKED[]");
    }

    private JsonNode issue(PersonId person, String key) {
        return issue(person, key, "new shift");
    }

    private JsonNode issue(PersonId person, String key, String reason) {
        return ask("issueSignInSecret", person(person, reason) + " " + key, "secret secretExpiresAt");
    }

    private static String person(PersonId person, String reason) {
        return "person: \"%s\", reason: \"%s\"".formatted(person, reason);
    }

    /** The code with the path; of a refusal nothing else is told. */
    private static String refusal(JsonNode answer) {
        assertThat(answer.at("/position").isNull()).as(answer.toString()).isTrue();
        assertThat(answer.path("secret").asString("")).isEmpty();
        JsonNode error = answer.at("/errors/0");
        return error.at("/code").asString()
                + error.at("/path").valueStream().map(JsonNode::asString).toList();
    }

    private JsonNode ask(String mutation, String input, String fields) {
        return whole(mutation, input, fields).at("/data/" + mutation);
    }

    private JsonNode whole(String mutation, String input, String fields) {
        return api.ask(
                "mutation { %s(input: {%s}) { position clientMutationId errors { code message path } %s } }"
                        .formatted(mutation, input, fields),
                Map.of());
    }
}

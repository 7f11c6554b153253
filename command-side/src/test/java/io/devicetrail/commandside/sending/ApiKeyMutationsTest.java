package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDenied;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** An API key on its way from who keeps it, past the log, to the administrator; and out of force. */
@SpringBootTest(
        classes = {CommandSideUnderTest.class, ApiKeyMutationsTest.Keeper.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyMutationsTest {
    private static final Instant END = Instant.now().plus(Duration.ofDays(30));

    static class Keeper {
        @Bean
        KeysInMemory keys(LogInMemory log) {
            return new KeysInMemory(log);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private KeysInMemory keys;

    @Autowired
    private KnownApiKeys known;

    @Autowired
    private TestPeople people;

    /** Those of the log, beside the test's own people. */
    @Autowired
    @Qualifier("loggedAuthorities") private Authorities logged;

    private GraphQlOverHttp api;
    private String tenant;

    @BeforeEach
    void aTenantOfItsOwn() {
        keys.let(true, true);
        api = new GraphQlOverHttp(port);
        tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
        people.revokeAll();
        people.grantAll(tenant);
        answer("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant), "");
    }

    @Test
    @Requirement({"11.10(d)", "11.300(b)"})
    void aKeyIsInTheLogBeforeItIsInForceAndItsTextIsOnlyInTheAnswer(CapturedOutput printed) {
        JsonNode answer = issue("");
        String secret = answer.at("/secret").asString();
        assertThat(answer.at("/errors")).isEmpty();
        assertThat(keys.keyOf(secret)).isPresent();
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(ApiKeyIssued.class, issued -> {
            assertThat(keys.loggedBefore()).as("in the log before in force").isEqualTo(issued);
            assertThat(keys.keyOf(secret)).contains(issued.key());
            assertThat(issued.tenant()).isEqualTo(new TenantId(tenant));
        });
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant)
                .containsEntry(Metadata.ACTOR_ROLE, Role.TENANT_ADMINISTRATOR.key())
                .containsEntry(Metadata.REASON, "line 1");
        assertThat(log.last().toString() + log.last().getMetaData() + printed).doesNotContain(secret);
        assertThat(keys.nothingPending()).isTrue();
    }

    @Test
    void theSameRequestAgainGetsNoKey() {
        String key = ", clientMutationId: \"%s\"".formatted(UUID.randomUUID());
        String secret = issue(key).at("/secret").asString();
        long head = log.head();
        assertThat(refusal(issue(key))).isEqualTo("SECRET_SHOWN_ONCE[clientMutationId]");
        assertThat(log.head()).isEqualTo(head);
        assertThat(keys.nothingPending()).isTrue();
        assertThat(keys.keyOf(secret)).as("the first goes on counting").isPresent();
    }

    @Test
    void whatWentWrongLeavesNoKey() {
        keys.let(false, true);
        long head = log.head();
        assertThat(refusal(issue(""))).isEqualTo("API_KEYS_UNAVAILABLE[]");
        assertThat(log.head()).isEqualTo(head);
        keys.let(true, false);
        JsonNode recorded = issue("");
        assertThat(refusal(recorded)).isEqualTo("API_KEY_NOT_IN_FORCE[]");
        assertThat(recorded.at("/secret").isNull()).isTrue();
        assertThat(keys.nothingPending()).isTrue();
    }

    @Test
    @Requirement("11.10(g)")
    void onlyAnAdministratorOfTheTenantIssuesAndRevokes() {
        String id = keys.keyOf(issue("").at("/secret").asString()).orElseThrow().toString();
        people.revokeAll();
        people.grant(new TenantId(tenant), Role.SITE_ENGINEER);
        assertThat(refusal(issue(""))).isEqualTo("NOT_AUTHORISED[]");
        assertThat(refusal(revoke(id))).isEqualTo("NOT_AUTHORISED[]");
        assertThat(log.last().getPayload()).isInstanceOf(OperationDenied.class);
        people.revokeAll();
        people.grantAll("rival");
        assertThat(refusal(issue(""))).isEqualTo("TENANT_UNKNOWN[tenant]");
        assertThat(refusal(revoke(id))).isEqualTo("API_KEY_UNKNOWN[key]");
        assertThat(refusal(revoke(UUID.randomUUID().toString()))).isEqualTo("API_KEY_UNKNOWN[key]");
        assertThat(keys.nothingPending()).isTrue();
    }

    @Test
    @Requirement("11.10(g)")
    void theLogTellsAtEveryUseWhatAKeyOpens() {
        var key = keys.keyOf(issue("").at("/secret").asString()).orElseThrow();
        assertThat(logged.of(key).roleFor(Permission.DEVICES, new TenantId(tenant), null))
                .contains(GrantedRole.of(Role.OPERATOR));
        assertThat(logged.of(key).roleFor(Permission.ISSUE_API_KEY, new TenantId(tenant), null))
                .isEmpty();
        KnownApiKey told = known.key(key).orElseThrow();
        assertThat(told.holdsAt(END.minusMillis(1))).isTrue();
        assertThat(told.holdsAt(END)).as("over").isFalse();
        assertThat(told.authorityAt(END).active()).isFalse();

        assertThat(revoke(key.toString()).at("/errors")).isEmpty();
        assertThat(log.last().getPayload()).isEqualTo(new ApiKeyRevoked(key));
        assertThat(logged.of(key).active()).isFalse();
        assertThat(known.key(key).orElseThrow().holdsAt(Instant.EPOCH)).isFalse();
        assertThat(logged.of(new ApiKeyId(UUID.randomUUID()))).isEqualTo(Authority.NONE);
        assertThat(refusal(revoke(key.toString()))).isEqualTo("API_KEY_REVOKED[]");
    }

    private JsonNode issue(String more) {
        return answer(
                "issueApiKey",
                "tenant: \"%s\", name: \"MES\", roles: [\"operator\"], expiresAt: \"%s\", reason: \"line 1\"%s"
                        .formatted(tenant, END, more),
                "secret");
    }

    private JsonNode revoke(String id) {
        return answer("revokeApiKey", "key: \"%s\", reason: \"over\"".formatted(id), "");
    }

    private static String refusal(JsonNode payload) {
        return payload.at("/errors/0/code").asString()
                + (payload.at("/errors/0/path").isEmpty()
                        ? "[]"
                        : "[" + payload.at("/errors/0/path/0").asString() + "]");
    }

    private JsonNode answer(String mutation, String input, String fields) {
        JsonNode answer = api.ask(
                "mutation { %s(input: {%s}) { %s position errors { code message path } } }"
                        .formatted(mutation, input, fields),
                Map.of());
        JsonNode payload = answer.at("/data/" + mutation);
        assertThat(payload.isObject()).as(answer.toString()).isTrue();
        return payload;
    }
}

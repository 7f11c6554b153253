package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Entries are read from the log itself: what was stored, by whom and where. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class CorrectionMutationsTest {
    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private GraphQlOverHttp api;
    private TenantId tenant;
    private long opened;

    @BeforeEach
    void aSiteIsOpened() {
        api = new GraphQlOverHttp(port);
        tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
        people.revokeAll();
        people.grantAll(tenant.value());
        ask("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant));
        opened = ask("openSite", "tenant: \"%s\", key: \"one\", name: \"Wun\", zone: \"UTC\"".formatted(tenant))
                .path("position")
                .asLong();
        people.revokeAll();
        people.grant(tenant, Role.OPERATOR);
    }

    @Test
    @Requirement("11.10(e)")
    void aCorrectionIsMadeOfWhatTheLogSays() {
        JsonNode done = correct(opened, 1, "newValue: \"One\", expectedValue: \"Wun\"");
        assertThat(done.path("errors")).as("%s", done).isEmpty();
        assertThat(log.last().getPayload())
                .isEqualTo(new EntryCorrected(
                        CorrectionId.of(tenant, opened, 1),
                        tenant,
                        1,
                        opened,
                        1,
                        "tenant.SiteOpened",
                        "site",
                        SiteId.of(tenant, "one").toString(),
                        "name",
                        "Wun",
                        "One",
                        null));
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.ACTOR_ROLE, "operator")
                .containsEntry(Metadata.REASON, "typo");
        assertThat(code(correct(opened, 1, "newValue: \"Eins\", expectedValue: \"Wun\"")))
                .isEqualTo("VALUE_NOT_AS_SEEN[\"expectedValue\"]");
        assertThat(code(correct(done.path("position").asLong(), 0, "newValue: \"Two\", expectedValue: \"One\"")))
                .as("a correction is not corrected itself")
                .isEqualTo("ENTRY_NOT_CORRECTABLE[\"index\"]");
    }

    @Test
    @Requirement("11.10(g)")
    void itTakesTheRole() {
        people.revokeAll();
        people.grant(tenant, Role.AUDITOR);
        assertThat(code(correct(opened, 1, "newValue: \"One\", expectedValue: \"Wun\"")))
                .isEqualTo("NOT_AUTHORISED[]");
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantsEntryIsLikeOneThatIsNotThere() {
        String nobodys = code(correct(log.head() + 1_000, 0, "newValue: \"One\""));
        assertThat(nobodys).isEqualTo("ENTRY_UNKNOWN[\"index\"]");
        assertThat(code(correct(opened, 99, "newValue: \"One\"")))
                .as("an entry that the event does not have")
                .isEqualTo(nobodys);
        people.revokeAll();
        people.grantAll("rival");
        assertThat(code(correct(opened, 1, "newValue: \"One\", expectedValue: \"Wun\"")))
                .as("of a tenant where one has no role")
                .isEqualTo(nobodys);
        TenantId theirs = tenant;
        tenant = new TenantId("rival");
        assertThat(code(correct(opened, 1, "newValue: \"One\", expectedValue: \"Wun\"")))
                .as("under one's own tenant, the index of %s", theirs)
                .isEqualTo(nobodys);
    }

    @Test
    @Requirement("Annex 11 s.9")
    void itTakesAReason() {
        JsonNode refused = ask(
                "correctEntry",
                "tenant: \"%s\", index: %d, ordinal: 1, newValue: \"One\", expectedValue: \"Wun\", reason: \" \""
                        .formatted(tenant, opened));
        assertThat(code(refused)).isEqualTo("REASON_MISSING[\"reason\"]");
    }

    private JsonNode correct(long index, int ordinal, String values) {
        return ask(
                "correctEntry",
                "tenant: \"%s\", index: %d, ordinal: %d, %s, reason: \"typo\""
                        .formatted(tenant, index, ordinal, values));
    }

    private static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString()
                + payload.at("/errors/0/path").toString();
    }

    private JsonNode ask(String mutation, String input) {
        JsonNode answer = api.ask(
                "mutation { %s(input: {%s}) { position errors { code message path } } }".formatted(mutation, input),
                Map.of());
        JsonNode payload = answer.at("/data/" + mutation);
        assertThat(payload.isObject()).as(answer.toString()).isTrue();
        return payload;
    }
}

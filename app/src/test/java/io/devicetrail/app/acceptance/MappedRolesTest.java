package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/** The groups of an outside issuer's tokens come to roles in the log, and go from it, at the next token. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "has an instance and a database of its own, and no device")
@ResourceLock(value = SharedParts.POSTGRES, mode = ResourceAccessMode.READ)
class MappedRolesTest {
    private static final String TENANT = "mapped";
    private static final String OTHER = "https://other.test";
    private static final Instant THEN = Instant.now().minusSeconds(600);

    private static Instance instance;
    private static Staff staff;

    @BeforeAll
    static void start(@TempDir Path home) {
        Map<String, String> settings = new HashMap<>(SharedParts.settings(Api.shared(), "mapped_roles"));
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
        String issuer = "devicetrail.sign-in.issuers.test.";
        settings.put(issuer + "roles-claim", "groups");
        settings.put(issuer + "roles[/plant/engineers]", "site-engineer@" + TENANT);
        settings.put(issuer + "roles.operators", "operator@" + TENANT + "/basel");
        settings.put(issuer + "roles.admins", "tenant-administrator@" + TENANT);
        settings.put(issuer + "roles.auditors", "auditor@" + TENANT + ", auditor@installation");
        settings.put(issuer + "register", "true");
        String other = "devicetrail.sign-in.issuers.other.";
        settings.put(other + "address", OTHER);
        settings.put(other + "keys", String.valueOf(settings.get(issuer + "keys")));
        settings.put(other + "roles-claim", "realm_access.roles");
        settings.put(other + "roles.auditors", "auditor@" + TENANT);
        instance = Instance.start(
                Settings.load(home, settings), Progress.SILENT, Map.of("devicetrail.ingress.node", "mapped-roles"));
        staff = new Staff(URI.create(instance.addresses().graphql()));
        staff.tenant(TENANT);
        done("openSite", Map.of("tenant", TENANT, "key", "basel", "name", "Basel", "zone", "Europe/Zurich"));
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    @Test
    @Requirement("11.10(d)")
    void whoIsUnknownIsRegisteredWithTheRolesOfTheirGroups() {
        ask("vera", "Vera Verify", 0, "operators", "/plant/engineers", "others");
        assertThat(roles("vera")).containsExactlyInAnyOrder("operator@site", "site-engineer@tenant");
        String trail = stored("vera");
        assertThat(trail)
                .contains(
                        "\"printedName\":\"Vera Verify\"",
                        "\"identityProof\":\"issuer " + TestIssuer.ADDRESS + "\"",
                        "\"trainingRecord\":\"mapped: claim groups=/plant/engineers\"",
                        "\"actorId\":\"claims:" + TestIssuer.ADDRESS + "\"",
                        "\"actorType\":\"PROCESS\"");
        String basel = "\"site\":\"" + SiteId.of(new TenantId(TENANT), "basel") + "\"";
        assertThat(trail.split(basel, -1))
                .as("in the event and beside it: where it is read")
                .hasSize(3);
        ask("wim", "", 0, "operators");
        assertThat(stored("wim")).as("who has no name that can be printed").isEmpty();
        ask("zoe", "Zoe Zero", 0, "others");
        assertThat(stored("zoe")).as("who has no role").isEmpty();
    }

    @Test
    @Requirement("11.10(g)")
    void aGroupThatIsGoneTakesItsRolesAlongBeforeTheRequestIsAnswered() {
        String token = token("gus", "Gus Gone", 0, "auditors");
        assertThat(code(auditTrail(token))).isEmpty();
        assertThat(code(auditTrail(token("gus", "Gus Gone", 1)))).isEqualTo("NOT_AUTHORISED");
        assertThat(roles("gus")).isEmpty();
        assertThat(code(auditTrail(token))).as("the token of before").isEqualTo("NOT_AUTHORISED");
        ask("gus", "Gus Gone", -5, "auditors");
        assertThat(roles("gus")).as("an older one, never seen").isEmpty();
        ask("gus", "Gus Gone", 2, "auditors");
        assertThat(roles("gus")).as("back in the group").hasSize(2);
    }

    @Test
    void whatSomebodyDidByHandStays() {
        ask("hal", "Hal Hand", 0, "auditors");
        Map<String, Object> role = new HashMap<>(Map.of(
                "person", TestIssuer.person("hal").toString(), "tenant", TENANT, "role", "auditor", "reason", "moved"));
        done("revokeRole", role);
        ask("hal", "Hal Hand", 1, "auditors");
        assertThat(roles("hal")).containsExactly("auditor@installation");
        role.put("trainingRecord", "TR 7");
        done("grantRole", role);
        ask("hal", "Hal Hand", 2);
        assertThat(roles("hal")).as("what a person granted").containsExactly("auditor@tenant");
    }

    @Test
    @Requirement("Annex 11 draft 12.3")
    void dutiesThatDoNotGoTogetherAreNotMapped() {
        MeterRegistry meters = instance.context().getBean(MeterRegistry.class);
        double before = meters.counter("devicetrail.sign.in.mapping.refused").count();
        ask("ina", "Ina Inbetween", 0, "admins", "/plant/engineers", "operators");
        assertThat(roles("ina")).containsExactlyInAnyOrder("operator@site", "site-engineer@tenant");
        assertThat(meters.counter("devicetrail.sign.in.mapping.refused").count())
                .isEqualTo(before + 1);
        ask("ina", "Ina Inbetween", 1, "admins");
        assertThat(roles("ina")).as("revoked first").containsExactly("tenant-administrator@tenant");
    }

    @Test
    @Requirement("11.10(d)")
    void whoIsUnknownStaysSoWhereNobodyIsRegisteredByTheMapping() {
        PersonId uma = PersonId.of(OTHER, "uma");
        assertThat(code(auditTrail(ofOther("uma", 0)))).isEqualTo("NOT_AUTHORISED");
        assertThat(stored(uma)).isEmpty();
        done(
                "registerPerson",
                Map.of("issuer", OTHER, "subject", "uma", "printedName", "Uma U.", "identityProof", "HR 9"));
        assertThat(code(auditTrail(ofOther("uma", 1)))).isEmpty();
        assertThat(stored(uma)).contains("\"actorId\":\"claims:" + OTHER + "\"");
    }

    private static String ofOther(String who, int seconds) {
        return TestIssuer.shared()
                .token(
                        who,
                        claims -> claims.issuer(OTHER)
                                .claim("name", "Uma U.")
                                .claim("realm_access", Map.of("roles", List.of("auditors")))
                                .issueTime(Date.from(THEN.plusSeconds(seconds))));
    }

    @Test
    void aTokenThatDoesNotTellItsAgeChangesNothing() {
        String token = TestIssuer.shared()
                .token(
                        "noa",
                        claims -> claims.claim("groups", List.of("operators"))
                                .claim("name", "Noa Noage")
                                .issueTime(null));
        staff.ask(token, "{ log { head } }", Map.of());
        assertThat(stored("noa")).isEmpty();
    }

    /** Else one clock that is wrong once would keep a person's roles as they are until then. */
    @Test
    void aTokenOfTheFutureIsTakenForOneOfNow() {
        ask("fay", "Fay Future", sinceThen() + 60, "auditors");
        assertThat(roles("fay")).hasSize(2);
        ask("fay", "Fay Future", sinceThen() + 1);
        assertThat(roles("fay")).isEmpty();
    }

    private static int sinceThen() {
        return Math.toIntExact(Duration.between(THEN, Instant.now()).toSeconds());
    }

    private static String token(String who, String name, int seconds, String... groups) {
        return TestIssuer.shared()
                .token(
                        who,
                        claims -> claims.claim("groups", List.of(groups))
                                .claim("name", name)
                                .issueTime(Date.from(THEN.plusSeconds(seconds))));
    }

    private static void ask(String who, String name, int seconds, String... groups) {
        staff.ask(token(who, name, seconds, groups), "{ log { head } }", Map.of());
    }

    private static JsonNode auditTrail(String token) {
        return staff.ask(
                token,
                "query($tenant: ID!) { auditTrail(tenant: $tenant, first: 1) { edges { node { index } } } }",
                Map.of("tenant", TENANT));
    }

    private static String code(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asString("");
    }

    private static Set<String> roles(String who) {
        return instance.context().getBean(Authorities.class).of(TestIssuer.person(who)).grants().stream()
                .map(MappedRolesTest::text)
                .collect(Collectors.toSet());
    }

    private static String text(Grant grant) {
        return grant.role().key() + "@"
                + (grant.site() != null ? "site" : grant.tenant().value().equals(TENANT) ? "tenant" : grant.tenant());
    }

    private static String stored(String who) {
        return stored(TestIssuer.person(who));
    }

    private static String stored(PersonId person) {
        return new Api(instance)
                        .database()
                        .sql("select convert_from(payload, 'UTF8') || convert_from(metadata, 'UTF8') from log.event"
                                + " where aggregate_id = ? order by sequence")
                        .param(person.toString())
                        .query(String.class)
                        .list()
                        .stream()
                        .collect(Collectors.joining("\n"));
    }

    private static void done(String mutation, Map<String, ?> input) {
        // A tenant's administrator does not see who has a role of the installation.
        Cast who = mutation.endsWith("Role") ? Cast.PLATFORM_ADMINISTRATOR : Cast.whoMay(mutation);
        staff.done(who.token(), mutation, input, "");
    }
}

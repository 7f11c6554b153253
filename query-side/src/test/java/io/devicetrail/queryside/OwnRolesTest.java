package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Which roles a tenant has, to whom; and what somebody is answered who has one of its own. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class OwnRolesTest {
    private static final String KEYS = "{ roles(tenant: \"%s\") { edges { node { key } } } }";

    @Autowired
    LogOfTests log;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void rolesAreShownWithWhatTheyAllowAndWhereTheyAreGranted() {
        List<Map<String, Object>> roles = reader("all", new Grant(History.ACME, null, Role.OPERATOR))
                .document("""
                        { roles(tenant: "acme") { edges { node {
                            key name builtIn duty permissions forTenants forInstallation withdrawnAt position } } } }""")
                .execute()
                .path("roles.edges[*].node")
                .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(roles).hasSize(Role.values().length + 2);
        assertThat(roles.getFirst())
                .containsEntry("key", "auditor")
                .containsEntry("name", "Auditor")
                .containsEntry("builtIn", true)
                .containsEntry("duty", "QUALITY")
                .containsEntry("forTenants", true)
                .containsEntry("forInstallation", true)
                .containsEntry("position", null);
        assertThat(roles.getFirst().get("permissions"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("auditTrail")
                .isSorted();
        assertThat(roles.get(7))
                .containsEntry("key", "cleaner")
                .containsEntry("name", "Cleaner of line 1")
                .containsEntry("builtIn", false)
                .containsEntry("duty", "WORK")
                .containsEntry("permissions", List.of("device", "devices"))
                .containsEntry("forTenants", true)
                .containsEntry("forInstallation", false)
                .containsEntry("withdrawnAt", null);
        assertThat(roles.get(8)).containsEntry("key", "watcher");
        assertThat(roles.get(8).get("withdrawnAt")).isNotNull();
    }

    @Test
    @Requirement("11.10(d)")
    void theyAreShownToWhoHasARoleThereOrGrantsThemAndToNobodyElse() {
        keys(reader("site", new Grant(History.ACME, History.BASEL, Role.OPERATOR)), "acme", 9);
        keys(reader("platform", new Grant(TenantId.INSTALLATION, null, Role.PLATFORM_ADMINISTRATOR)), "acme", 9);
        keys(reader("platform", new Grant(TenantId.INSTALLATION, null, Role.PLATFORM_ADMINISTRATOR)), "nobody", 0);
        keys(reader("elsewhere", new Grant(History.OTHER, null, Role.AUDITOR)), "acme", 0);
    }

    @Test
    void aPageGoesOnWhereTheLastOneEnded() {
        GraphQlTester asks = reader("pages", new Grant(History.ACME, null, Role.OPERATOR));
        String cursor = "";
        StringBuilder keys = new StringBuilder();
        for (int page = 0; page < 5; page++) {
            String question = "{ roles(tenant: \"acme\", first: 2" + cursor
                    + ") { edges { node { key } } pageInfo { endCursor hasNextPage } } }";
            GraphQlTester.Response answer = asks.document(question).execute();
            answer.path("roles.edges[*].node.key")
                    .entityList(String.class)
                    .get()
                    .forEach(key -> keys.append(key).append(' '));
            answer.path("roles.pageInfo.hasNextPage").entity(Boolean.class).isEqualTo(page < 4);
            cursor = ", afterCursor: \""
                    + answer.path("roles.pageInfo.endCursor")
                            .entity(String.class)
                            .get() + "\"";
        }
        assertThat(keys.toString().strip().split(" "))
                .hasSize(9)
                .doesNotHaveDuplicates()
                .endsWith("watcher");
    }

    @Test
    @Requirement("11.10(g)")
    void whoHasAnOwnRoleIsAnsweredByItsPermissionsAtItsPlaceAndAtTheNextQuestionByOthers() {
        PersonId person = with("devices");
        GraphQlTester asks = asking.as(person);
        asks.document("{ devices(tenant: \"acme\") { totalCount } }")
                .execute()
                .path("devices.totalCount")
                .entity(Integer.class)
                .satisfies(count -> assertThat(count).isPositive());
        asks.document("{ devices(tenant: \"other\") { totalCount } }")
                .execute()
                .path("devices.totalCount")
                .entity(Integer.class)
                .isEqualTo(0);
        refused(asks, KEYS.formatted("acme"));
        refused(asks, "{ auditTrail(tenant: \"acme\") { edges { node { recordId } } } }");
        with("device");
        refused(asks, "{ devices(tenant: \"acme\") { totalCount } }");
    }

    private PersonId with(String permission) {
        GrantedRole own = GrantedRole.own("cleaner", Duty.WORK, List.of(permission));
        return authorities.person("own-role", new Grant(History.ACME, null, own));
    }

    private GraphQlTester reader(String name, Grant grant) {
        return asking.as(authorities.person("roles-" + name, grant));
    }

    private static void keys(GraphQlTester asks, String tenant, int count) {
        asks.document(KEYS.formatted(tenant))
                .execute()
                .path("roles.edges[*].node.key")
                .entityList(String.class)
                .hasSize(count);
    }

    private static void refused(GraphQlTester asks, String question) {
        asks.document(question)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", "NOT_AUTHORISED")));
    }
}

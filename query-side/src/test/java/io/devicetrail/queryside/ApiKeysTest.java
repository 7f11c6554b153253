package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Which keys there are, to whom; and what a machine is answered that has one. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class ApiKeysTest {
    private static final String NAMES = "{ apiKeys(tenant: \"acme\") { edges { node { name } } } }";

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
    void keysAreShownWithWhatTheyOpenAndUntilWhen() {
        List<Map<String, Object>> keys = reader("all", new Grant(History.ACME, null, Role.AUDITOR))
                .document("""
                        { apiKeys(tenant: "acme") { edges { node {
                            apiKeyId tenant site { key } name roles permissions expiresAt revokedAt } } } }""")
                .execute()
                .path("apiKeys.edges[*].node")
                .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(keys).hasSize(2);
        assertThat(keys.getFirst())
                .containsEntry("apiKeyId", History.KEY.toString())
                .containsEntry("name", "MES")
                .containsEntry("roles", List.of("integrator", "operator"))
                .containsEntry("permissions", List.of("device", "tagDevice"))
                .containsEntry("expiresAt", "2026-11-20T09:59:00.500Z")
                .containsEntry("revokedAt", null);
        assertThat(keys.getFirst().get("site").toString()).isEqualTo("{key=basel}");
        assertThat(keys.getLast().get("site")).isNull();
        assertThat(keys.getLast().get("revokedAt")).isNotNull();
    }

    @Test
    @Requirement("11.10(d)")
    void whoHasARoleForASiteSeesItsKeysAndAnotherTenantNone() {
        names(reader("basel", new Grant(History.ACME, History.BASEL, Role.AUDITOR)), "MES");
        names(reader("visp", new Grant(History.ACME, History.VISP, Role.AUDITOR)));
        names(reader("elsewhere", new Grant(History.OTHER, null, Role.AUDITOR)));
    }

    @Test
    @Requirement("11.10(g)")
    void aMachineIsAnsweredByTheRolesOfItsKeyAndNoMoreWithoutThem() {
        Grant integrator = new Grant(History.ACME, null, Role.INTEGRATOR);
        authorities.set(History.KEY, new Authority(true, Set.of(integrator)));
        GraphQlTester machine = asking.as(new Caller(
                ActorType.MACHINE, History.KEY.toString(), "MES", "none", "api-key", "10.0.0.7", "test", null, null));
        machine.document("{ devices(tenant: \"acme\") { totalCount } }")
                .execute()
                .path("devices.totalCount")
                .entity(Integer.class)
                .satisfies(count -> assertThat(count).isPositive());
        machine.document("{ devices(tenant: \"other\") { totalCount } }")
                .execute()
                .path("devices.totalCount")
                .entity(Integer.class)
                .isEqualTo(0);
        refused(machine, NAMES);
        authorities.set(History.KEY, new Authority(false, Set.of(integrator)));
        refused(machine, "{ devices(tenant: \"acme\") { totalCount } }");
    }

    private GraphQlTester reader(String name, Grant grant) {
        PersonId person = authorities.person("keys-" + name, grant);
        return asking.as(person);
    }

    private static void names(GraphQlTester asks, String... names) {
        asks.document(NAMES)
                .execute()
                .path("apiKeys.edges[*].node.name")
                .entityList(String.class)
                .isEqualTo(List.of(names));
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

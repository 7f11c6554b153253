package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class PeopleTest {
    @Autowired
    LogOfTests log;

    @Autowired
    GraphQlTester graphql;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void aPersonIsShownWithTheRolesTheyHave() {
        Map<String, Object> bea = graphql.document("""
                        { person(id: "%s") {
                            issuer subject printedName identityProof active
                            roles { tenant site { key } role trainingRecord }
                        } }""".formatted(History.BEA))
                .execute()
                .path("person")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(bea)
                .containsEntry("issuer", "local")
                .containsEntry("subject", "bea")
                .containsEntry("printedName", "Bea K.")
                .containsEntry("identityProof", "HR 7")
                .containsEntry("active", true);
        assertThat(bea.get("roles").toString())
                .isEqualTo("[{tenant=acme, site=null, role=auditor, trainingRecord=TR 1},"
                        + " {tenant=acme, site={key=basel}, role=operator, trainingRecord=TR 2}]");
    }

    @Test
    void aPersonIsShownWithTheirAccount() {
        Map<String, Object> account = graphql.document("""
                        { person(id: "%s") {
                            account { passwordSetAt secondFactor lastSignInAt lockedUntil secretExpiresAt }
                        } }""".formatted(History.BEA))
                .execute()
                .path("person.account")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(account)
                .containsEntry("secondFactor", null)
                .containsEntry("lockedUntil", "2026-11-20T09:59:00.500Z")
                .containsEntry("secretExpiresAt", null);
        assertThat(account.get("passwordSetAt").toString())
                .isLessThan(account.get("lastSignInAt").toString());
    }

    @Test
    void peopleAreListedPageByPage() {
        var page = graphql.document(
                        "{ people(first: 1) { edges { cursor node { subject } } pageInfo { hasNextPage } } }")
                .execute();
        page.path("people.edges[*].node.subject").entityList(String.class).isEqualTo(List.of("bea"));
        String cursor = page.path("people.edges[0].cursor").entity(String.class).get();
        graphql.document("{ people(first: 1, afterCursor: \"" + cursor + "\") { edges { cursor } } }")
                .execute()
                .path("people.edges")
                .entityList(Object.class)
                .hasSize(0);
    }
}

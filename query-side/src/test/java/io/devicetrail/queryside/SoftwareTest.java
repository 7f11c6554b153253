package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Artifacts and software releases as they are shown. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class SoftwareTest {
    private static final Grant OPERATOR = new Grant(History.ACME, null, Role.OPERATOR);

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
    void aReleaseIsShownWithItsFile() {
        assertThat(answer("one", OPERATOR, """
                        { softwareRelease(id: "%s", after: 0) { id softwareReleaseId tenant state name version
                            artifact { artifactId sha256 size fileName mediaType storedBy } deviceModelId modelVersions
                            hardwareRevisions currentVersions notes requiredSignatures publishedBy withdrawnAt
                            withdrawnBecause } }""".formatted(SoftwareHistory.OLD)))
                .isEqualTo(("{softwareRelease={id=%s, softwareReleaseId=%s, tenant=acme, state=PUBLISHED,"
                                + " name=pt-firmware, version=2.0, artifact={artifactId=%s, sha256=%s, size=8589934592,"
                                + " fileName=pt-2.0.bin, mediaType=application/octet-stream, storedBy=Ada L.},"
                                + " deviceModelId=%s, modelVersions=[1, 2], hardwareRevisions=[A],"
                                + " currentVersions=[1.9], notes=Restarts., requiredSignatures=2, publishedBy=Ada L.,"
                                + " withdrawnAt=null, withdrawnBecause=null}}")
                        .formatted(
                                GlobalId.of("SoftwareRelease", SoftwareHistory.OLD),
                                SoftwareHistory.OLD,
                                SoftwareHistory.FIRST_FILE,
                                SoftwareHistory.FIRST,
                                History.PT100));
    }

    @Test
    void oneThatWasWithdrawnSaysWhy() {
        assertThat(answer(
                        "withdrawn",
                        OPERATOR,
                        "{ softwareRelease(id: \"%s\") { state withdrawnBecause } }"
                                .formatted(GlobalId.of("SoftwareRelease", SoftwareHistory.BAD))))
                .isEqualTo("{softwareRelease={state=WITHDRAWN, withdrawnBecause=drifts}}");
    }

    @Test
    void releasesAreListedByName() {
        assertThat(answer(
                        "named",
                        OPERATOR,
                        "{ softwareReleases(tenant: \"acme\", name: \"pt-firmware\")"
                                + " { edges { node { version state } } } }"))
                .isEqualTo("{softwareReleases={edges=[{node={version=2.0, state=PUBLISHED}},"
                        + " {node={version=2.1, state=WITHDRAWN}}]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"artifacts|artifactId|2", "softwareReleases|softwareReleaseId|3"})
    void aPageGoesOnWhereTheLastOneEnded(String list) {
        String[] words = list.split("\\|");
        int all = Integer.parseInt(words[2]);
        GraphQlTester asks = reader("pages", OPERATOR);
        String cursor = "";
        List<String> seen = new ArrayList<>();
        for (int from = 0; from < all; from++) {
            GraphQlTester.Response answer = asks.document(("{ %s(tenant: \"acme\", first: 1%s) {"
                                    + " edges { node { %s } } pageInfo { endCursor hasNextPage } } }")
                            .formatted(words[0], cursor, words[1]))
                    .execute();
            seen.addAll(answer.path(words[0] + ".edges[*].node." + words[1])
                    .entityList(String.class)
                    .get());
            answer.path(words[0] + ".pageInfo.hasNextPage")
                    .entity(Boolean.class)
                    .isEqualTo(from + 1 < all);
            cursor = ", afterCursor: \""
                    + answer.path(words[0] + ".pageInfo.endCursor")
                            .entity(String.class)
                            .get() + "\"";
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        all == 2
                                ? List.of(SoftwareHistory.FIRST_FILE.toString(), SoftwareHistory.SECOND_FILE.toString())
                                : List.of(
                                        SoftwareHistory.OLD.toString(),
                                        SoftwareHistory.BAD.toString(),
                                        SoftwareHistory.OTHER.toString()));
    }

    @Test
    void bothAreNodes() {
        String question = "{ node(id: \"%s\") { __typename } }";
        assertThat(answer("node", OPERATOR, question.formatted(GlobalId.of("Artifact", SoftwareHistory.FIRST_FILE))))
                .isEqualTo("{node={__typename=Artifact}}");
        assertThat(answer("node", OPERATOR, question.formatted(GlobalId.of("SoftwareRelease", SoftwareHistory.OLD))))
                .isEqualTo("{node={__typename=SoftwareRelease}}");
    }

    /** They belong to no site. */
    @Test
    void whoIsAtOneSiteSeesThemAndTheirTrail() {
        Grant atSite = new Grant(History.ACME, History.VISP, Role.AUDITOR);
        assertThat(answer("site", atSite, "{ artifacts(tenant: \"acme\") { edges { node { fileName } } } }"))
                .contains("pt-2.0.bin", "pt-2.1.bin");
        assertThat(answer(
                        "site",
                        atSite,
                        "{ auditTrail(tenant: \"acme\", record: \"%s\", first: 100) { edges { node { recordType field to } } } }"
                                .formatted(SoftwareHistory.BAD)))
                .contains(
                        "recordType=software release, field=artifact, to=" + SoftwareHistory.SECOND,
                        "recordType=software release, field=state, to=WITHDRAWN");
        assertThat(answer(
                        "site",
                        atSite,
                        "{ auditTrail(tenant: \"acme\", record: \"%s\") { edges { node { recordType field to } } } }"
                                .formatted(SoftwareHistory.FIRST_FILE)))
                .contains("recordType=artifact, field=sha256, to=" + SoftwareHistory.FIRST);
    }

    private GraphQlTester reader(String name, Grant grant) {
        return asking.as(authorities.person("software-" + name, grant));
    }

    private String answer(String name, Grant grant, String question) {
        return String.valueOf(reader(name, grant)
                .document(question)
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get());
    }
}

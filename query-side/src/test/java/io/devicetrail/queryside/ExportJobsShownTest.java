package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.OpenExportJobs;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Export jobs as they are shown. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class ExportJobsShownTest {
    private static final Grant ALL_OF_ACME = new Grant(History.ACME, null, Role.AUDITOR);

    @Autowired
    LogOfTests log;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @Autowired
    OpenExportJobs open;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void aJobIsShownAsItWasAskedFor() {
        assertThat(job(ExportJobHistory.WAITING))
                .containsEntry("id", GlobalId.of("ExportJob", ExportJobHistory.WAITING))
                .containsEntry("tenant", "acme")
                .containsEntry("state", "REQUESTED")
                .containsEntry("record", History.SENSOR.toString())
                .containsEntry("from", ExportJobHistory.FROM.toString())
                .containsEntry("to", null)
                .containsEntry("first", null)
                .containsEntry("last", 99L)
                .containsEntry("upTo", 7L)
                .containsEntry("report", true)
                .containsEntry("requestedBy", "Ada L.")
                .containsEntry("entries", null)
                .containsEntry("files", List.of())
                .containsEntry("progress", null)
                .containsEntry("failure", null);
    }

    @Test
    void whatCameOfItIsShown() {
        assertThat(job(ExportJobHistory.MADE))
                .containsEntry("state", "MADE")
                .containsEntry("upTo", 17L)
                .containsEntry("entries", 3L)
                .hasEntrySatisfying(
                        "files",
                        files -> assertThat(files)
                                .hasToString("[{name=audit-trail.csv, format=csv, entries=3, bytes=421, sha256="
                                        + "0".repeat(64) + "}]"));
        assertThat(job(ExportJobHistory.FAILED))
                .containsEntry("state", "FAILED")
                .containsEntry("failure", "TOO_LARGE")
                .hasEntrySatisfying(
                        "detail", detail -> assertThat(detail.toString()).contains("ask for a shorter period"));
        assertThat(job(ExportJobHistory.CANCELLED)).containsEntry("state", "CANCELLED");
        assertThat(job(ExportJobHistory.REMOVED))
                .containsEntry("state", "REMOVED")
                .containsEntry("removal", "TOO_MANY")
                .containsEntry("entries", 3L);
    }

    /** What the limit of requests counts. */
    @Test
    void aJobIsOpenUntilSomethingCameOfIt() {
        OpenExportJobs.Seen acme = open.of(History.ACME);
        assertThat(acme.ofTenant()).isEqualTo(1);
        assertThat(acme.all()).as("and the rival's").isEqualTo(2);
        assertThat(open.of(new TenantId("nobody"))).isEqualTo(new OpenExportJobs.Seen(0, 2));
    }

    @Test
    void theNewestIsListedFirstPageByPage() {
        GraphQlTester.Response first = reader("pages", ALL_OF_ACME)
                .document("{ exportJobs(tenant: \"acme\", first: 2)"
                        + " { edges { node { exportJobId } } pageInfo { hasNextPage endCursor } } }")
                .execute();
        assertThat(ids(first))
                .containsExactly(ExportJobHistory.WAITING.toString(), ExportJobHistory.REMOVED.toString());
        String cursor =
                first.path("exportJobs.pageInfo.endCursor").entity(String.class).get();
        assertThat(ids(reader("pages", ALL_OF_ACME)
                        .document("{ exportJobs(tenant: \"acme\", afterCursor: \"" + cursor
                                + "\") { edges { node { exportJobId } } } }")
                        .execute()))
                .containsExactly(
                        ExportJobHistory.CANCELLED.toString(),
                        ExportJobHistory.FAILED.toString(),
                        ExportJobHistory.MADE.toString());
    }

    /** It is of the whole trail, which who is at one site does not see. */
    @Test
    @Requirement("11.10(d)")
    void whoIsAtASiteSeesNone() {
        String all = "{ exportJobs(tenant: \"acme\") { edges { node { exportJobId } } } }";
        assertThat(ids(reader("site", new Grant(History.ACME, History.VISP, Role.AUDITOR))
                        .document(all)
                        .execute()))
                .isEmpty();
        assertThat(ids(reader("all", ALL_OF_ACME).document(all).execute())).hasSize(5);
    }

    private static List<String> ids(GraphQlTester.Response answer) {
        return answer.path("exportJobs.edges[*].node.exportJobId")
                .entityList(String.class)
                .get();
    }

    private Map<String, Object> job(ExportJobId id) {
        return reader("one", ALL_OF_ACME)
                .document("""
                        { exportJob(id: "%s", after: 0) { id tenant state record from to first last upTo report reason
                            requestedBy entries files { name format entries bytes sha256 } failure detail removal
                            progress { events } } }""".formatted(id))
                .execute()
                .path("exportJob")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private GraphQlTester reader(String name, Grant grant) {
        return asking.as(authorities.person("export-jobs-" + name, grant));
    }
}

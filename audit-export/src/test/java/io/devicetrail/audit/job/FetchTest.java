package io.devicetrail.audit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.UnprovenCopies;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Files of export jobs, whole and in parts. */
@Requirement({"11.10(b)", "11.10(d)", "Annex 11 draft 12.1"})
class FetchTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final ExportJobId JOB = new ExportJobId(new UUID(7, 7));
    private static final String CSV = "/export-jobs/" + JOB + "/files/audit-trail.csv";

    @TempDir
    Path root;

    private final List<String> fetched = new ArrayList<>();
    private boolean away;
    private MockMvc http;
    private byte[] csv;

    @BeforeEach
    void aJobThatIsMade() throws Exception {
        ListedLog log = ListedLog.ofEveryEvent(ACME);
        ExportJobs jobs = new ExportJobs(root, ExportJobLimits.beside(0));
        SetClock clock = new SetClock();
        ExportScope all = new ExportScope(null, null, null, null, null);
        jobs.take(new ExportOrder(
                new ExportJobRequested(JOB, ACME, all, null, false),
                log.head() + 1,
                Instant.EPOCH,
                "Ada Lovelace",
                "ada",
                "Inspection"));
        ExportMaker maker = new ExportMaker(jobs, UnprovenCopies.of(log), new ToldJobs(), () -> Long.MAX_VALUE, clock);
        while (maker.step()) {
            // Until it is made and told.
        }
        FetchLog record = (request, file) -> {
            if (away) {
                throw new LogUnreadable("it is not on record");
            }
            fetched.add(file.file().name());
            return new ExportId(new UUID(8, 8));
        };
        http = MockMvcBuilders.standaloneSetup(new ExportFileController(jobs, record))
                .build();
        csv = Files.readAllBytes(
                jobs.file(ACME, JOB, "audit-trail.csv").orElseThrow().path());
    }

    @Test
    void aWholeFileIsOnRecordBeforeItsFirstByte() throws Exception {
        MockHttpServletResponse answer = answer(get(CSV + "?tenant=acme"));

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsByteArray()).isEqualTo(csv);
        assertThat(answer.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(answer.getHeader("Devicetrail-Export")).isEqualTo(new UUID(8, 8).toString());
        assertThat(answer.getHeader("Content-Disposition")).contains("audit-trail.csv");
        assertThat(fetched).containsExactly("audit-trail.csv");
        away = true;
        MockHttpServletResponse refused = answer(get(CSV + "?tenant=acme").header("Range", "bytes=0-9"));
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getContentAsString()).doesNotContain("actorName");
    }

    @Test
    void aManifestIsNoExport() throws Exception {
        away = true;
        assertThat(answer(get("/export-jobs/" + JOB + "/files/manifest.json?tenant=acme"))
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void partsMakeTheWhole() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        String tag = answer(get(CSV + "?tenant=acme")).getHeader("ETag");
        int step = csv.length / 3 + 1;
        for (int at = 0; at < csv.length; at += step) {
            MockHttpServletResponse part = answer(get(CSV + "?tenant=acme")
                    .header("Range", "bytes=" + at + "-" + (at + step - 1))
                    .header("If-Range", String.valueOf(tag)));
            assertThat(part.getStatus()).isEqualTo(206);
            assertThat(part.getHeader("Content-Range"))
                    .isEqualTo("bytes " + at + "-" + Math.min(at + step - 1, csv.length - 1) + "/" + csv.length);
            whole.write(part.getContentAsByteArray());
        }
        assertThat(whole.toByteArray()).isEqualTo(csv);
    }

    @Test
    void theRestAndTheEndCanBeAskedFor() throws Exception {
        assertThat(answer(get(CSV + "?tenant=acme").header("Range", "bytes=10-"))
                        .getContentAsByteArray())
                .isEqualTo(Arrays.copyOfRange(csv, 10, csv.length));
        assertThat(answer(get(CSV + "?tenant=acme").header("Range", "bytes=-10"))
                        .getContentAsByteArray())
                .isEqualTo(Arrays.copyOfRange(csv, csv.length - 10, csv.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-9223372036854775807", "bytes=-9223372036854775807"})
    void moreThanThereIsIsAllThatThereIs(String range) throws Exception {
        MockHttpServletResponse answer = answer(get(CSV + "?tenant=acme").header("Range", range));
        assertThat(answer.getStatus()).isEqualTo(206);
        assertThat(answer.getHeader("Content-Range")).isEqualTo("bytes 0-" + (csv.length - 1) + "/" + csv.length);
        assertThat(answer.getContentAsByteArray()).isEqualTo(csv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=LENGTH-", "bytes=LENGTH-9223372036854775807", "bytes=9223372036854775807-"})
    void behindTheEndThereIsNothing(String range) throws Exception {
        MockHttpServletResponse answer = answer(
                get(CSV + "?tenant=acme").header("Range", range.replace("LENGTH", Integer.toString(csv.length))));
        assertThat(answer.getStatus()).isEqualTo(416);
        assertThat(answer.getHeader("Content-Range")).isEqualTo("bytes */" + csv.length);
        assertThat(answer.getContentAsByteArray()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=x", "lines=1-2", "bytes=0-1,4-5", "bytes=5-1", "bytes=0-92233720368547758070"})
    void whatIsNoRangeOrSeveralGetsTheWhole(String range) throws Exception {
        MockHttpServletResponse answer = answer(get(CSV + "?tenant=acme").header("Range", range));
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsByteArray()).isEqualTo(csv);
    }

    @Test
    void aRangeOfAnotherFileIsNotGiven() throws Exception {
        MockHttpServletResponse answer =
                answer(get(CSV + "?tenant=acme").header("Range", "bytes=10-").header("If-Range", "\"another\""));
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsByteArray()).isEqualTo(csv);
    }

    @ParameterizedTest
    @CsvSource({
        "/export-jobs/00000000-0000-0007-0000-000000000007/files/audit-trail.csv?tenant=other, 404",
        "/export-jobs/00000000-0000-0007-0000-000000000008/files/audit-trail.csv?tenant=acme, 404",
        "/export-jobs/00000000-0000-0007-0000-000000000007/files/order.json?tenant=acme, 404",
        "/export-jobs/00000000-0000-0007-0000-000000000007/files/..%2Forder.json?tenant=acme, 404",
        "/export-jobs/00000000-0000-0007-0000-000000000007/files/%2e%2e%2forder.json?tenant=acme, 404",
        "/export-jobs/..%2F..%2Fsecrets/files/audit-trail.csv?tenant=acme, 404",
        "/export-jobs/x/files/audit-trail.csv?tenant=acme, 404",
        "/export-jobs/00000000-0000-0007-0000-000000000007/files/audit-trail.csv, 400",
        "/export-jobs/00000000-0000-0007-0000-000000000007/files/audit-trail.csv?tenant=other&tenant=acme, 400"
    })
    void ofAnotherTenantOrAnotherFileNothingIsTold(String address, int status) throws Exception {
        MockHttpServletResponse answer = answer(get(URI.create(address)));

        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentAsString()).doesNotContain("Ada");
        assertThat(fetched).isEmpty();
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return http.perform(request).andReturn().getResponse();
    }
}

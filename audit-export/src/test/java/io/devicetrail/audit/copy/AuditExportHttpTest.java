package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.domain.auditexport.AuditExportCommand.AuditExport;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real HTTP over a log in memory that can be made to fail. */
class AuditExportHttpTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final MoodyLog LOG = new MoodyLog();
    private static final Exports EXPORTS = new Exports();

    private static ConfigurableApplicationContext application;
    private static URI server;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        SpringApplication boot = new SpringApplication(TestApplication.class);
        application = boot.run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off");
        server = URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void calm() {
        LOG.calm();
        EXPORTS.given.clear();
        EXPORTS.reasons.clear();
        EXPORTS.away = false;
    }

    @Test
    void csvIsAnAttachmentWithTheHeadItWasMadeFrom() throws Exception {
        HttpResponse<String> response = get("tenant=acme&format=csv");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/csv;charset=UTF-8");
        assertThat(response.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"audit-trail.csv\"");
        assertThat(response.headers().firstValue(AuditExportController.HEAD_HEADER))
                .contains(Long.toString(LOG.head()));
        assertThat(response.body()).startsWith("index,ordinal,recordedAt,").contains("device.DeviceReplaced");
    }

    @Test
    void jsonLinesOfOneRecordHoldItsCommandsAndConnectivity() throws Exception {
        List<String> events = get("tenant=acme&format=jsonl&record=" + EveryEvent.pump(TENANT))
                .body()
                .lines()
                .map(line -> JsonMapper.builder()
                        .build()
                        .readTree(line)
                        .required("event")
                        .asString())
                .distinct()
                .toList();

        assertThat(events)
                .contains("device.DeviceRegistered", "command.CommandTimedOut", "connectivity.ConnectivityChanged")
                .doesNotContain("tenant.SiteOpened", "device.DeviceRetired");
    }

    @Test
    void aRolloutsReportIsGivenAndOnRecord() throws Exception {
        String run = RolloutRunId.of(TENANT, "ada", "1").toString();
        HttpResponse<String> answer = get("tenant=acme&format=rollout-report&record=" + run);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"rollout-report.json\"");
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(answer.body())
                        .at("/rolloutId")
                        .asString())
                .isEqualTo(run);
        assertThat(EXPORTS.given)
                .singleElement()
                .satisfies(export -> assertThat(export.file().format()).isEqualTo("rollout-report"));
    }

    /** What is no rollout is known when the log was read. */
    @ParameterizedTest
    @ValueSource(strings = {"&record=PUMP", "&record=RUN&from=2026-11-20T10:00:00Z", "&record=RUN&last=9", ""})
    void aReportOfWhatIsNoWholeRolloutIsRefused(String part) throws Exception {
        String asked = part.replace("PUMP", EveryEvent.pump(TENANT).toString())
                .replace("RUN", RolloutRunId.of(TENANT, "ada", "1").toString());
        HttpResponse<String> answer = get("tenant=acme&format=rollout-report" + asked);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("content-disposition")).isEmpty();
        assertThat(answer.body()).contains("rollout");
        assertThat(EXPORTS.given).isEmpty();
    }

    /** The head of one answer and one is where the next begins. */
    @ParameterizedTest
    @ValueSource(strings = {"cloudevents", "syslog", "cef"})
    void aCollectorThatGoesOnBehindTheHeadIsGivenEachEntryOnce(String format) throws Exception {
        String all = get("tenant=acme&format=" + format).body();
        StringBuilder collected = new StringBuilder();
        long next = 0;
        for (long head : List.of(LOG.head() / 2, LOG.head() / 2, LOG.head())) {
            HttpResponse<String> page = get("tenant=acme&format=" + format + "&first=" + next + "&head=" + head);
            assertThat(page.statusCode()).isEqualTo(200);
            collected.append(page.body());
            next = 1
                    + page.headers()
                            .firstValueAsLong(AuditExportController.HEAD_HEADER)
                            .orElseThrow();
        }

        assertThat(collected).hasToString(all);
        assertThat(get("tenant=acme&format=" + format + "&first=" + next).body())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                              | tenant | add tenant=
            tenant=ACME                                                     | tenant | 2 to 32 of a-z
            tenant=acme&tenant=zeta                                         | tenant | give it once
            tenant=acme&format=xlsx                                         | format | cloudevents, syslog or cef
            tenant=acme&from=yesterday                                      | from   | 2026-11-20T10:00:00Z
            tenant=acme&to=2026-11-20T10:00:00                              | to     | with offset
            tenant=acme&from=2026-11-20T10:00:00Z&to=2026-11-20T10:00:00Z   | to     | later than from
            tenant=acme&first=-1                                            | first  | from 0
            tenant=acme&first=5&last=4                                      | last   | below first
            tenant=acme&head=100000                                         | head   | beyond the log
            tenant=acme&record=                                             | record | leave it out
            tenant=acme&record=pump-4                                       | record | must be the id (a UUID)
            tenant=acme&record=zeta                                         | record | or the tenant's short name
            tenant=acme&record=1-1-1-1-1                                    | record | must be the id (a UUID)
            tenant=nobody&record=pump-4                                     | record | must be the id (a UUID)
            tenant=acme&fromm=2026-11-20T10:00:00Z                          | fromm  | no parameter of an audit export
            """)
    void aWrongParameterIsToldWithItsMend(String query, String parameter, String mend) throws Exception {
        HttpResponse<String> response = get(query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode problem = JsonMapper.builder().build().readTree(response.body());
        assertThat(problem.required("parameter").asString()).isEqualTo(parameter);
        assertThat(problem.required("detail").asString()).contains(mend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "manifest"})
    @Requirement("11.10(b)")
    void aTenantThatNeverWasHasNoCopyNotAnEmptyOne(String format) throws Exception {
        HttpResponse<String> response = get("tenant=acne&format=" + format);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode problem = JsonMapper.builder().build().readTree(response.body());
        assertThat(problem.required("parameter").asString()).isEqualTo("tenant");
        assertThat(problem.required("detail").asString())
                .isEqualTo("the log knows no tenant acne; check the short name");
    }

    @Test
    void anExportRunForATenantThatNeverWasSaysSoAndLeavesNoFolder() throws Exception {
        ExportRun.Order order = new ExportRun.Order(server, "acne", null, null, null, folder.resolve("copy"));

        assertThatThrownBy(() -> new ExportRun(client, "token").run(order, (file, bytes) -> {}))
                .isInstanceOf(ExportFailed.class)
                .hasMessage("the log knows no tenant acne; check the short name");
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=2030-01-01T00:00:00Z", "head=-1", "record=00000000-0000-0000-0000-000000000000"})
    void aKnownTenantOfWhichNothingIsThereHasAnEmptyCopy(String restriction) throws Exception {
        HttpResponse<String> copy = get("tenant=acme&format=jsonl&" + restriction);

        assertThat(copy.statusCode()).isEqualTo(200);
        assertThat(copy.body()).isEmpty();
        assertThat(get("tenant=acme&format=manifest&" + restriction).body()).contains("\"entries\":\"0\"");
    }

    @Test
    void aRecordsIdIsTheSameInAnyCase() throws Exception {
        String pump = EveryEvent.pump(TENANT).toString();
        String upper = pump.toUpperCase(Locale.ROOT);

        assertThat(upper).isNotEqualTo(pump);
        assertThat(get("tenant=acme&format=jsonl&record=" + upper).body())
                .isNotEmpty()
                .isEqualTo(get("tenant=acme&format=jsonl&record=" + pump).body());
        assertThat(get("tenant=acme&format=manifest&record=" + upper).body())
                .contains(pump)
                .doesNotContain(upper);
    }

    @Test
    void aTenantsOwnRecordGoesByItsShortName() throws Exception {
        assertThat(get("tenant=acme&format=jsonl&record=acme").body())
                .contains("tenant.TenantCreated")
                .doesNotContain("device.");
    }

    @Test
    void anExportRunBringsTheCopyAndItsManifestFromOneHead() throws Exception {
        LOG.growWhenRead();
        List<String> progress = new ArrayList<>();

        ExportRun.Outcome outcome = run(folder.resolve("copy"), (file, bytes) -> progress.add(file));

        assertThat(outcome.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("audit-trail.csv", "audit-trail.jsonl", "VERIFY.md", "manifest.json");
        assertThat(outcome.files()).allMatch(Files::isRegularFile);
        assertThat(Files.readAllLines(folder.resolve("copy/audit-trail.jsonl"))).hasSize((int) outcome.entries());
        assertThat(outcome.head()).isLessThan(LOG.head());
        assertThat(outcome.exports().values())
                .containsExactlyElementsOf(EXPORTS.given.stream()
                        .map(given -> given.export().toString())
                        .toList());
        assertThat(outcome.unproven()).isEqualTo("there is no ledger");
        assertThat(progress).contains("audit-trail.csv", "audit-trail.jsonl", "manifest.json");
    }

    @Test
    @Requirement("11.10(a)")
    void aLogThatAnswersTwoWaysLeavesNoCopy() throws Exception {
        LOG.lieAfterTheFirstReading();

        assertThatThrownBy(() -> run(folder.resolve("copy"), (file, bytes) -> {}))
                .isInstanceOf(ExportFailed.class)
                .hasMessageContaining("the manifest says");
        assertThat(left()).isEmpty();
    }

    @Test
    @Requirement("11.10(b)")
    void aCopyThatBreaksOffIsNotTakenForAWhole() throws Exception {
        LOG.breakOffAtTheEnd();

        assertThatThrownBy(() -> get("tenant=acme&format=csv")).isInstanceOf(IOException.class);
    }

    @Test
    void aLogThatCannotBeReadIsToldAndLeavesNoCopy() throws Exception {
        LOG.breakOffAtTheStart();

        assertThat(get("tenant=acme&format=csv").statusCode()).isEqualTo(503);
        assertThatThrownBy(() -> run(folder.resolve("copy"), (file, bytes) -> {}))
                .isInstanceOf(ExportFailed.class)
                .hasMessage("the log is away");
        assertThat(left()).isEmpty();
    }

    @Test
    @Requirement("Annex 11 draft 12.1")
    void whatIsHandedOutIsOnRecordByTheHashOfItsBytes() throws Exception {
        HttpResponse<String> copy = get("tenant=acme&format=csv&last=60");

        assertThat(EXPORTS.given).hasSize(1);
        AuditExport given = EXPORTS.given.getFirst();
        assertThat(copy.headers().firstValue(AuditExportController.EXPORT_HEADER))
                .contains(given.export().toString());
        assertThat(given.tenant()).isEqualTo(TENANT);
        assertThat(given.scope()).isEqualTo(new ExportScope(null, null, null, null, 60L));
        byte[] bytes = copy.body().getBytes(StandardCharsets.UTF_8);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(given.file().sha256()).isEqualTo(sha256);
        assertThat(given.file().bytes()).isEqualTo(bytes.length);
        assertThat(given.file().upTo()).isEqualTo(LOG.head());
        assertThat(given.file().entries())
                .isEqualTo(
                        get("tenant=acme&format=jsonl&last=60").body().lines().count());
        assertThat(get("tenant=acme&format=manifest").headers().firstValue(AuditExportController.EXPORT_HEADER))
                .as("a manifest holds no entries")
                .isEmpty();
        assertThat(EXPORTS.given).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    @Requirement("Annex 11 draft 12.1")
    void whatCannotBePutOnRecordIsNotHandedOut(String format) throws Exception {
        EXPORTS.away = true;

        long arrived = arrivedUntilItBroke("tenant=acme&format=" + format);
        HttpResponse<String> small = get("tenant=acme&last=3&format=" + format);
        assertThat(small.statusCode()).isEqualTo(503);
        assertThat(small.body()).contains("not on record").doesNotContain("TenantCreated");
        assertThat(small.headers().firstValue(AuditExportController.EXPORT_HEADER))
                .isEmpty();
        assertThatThrownBy(() -> run(folder.resolve("copy"), (file, bytes) -> {}))
                .isInstanceOf(ExportFailed.class);
        assertThat(left()).isEmpty();
        EXPORTS.away = false;
        assertThat(get("tenant=acme&last=3&format=" + format).body()).contains("TenantCreated");
        get("tenant=acme&format=" + format);
        assertThat(arrived)
                .as("of a long copy the end was never sent")
                .isPositive()
                .isLessThan(EXPORTS.given.getLast().file().bytes());
    }

    @Test
    @Requirement({"11.10(b)", "Annex 11 draft 12.1"})
    void aReportIsHandedOutOnRecordWithItsReason() throws Exception {
        HttpResponse<byte[]> report = client.send(
                HttpRequest.newBuilder(server.resolve("/audit-export?tenant=acme&last=40&format=pdf&reason=batch%207"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.headers().firstValue("content-type")).contains("application/pdf");
        assertThat(report.headers().firstValue("content-disposition")).contains("attachment; filename=\"report.pdf\"");
        AuditExport given = EXPORTS.given.getLast();
        assertThat(report.headers().firstValue(AuditExportController.EXPORT_HEADER))
                .contains(given.export().toString());
        assertThat(given.file())
                .isEqualTo(new ExportedFile(
                        "pdf",
                        LOG.head(),
                        get("tenant=acme&last=40&format=jsonl").body().lines().count(),
                        report.body().length,
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(report.body()))));
        assertThat(EXPORTS.reasons).startsWith("batch 7");
    }

    @ParameterizedTest
    @CsvSource({
        "format=pdf,reason,is missing",
        "format=pdf&reason=%20,reason,is empty",
        "format=pdf&reason=a%E2%80%AEb,reason,cannot be seen",
        "format=csv&reason=x,reason,is printed on a report only",
        "format=manifest&reason=x,reason,is printed on a report only"
    })
    void aReasonGoesWithAReportAndWithNothingElse(String query, String parameter, String mend) throws Exception {
        HttpResponse<String> refused = get("tenant=acme&" + query);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"parameter\":\"" + parameter + "\"", mend);
        assertThat(EXPORTS.given).isEmpty();
    }

    @Test
    void anExportWithAReasonHasItsReportAndOneWithoutHasNone() throws Exception {
        ExportRun.Order order =
                new ExportRun.Order(server, "acme", null, lately(), null, folder.resolve("with"), "batch 7 & 8");
        ExportRun.Outcome outcome = new ExportRun(client, "token").run(order, (file, bytes) -> {});

        assertThat(outcome.exports()).containsKey("report.pdf");
        assertThat(EXPORTS.reasons).contains("batch 7 & 8");
        assertThat(CopyCheck.of(folder.resolve("with"))).isEmpty();
        assertThat(folder.resolve("with").resolve("report.pdf")).isNotEmptyFile();
        run(folder.resolve("without"), (file, bytes) -> {});
        assertThat(folder.resolve("without").resolve("report.pdf")).doesNotExist();
    }

    @Test
    void aReportThatCannotBePutOnRecordNeverEnds() throws Exception {
        EXPORTS.away = true;

        assertThat(get("tenant=acme&last=1&format=pdf&reason=x").statusCode()).isEqualTo(503);
        long arrived = arrivedUntilItBroke("tenant=acme&last=1500&format=pdf&reason=x");
        EXPORTS.away = false;
        get("tenant=acme&last=1500&format=pdf&reason=x");
        assertThat(arrived).isLessThan(EXPORTS.given.getLast().file().bytes());
    }

    /** The last events of the log, as a report of all of them takes a while. */
    private static String lately() {
        return ListedLog.START.plusSeconds(LOG.head() - 100).toString();
    }

    @Test
    void anEarlierCopyIsNeverReplaced() throws Exception {
        run(folder.resolve("copy"), (file, bytes) -> {});

        assertThatThrownBy(() -> run(folder.resolve("copy"), (file, bytes) -> {}))
                .isInstanceOf(ExportFailed.class)
                .hasMessageContaining("never replaced");
    }

    private ExportRun.Outcome run(Path place, ExportRun.Progress progress) throws Exception {
        return new ExportRun(client, "token")
                .run(new ExportRun.Order(server, "acme", null, "2026-11-20T11:00:00+01:00", null, place), progress);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private long arrivedUntilItBroke(String query) throws Exception {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(server.resolve("/audit-export?" + query)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        long arrived = 0;
        try (InputStream body = response.body()) {
            while (body.read() >= 0) {
                arrived++;
            }
        } catch (IOException broken) {
            return arrived;
        }
        throw new AssertionError("it was whole");
    }

    private HttpResponse<String> get(String query) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.resolve("/audit-export?" + query)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A log of every event, a few thousand times over, so that a copy does not fit the server's buffers. */
    private static final class MoodyLog implements LogReader {
        private volatile ListedLog log = new ListedLog();
        private volatile boolean growing;
        private volatile boolean lying;
        private volatile @Nullable Integer breaksAt;
        private volatile int readings;

        void calm() {
            ListedLog fresh = new ListedLog();
            for (int i = 0; i < 50; i++) {
                EveryEvent.of(TENANT).forEach(event -> fresh.append(TENANT, event));
            }
            log = fresh;
            growing = false;
            lying = false;
            breaksAt = null;
            readings = 0;
        }

        void growWhenRead() {
            growing = true;
        }

        void lieAfterTheFirstReading() {
            lying = true;
        }

        void breakOffAtTheEnd() {
            breaksAt = (int) log.head();
        }

        void breakOffAtTheStart() {
            breaksAt = 0;
        }

        @Override
        public long head() {
            return log.head();
        }

        @Override
        public boolean knows(TenantId tenant) {
            return log.knows(tenant);
        }

        @Override
        public synchronized void read(long first, long last, Sink sink) throws IOException {
            readings++;
            long end = lying && readings > 1 ? last - 1 : last;
            Integer broken = breaksAt;
            log.read(first, end, event -> {
                if (broken != null && event.index() >= broken) {
                    throw new LogUnreadable("the log is away");
                }
                sink.accept(event);
            });
            if (growing) {
                log.append(TENANT, EveryEvent.of(TENANT).getFirst());
            }
        }
    }

    /** What was handed out, in the order in which it was made; or nothing, while it is away. */
    private static final class Exports implements ExportLog {
        private final List<AuditExport> given = new CopyOnWriteArrayList<>();
        private final List<String> reasons = new CopyOnWriteArrayList<>();
        private volatile boolean away;

        @Override
        public Export begin(HttpServletRequest request, @Nullable String reason) {
            if (reason != null) {
                reasons.add(reason);
            }
            return new Export() {
                private final ExportId id = new ExportId(UUID.randomUUID());

                @Override
                public ExportId id() {
                    return id;
                }

                @Override
                public String requester() {
                    return "Ada Lovelace";
                }

                @Override
                public String requesterId() {
                    return "ada";
                }

                @Override
                public void made(TenantId tenant, ExportScope scope, ExportedFile file) throws LogUnreadable {
                    if (away) {
                        throw new LogUnreadable("it is not on record");
                    }
                    given.add(new AuditExport(id, tenant, scope, file));
                }
            };
        }
    }

    @Configuration
    @EnableAutoConfiguration
    @Import({AuditTrail.class, AuditCopies.class, Reports.class, AuditExportController.class})
    static class TestApplication {
        @Bean
        LogReader log() {
            return LOG;
        }

        @Bean
        ExportLog exports() {
            return EXPORTS;
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}

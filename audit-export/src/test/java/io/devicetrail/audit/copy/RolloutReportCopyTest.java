package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report of a rollout that goes with a copy of its trail. */
@Requirement({"11.10(b)", "Annex 11 s.9"})
class RolloutReportCopyTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final RolloutRunId RUN = RolloutRunId.of(TENANT, "ada", "1");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(TENANT, "ada", "1");
    private static final PersonId QUINN = new PersonId(new UUID(1, 1));
    private static final String HASH = "0".repeat(64);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T08:00:00.5Z"), ZoneOffset.UTC);

    private final ListedLog log = ListedLog.ofEveryEvent(TENANT);
    private final AuditCopies copies = new AuditCopies(new AuditTrail(log), CLOCK, Optional.empty());

    @Test
    void theSameLogGivesTheSameBytesAndTheManifestNamesThem() throws IOException {
        byte[] report = report(log.head());
        String text = new String(report, StandardCharsets.UTF_8);
        assertThat(new JsonCanonicalizer(text).getEncodedString() + "\n").isEqualTo(text);

        JsonNode manifest = JsonMapper.builder()
                .build()
                .readTree(copies.manifest(of(RUN.toString()), log.head(), AuditTrail.Progress.NONE)
                        .json());
        assertThat(manifest.at("/files"))
                .as("entries twice, the report and the guide")
                .hasSize(4);
        assertThat(manifest.at("/files/2/name").asString()).isEqualTo("rollout-report.json");
        assertThat(manifest.at("/files/2/format").asString()).isEqualTo("rollout-report");
        assertThat(manifest.at("/files/2/bytes").asString()).isEqualTo(Integer.toString(report.length));
        long before = log.head();
        log.append(TENANT, EveryEvent.of(TENANT).getFirst());
        assertThat(report(before)).isEqualTo(report);
    }

    @Test
    void itSaysWhatTheLogSaysOfTheRun() throws IOException {
        JsonNode report = JsonMapper.builder().build().readTree(report(log.head()));
        assertThat(report.at("/format").asString()).isEqualTo("devicetrail-rollout-report/1");
        assertThat(report.at("/state").asString()).isEqualTo("COMPLETED");
        assertThat(report.at("/rolloutPlanId").asString()).isEqualTo(PLAN.toString());
        assertThat(report.at("/seed").asString()).isEqualTo("=seed");
        assertThat(report.at("/steps")).hasSize(10);
        assertThat(report.at("/steps/6/kind").asString()).isEqualTo("HALTED");
        assertThat(report.at("/steps/6/cause").asString()).isEqualTo("FAILED_OF_LAST");
        assertThat(report.at("/steps/1/reason").asString()).isEqualTo("+41 said so");
        assertThat(report.at("/waves")).hasSize(2);
        assertThat(report.at("/times/createdAt").asString())
                .isEqualTo(report.at("/steps/0/at").asString())
                .matches(".*\\.\\d{6}Z");
    }

    /** The report of the time before a step is that of a head before it. */
    @Test
    void anEarlierHeadGivesTheReportOfThatMoment() throws IOException {
        JsonNode whole = JsonMapper.builder().build().readTree(report(log.head()));
        long halted = Long.parseLong(whole.at("/steps/6/index").asString());
        JsonNode then = JsonMapper.builder().build().readTree(report(halted));
        assertThat(then.at("/state").asString()).isEqualTo("HALTED");
        assertThat(then.at("/stopped/cause").asString()).isEqualTo("FAILED_OF_LAST");
        assertThat(then.at("/stopped/failedOfLast").asInt()).isEqualTo(1);
        assertThat(then.at("/position").asString()).isEqualTo(Long.toString(halted));
    }

    @Test
    void whoSignedThePlanIsInIt() throws IOException {
        SignatureId id = sign(PLAN.toString());
        sign(RolloutPlanId.of(TENANT, "ada", "another").toString());
        RolloutPlan content = content();
        RolloutRunId signed = RolloutRunId.of(TENANT, "ada", "signed");
        log.append(
                TENANT,
                new RolloutCreated(signed, TENANT, PLAN, 2, HASH, 9, content, 1, HASH, "s", List.of(1, 0), "ada"));
        log.append(TENANT, new RolloutStarted(signed, TENANT, PLAN, 2, HASH, HASH, HASH, List.of(id)));

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copies.write(ReportFile.ROLLOUT, of(signed.toString()), log.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
        JsonNode report = JsonMapper.builder().build().readTree(out.toByteArray());
        assertThat(report.at("/signatures/0").asString()).isEqualTo(id.toString());
        assertThat(report.at("/signed")).hasSize(1);
        assertThat(report.at("/signed/0/printedName").asString()).isEqualTo("Quinn Q.");
        assertThat(report.at("/signed/0/meaning").asString()).isEqualTo("APPROVAL");
        assertThat(report.at("/signed/0/offset").asString()).isEqualTo("+01:00");
    }

    /** A wave's own thresholds are what it was judged by, so the plan's alone would mislead. */
    @Test
    void whatThePlanSaysOfEachWaveAndOfWindowsAndDevicesIsInIt() throws IOException {
        JsonNode report = reportOf(content());
        assertThat(report.at("/windows").toString())
                .isEqualTo("[{\"days\":[\"SATURDAY\",\"SUNDAY\"],\"from\":\"22:00\",\"minutes\":120,"
                        + "\"offerMinutes\":60}]");
        assertThat(report.at("/prerequisites").toString())
                .isEqualTo("{\"fromVersions\":[\"1.9\",\"2.0\"],\"leastBatteryPercent\":30}");
        assertThat(report.at("/spreadOver").toString()).isEqualTo("[\"SITE\",\"HARDWARE_REVISION\"]");
        assertThat(report.at("/stop/recent").toString())
                .isEqualTo("{\"lastDevices\":50,\"mostFailedDevices\":null,\"mostFailedPercent\":10}");
        assertThat(report.at("/mostSilentMinutes").asInt()).isEqualTo(90);
        assertThat(report.at("/waves/0/mostFailedPercent").asInt()).isEqualTo(20);
        assertThat(report.at("/waves/0/mostFailedDevices").asInt()).isEqualTo(3);
        assertThat(report.at("/waves/0/leastVerifiedPercent").asInt()).isEqualTo(95);
        assertThat(report.at("/waves/0/recent").toString())
                .isEqualTo("{\"lastDevices\":20,\"mostFailedDevices\":2,\"mostFailedPercent\":null}");
    }

    /** Named all the same, so that nobody has to ask whether it was forgotten. */
    @Test
    void whatThePlanDoesNotSayIsNullOrEmpty() throws IOException {
        RolloutPlan full = content();
        JsonNode report = reportOf(new RolloutPlan(
                full.title(),
                full.release(),
                full.model(),
                full.modelVersions(),
                new Cohort(List.of(), List.of(), new TreeMap<>()),
                full.waves(),
                new StopThresholds(5, null),
                60,
                false));
        for (String none : List.of("windows", "spreadOver")) {
            assertThat(report.at("/" + none).toString()).as(none).isEqualTo("[]");
        }
        assertThat(report.at("/stop").has("recent")).isTrue();
        assertThat(report.at("/stop/recent").isNull()).isTrue();
        for (String none : List.of("mostFailedPercent", "mostFailedDevices", "leastVerifiedPercent", "recent")) {
            assertThat(report.at("/waves/1").has(none)).as(none).isTrue();
            assertThat(report.at("/waves/1/" + none).isNull()).as(none).isTrue();
        }
    }

    private JsonNode reportOf(RolloutPlan content) throws IOException {
        RolloutRunId run = RolloutRunId.of(TENANT, "ada", "another");
        log.append(
                TENANT, new RolloutCreated(run, TENANT, PLAN, 2, HASH, 9, content, 1, HASH, "s", List.of(1, 0), "ada"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copies.write(ReportFile.ROLLOUT, of(run.toString()), log.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
        return JsonMapper.builder().build().readTree(out.toByteArray());
    }

    /** What leaves something out by time is no report of a run, and another record has none. */
    @Test
    void aCopyOfAnythingElseHasNone() throws IOException {
        for (TrailFilter filter : List.of(
                TrailFilter.ofTenant(TENANT),
                of(EveryEvent.pump(TENANT).toString()),
                of(PLAN.toString()),
                new TrailFilter(TENANT, RUN.toString(), ListedLog.START, null, null, null),
                new TrailFilter(TENANT, RUN.toString(), null, null, 1L, null),
                new TrailFilter(new TenantId("rival"), RUN.toString(), null, null, null, null))) {
            assertThat(copies.manifest(filter, log.head(), AuditTrail.Progress.NONE)
                            .files())
                    .as(filter.toString())
                    .extracting(CopyManifest.CopiedFile::file)
                    .doesNotContain(ReportFile.ROLLOUT);
        }
    }

    private RolloutPlan content() {
        return log.events().stream()
                .map(event -> event.payload() instanceof RolloutCreated created ? created.content() : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private SignatureId sign(String plan) {
        SignableRecord record = SignableRecord.of(SignableKind.ROLLOUT_PLAN, plan);
        SignatureId id = SignatureId.of(record, HASH, QUINN, SignatureMeaning.APPROVAL);
        log.append(
                TENANT,
                new RecordSigned(
                        id,
                        record,
                        9,
                        HASH,
                        QUINN,
                        "Quinn Q.",
                        SignatureMeaning.APPROVAL,
                        "Europe/Zurich",
                        "+01:00",
                        "s1",
                        List.of("pwd", "otp"),
                        2,
                        HASH));
        return id;
    }

    private byte[] report(long head) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copies.write(ReportFile.ROLLOUT, of(RUN.toString()), head, out, AuditCopies.BeforeTheEnd.NOTHING);
        return out.toByteArray();
    }

    private static TrailFilter of(String record) {
        return new TrailFilter(TENANT, record, null, null, null, null);
    }
}

package io.devicetrail.audit.validation;

import io.devicetrail.audit.report.pdf.Sha256;
import io.devicetrail.audit.validation.evidence.Installation;
import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.Performance;
import io.devicetrail.audit.validation.evidence.Sbom;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.TestReports;
import io.devicetrail.audit.validation.evidence.TestResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The files for programs: a value a line, so that two packs can be compared by their lines. */
final class PackJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ValidationPack pack;

    PackJson(ValidationPack pack) {
        this.pack = pack;
    }

    /** {@code matrix.json}. */
    byte[] matrix() {
        TraceabilityMatrix matrix = pack.matrix();
        ObjectNode json = head("devicetrail-traceability-matrix/1", matrix.standing());
        ObjectNode counts = json.putObject("counts");
        for (Standing standing : Standing.values()) {
            ObjectNode one = counts.putObject(standing.name());
            one.put("requirements", matrix.requirements(standing));
            one.put("rows", matrix.rows(standing));
        }
        ArrayNode requirements = json.putArray("requirements");
        for (StatedRequirement stated : matrix.requirements()) {
            ObjectNode one = requirements.addObject();
            one.put("id", stated.id());
            one.put("source", stated.source());
            one.put("clause", stated.clause());
            one.put("wording", stated.wording());
            one.put("behaviour", stated.behaviour());
            one.put("notApplicable", stated.notApplicable());
            one.put("standing", matrix.standing(stated).name());
        }
        ArrayNode rows = json.putArray("rows");
        matrix.rows().forEach(row -> put(rows.addObject(), row));
        return bytes(json);
    }

    private void put(ObjectNode json, MatrixRow row) {
        MarkedTest test = row.test();
        TestResult result = row.result();
        json.put("clause", row.clause());
        json.put("requirement", row.requirement());
        json.put("test", test == null ? null : test.name());
        json.put("source", test == null ? null : test.file());
        json.put("result", row.standing().name());
        json.put("why", row.why());
        json.put("report", result == null ? null : result.report().name());
        json.put("commit", pack.source().commit());
        json.put("clean", pack.source().isClean());
    }

    /** {@code iq.json}. */
    byte[] installation() {
        Installation installation = pack.installation();
        ObjectNode json = head("devicetrail-iq/1", installation.standing());
        texts(json.putArray("open"), installation.open());
        texts(json.putArray("changesInNoCommit"), pack.source().changes());
        ObjectNode runtime = json.putObject("runtime");
        pack.runtime().forEach(runtime::put);
        ArrayNode artifacts = json.putArray("artifacts");
        for (Installation.Artifact artifact : installation.artifacts()) {
            ObjectNode one = artifacts.addObject();
            one.put("name", artifact.name());
            one.put("bytes", artifact.bytes());
            one.put("sha256", artifact.sha256());
        }
        Sbom sbom = installation.sbom();
        ObjectNode listed = json.putObject("sbom");
        listed.put("file", sbom == null ? null : PackFolder.SBOM);
        listed.put("format", "CycloneDX " + Sbom.SPECIFICATION);
        listed.put("components", sbom == null ? 0 : sbom.components());
        listed.put("sha256", sbom == null ? null : sha256(sbom.json()));
        json.put("librariesInArtifacts", installation.libraries());
        texts(json.putArray("librariesNotInSbom"), installation.unlisted());
        return bytes(json);
    }

    /** {@code oq.json}. */
    byte[] operation() {
        TestReports reports = pack.reports();
        ObjectNode json = head("devicetrail-oq/1", pack.operation());
        int[] runs = reports.runs();
        ObjectNode all = json.putObject("allRuns");
        all.put("reports", reports.files());
        all.put("passed", runs[0]);
        all.put("failed", runs[1]);
        all.put("skipped", runs[2]);
        all.put("first", time(reports.first()));
        all.put("last", time(reports.last()));
        texts(json.putArray("failedTests"), reports.failed());
        ArrayNode tests = json.putArray("tests");
        for (MarkedTest test : pack.tests()) {
            put(tests.addObject(), test, reports.of(test));
        }
        return bytes(json);
    }

    private static void put(ObjectNode json, MarkedTest test, @Nullable TestResult result) {
        json.put("test", test.name());
        json.put("source", test.file());
        texts(json.putArray("requirements"), test.requirements());
        json.put("result", result == null ? null : result.standing().name());
        if (result != null) {
            json.put("passed", result.passed());
            json.put("failed", result.failed());
            json.put("skipped", result.skipped());
            json.put("seconds", Math.round(result.seconds() * 1_000) / 1_000.0);
            json.put("says", result.says());
            json.put("report", result.report().name());
            json.put("reportSha256", result.report().sha256());
            json.put("reportWritten", time(result.report().written()));
        }
    }

    /** {@code pq.json}. */
    byte[] performance() {
        Performance performance = pack.performance();
        ObjectNode json = head("devicetrail-pq/1", performance.standing());
        json.put("why", performance.why());
        json.put("measuredBy", "devicetrail demo --json");
        json.put("measuredAt", time(performance.measuredAt()));
        json.put("sha256", performance.sha256());
        JsonNode demo = performance.demo();
        json.set("demo", demo == null ? JsonNodeFactory.instance.nullNode() : demo);
        return bytes(json);
    }

    private ObjectNode head(String format, Standing standing) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", format);
        json.put("software", pack.software());
        json.put("commit", pack.source().commit());
        json.put("clean", pack.source().isClean());
        json.put("standing", standing.name());
        return json;
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static void texts(ArrayNode json, List<String> texts) {
        texts.forEach(json::add);
    }

    private static byte[] bytes(ObjectNode json) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        byte[] text = JSON.writer()
                .with(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
                .writeValueAsBytes(json);
        byte[] ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = '\n';
        return ended;
    }
}

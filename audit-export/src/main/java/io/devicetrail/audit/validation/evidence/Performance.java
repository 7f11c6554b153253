package io.devicetrail.audit.validation.evidence;

import io.devicetrail.audit.report.pdf.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How it does its job (PQ): what {@code devicetrail demo --json} measured.
 *
 * @param why it did not pass; null if it did
 * @param sha256 of the file, lower-case hexadecimal; null where there is none
 * @param measuredAt when the file was written; null where there is none
 * @param demo what it says, without where on the machine; null where that cannot be told
 */
public record Performance(
        Standing standing,
        @Nullable String why,
        @Nullable String sha256,
        @Nullable Instant measuredAt,
        @Nullable JsonNode demo) {
    /** @param newest figures that were written before it are of another source */
    public static Performance of(@Nullable Path file, Instant newest) throws IOException {
        if (file == null) {
            return new Performance(Standing.OPEN, "the demo was not run", null, null, null);
        }
        if (!Files.isRegularFile(file)) {
            throw new ValidationRefused("there is no file " + file + "; write one with: devicetrail demo --json");
        }
        byte[] bytes = Files.readAllBytes(file);
        String sha256 = HexFormat.of().formatHex(Sha256.digest().digest(bytes));
        Instant measured = SourceTree.written(file);
        JsonNode demo = parse(bytes);
        if (demo == null || demo.path("steps").isEmpty()) {
            return new Performance(Standing.FAILED, "the demo left no figures", sha256, measured, null);
        }
        if (!demo.path("ok").asBoolean(false) || !allOk(demo.path("steps"))) {
            return new Performance(Standing.FAILED, "a step of the demo failed", sha256, measured, demo);
        }
        if (measured.isBefore(newest)) {
            return new Performance(
                    Standing.OPEN, "the figures are older than the newest source", sha256, measured, demo);
        }
        return new Performance(Standing.PASSED, null, sha256, measured, demo);
    }

    private static boolean allOk(JsonNode steps) {
        for (JsonNode step : steps) {
            if (!step.path("ok").asBoolean(false)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode parse(byte[] bytes) {
        try {
            return WithoutPlaces.figures(JsonMapper.builder().build().readTree(bytes));
        } catch (JacksonException noFigures) {
            return null;
        }
    }
}

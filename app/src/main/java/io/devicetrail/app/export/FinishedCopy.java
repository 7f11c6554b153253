package io.devicetrail.app.export;

import io.devicetrail.audit.copy.ExportFailed;
import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder that has come into its place, and what its manifest says. It did so as a whole; what may have been done to it
 * since then is for {@code verify} to say.
 */
record FinishedCopy(Path folder, JsonNode manifest) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static FinishedCopy in(Path folder) throws IOException {
        return new FinishedCopy(folder, JSON.readTree(Files.readAllBytes(folder.resolve(CopyCheck.MANIFEST))));
    }

    /**
     * One of what is asked for, if the folder is there.
     *
     * @throws ExportFailed if it is something else; an earlier copy may be evidence
     */
    static Optional<FinishedCopy> of(JobExport.Order order) throws IOException {
        if (!Files.exists(order.folder())) {
            return Optional.empty();
        }
        try {
            FinishedCopy copy = in(order.folder());
            if (copy.isOf(order)) {
                return Optional.of(copy);
            }
        } catch (NoSuchFileException | JacksonException notOurs) {
            // Told below.
        }
        throw new ExportFailed(
                order.folder() + " exists and is not this copy; name another folder, nothing is ever replaced");
    }

    private boolean isOf(JobExport.Order order) {
        JsonNode filter = manifest.path("filter");
        return order.tenant().equals(filter.path("tenant").asString(""))
                && same(order.record(), filter.path("record"))
                && same(utc(order.from()), filter.path("from"))
                && same(utc(order.to()), filter.path("to"))
                && (!order.report() || Files.exists(folder.resolve(AuditReport.FILE_NAME)));
    }

    private static boolean same(@Nullable String asked, JsonNode stated) {
        return Objects.equals(asked, stated.isString() ? stated.asString() : null);
    }

    private static @Nullable String utc(@Nullable String time) {
        try {
            return time == null ? null : OffsetDateTime.parse(time).toInstant().toString();
        } catch (DateTimeException noTime) {
            return time;
        }
    }

    /** When it was asked for, as the manifest says. */
    String exportedAt() {
        return manifest.path("exportedAt").asString("");
    }

    /** Why nothing proves it; null where something does. */
    @Nullable String unproven() {
        JsonNode why = manifest.path("unproven");
        return why.isString() ? why.asString() : null;
    }

    List<Path> files() throws IOException {
        return files(folder);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

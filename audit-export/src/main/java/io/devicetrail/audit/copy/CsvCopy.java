package io.devicetrail.audit.copy;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180 in UTF-8 with a header row; see {@link CellEscape} for cells that a spreadsheet would run. */
final class CsvCopy implements CopyWriter {
    private final CsvWriter csv;

    CsvCopy(OutputStream out) {
        csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
        List<String> titles = new ArrayList<>();
        for (AuditColumn column : AuditColumn.values()) {
            titles.add(column.title());
        }
        csv.writeRecord(titles);
    }

    @Override
    public void write(AuditEntry entry) {
        CsvWriter.CsvWriterRecord row = csv.writeRecord();
        for (AuditColumn column : AuditColumn.values()) {
            @Nullable String cell = CellEscape.escape(column.of(entry));
            row.writeField(cell == null ? "" : cell);
        }
        row.endRecord();
    }

    @Override
    public void finish() throws IOException {
        csv.flush();
    }
}

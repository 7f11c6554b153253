package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One message of RFC 5424 per line: facility 13 (log audit), severity 5 (notice), all fields that have a value as structured
 * data. It names no host and no process, as the same log gives the same bytes wherever it is read.
 *
 * <p>Lines are the frames, so none can be within one: a control character is written as {@code #} and its three octal
 * digits, as rsyslog does. Who needs the exact text takes a form of JSON.
 */
final class SyslogCopy implements CopyWriter {
    private static final String PRIORITY = "<109>1 ";
    /** The private enterprise number that RFC 5612 has for documentation: this product has none of its own. */
    private static final String ELEMENT = "devicetrail@32473";

    private final OutputStream out;

    SyslogCopy(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(AuditEntry entry) throws IOException {
        StringBuilder line = new StringBuilder(PRIORITY)
                .append(AuditColumn.utcMicroseconds(entry.recordedAt()))
                .append(" - devicetrail - audit [")
                .append(ELEMENT);
        for (AuditColumn column : AuditColumn.values()) {
            @Nullable String value = column.of(entry);
            if (value != null) {
                line.append(' ').append(column.title()).append("=\"");
                escape(value, line);
                line.append('"');
            }
        }
        out.write(line.append("]\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void escape(String value, StringBuilder to) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                to.append('#')
                        .append((char) ('0' + (c >> 6)))
                        .append((char) ('0' + (c >> 3 & 7)))
                        .append((char) ('0' + (c & 7)));
            } else if (c == '"' || c == '\\' || c == ']') {
                to.append('\\').append(c);
            } else {
                to.append(c);
            }
        }
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}

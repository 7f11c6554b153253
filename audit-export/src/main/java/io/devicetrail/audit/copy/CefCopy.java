package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One line of ArcSight's Common Event Format, version 0, per entry. What its dictionary has no key for goes as custom
 * strings with their labels. The device version is that of this layout, not of the software: the same log gives the same
 * bytes.
 */
final class CefCopy implements CopyWriter {
    private static final String HEADER = "CEF:0|Devicetrail|Devicetrail|1|";
    /** Low: a change that was allowed. */
    private static final String SEVERITY = "3";

    private final OutputStream out;

    CefCopy(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(AuditEntry entry) throws IOException {
        StringBuilder line = new StringBuilder(HEADER);
        header(entry.event(), line);
        header(entry.recordType() + " " + entry.field() + " changed", line);
        line.append(SEVERITY)
                .append("|rt=")
                .append(entry.recordedAt().toEpochMilli())
                .append(" externalId=")
                .append(entry.index())
                .append('/')
                .append(entry.ordinal());
        extension("suid", entry.actorId(), line);
        extension("suser", entry.actorName(), line);
        extension("spriv", entry.actorRole(), line);
        extension("reason", entry.reason(), line);
        extension("requestClientApplication", entry.client(), line);
        custom(1, "record", entry.recordType() + "/" + entry.recordId(), line);
        custom(2, "field", entry.field(), line);
        custom(3, "from", entry.from(), line);
        custom(4, "to", entry.to(), line);
        custom(5, "tenant", entry.tenant(), line);
        custom(6, "address", entry.address(), line);
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void header(String value, StringBuilder to) {
        to.append(oneLine(value.replace("\\", "\\\\").replace("|", "\\|"), "", ""))
                .append('|');
    }

    private static void custom(int number, String label, @Nullable String value, StringBuilder to) {
        if (value != null) {
            extension("cs" + number + "Label", label, to);
            extension("cs" + number, value, to);
        }
    }

    private static void extension(String key, @Nullable String value, StringBuilder to) {
        if (value != null) {
            to.append(' ')
                    .append(key)
                    .append('=')
                    .append(oneLine(value.replace("\\", "\\\\").replace("=", "\\="), "\\n", "\\r"));
        }
    }

    /** Of controls, CEF has a form for the ends of lines; others are left out. */
    private static String oneLine(String value, String lineFeed, String carriageReturn) {
        return value.replace("\n", lineFeed).replace("\r", carriageReturn).replaceAll("\\p{Cc}", "");
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}

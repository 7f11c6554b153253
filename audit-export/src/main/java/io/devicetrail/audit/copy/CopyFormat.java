package io.devicetrail.audit.copy;

import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;

/** The formats of a copy, and those for other systems, with the names of their files. */
public enum CopyFormat implements CopyFile {
    CSV("csv", "audit-trail.csv", "text/csv;charset=UTF-8", CsvCopy::new),
    JSON_LINES("jsonl", "audit-trail.jsonl", "application/jsonl;charset=UTF-8", JsonLinesCopy::new),
    CLOUD_EVENTS(
            "cloudevents", "audit-trail.cloudevents.jsonl", "application/jsonl;charset=UTF-8", CloudEventsCopy::new),
    SYSLOG("syslog", "audit-trail.syslog.log", "text/plain;charset=UTF-8", SyslogCopy::new),
    CEF("cef", "audit-trail.cef.log", "text/plain;charset=UTF-8", CefCopy::new);

    /** Those that a manifest lists: they say all that the trail does, and can be read back exactly. */
    public static final List<CopyFormat> OF_A_COPY = List.of(CSV, JSON_LINES);

    private final String parameter;
    private final String fileName;
    private final String mediaType;
    private final Function<OutputStream, CopyWriter> writer;

    CopyFormat(String parameter, String fileName, String mediaType, Function<OutputStream, CopyWriter> writer) {
        this.parameter = parameter;
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.writer = writer;
    }

    @Override
    public String parameter() {
        return parameter;
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    public CopyWriter to(OutputStream out) {
        return writer.apply(out);
    }
}

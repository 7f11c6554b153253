package io.devicetrail.domain.auditexport;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** One file of a copy that was handed out. */
public record ExportId(@JsonValue UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}

package io.devicetrail.domain.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** All incidents of one kind about one thing; they differ by number ({@link IncidentEpisode}). */
public record IncidentId(@JsonValue UUID value) {
    /** @param matter what of the subject, where a kind needs it: a command's name; else empty */
    public static IncidentId of(IncidentKind kind, IncidentSubject subject, String matter) {
        return new IncidentId(NamedId.of("incident", kind.name(), subject.id(), matter));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

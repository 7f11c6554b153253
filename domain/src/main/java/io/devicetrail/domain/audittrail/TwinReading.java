package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.TwinEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events of twins; they belong to the record of the device. */
final class TwinReading {

    private TwinReading() {}

    static List<FieldChange> changesOf(TwinEvent event) {
        return switch (event) {
            case TwinEvent.DesiredPropertiesChanged e ->
                with(FieldChange.of("desired version", e.from(), e.to()), "desired.", e.changes());
            case TwinEvent.ReportedPropertiesChanged e ->
                with(FieldChange.of("reported at", null, e.reported().at()), "reported.", e.changes());
            case TwinEvent.DesiredPropertiesConverged e ->
                List.of(
                        FieldChange.of(convergenceOf(e.version()), e.from(), Convergence.IN_SYNC),
                        FieldChange.of("reported at", null, e.reported().at()));
            case TwinEvent.DesiredPropertiesRefused e -> refused(e);
        };
    }

    private static List<FieldChange> refused(TwinEvent.DesiredPropertiesRefused e) {
        String field = convergenceOf(e.version());
        List<FieldChange> changes = new ArrayList<>();
        changes.add(FieldChange.of(field, e.from(), Convergence.REFUSED));
        changes.addAll(AuditReading.created(
                field + " code",
                e.code(),
                field + " detail",
                e.detail(),
                "reported at",
                e.reported().at()));
        return changes;
    }

    private static List<FieldChange> with(FieldChange first, String prefix, List<PropertyChange> changes) {
        List<FieldChange> all = new ArrayList<>();
        all.add(first);
        changes.forEach(change -> all.add(
                new FieldChange(prefix + change.name(), text(change.from()), text(change.to()), change.unit())));
        return all;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** By hand: a format would write the number in the digits of the machine's language. */
    private static String convergenceOf(long version) {
        return "desired version " + version;
    }
}

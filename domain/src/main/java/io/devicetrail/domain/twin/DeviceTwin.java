package io.devicetrail.domain.twin;

import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesConverged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesRefused;
import io.devicetrail.domain.twin.TwinEvent.ReportedPropertiesChanged;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A twin as the log has it: the one fold of its events, for who decides, who shows it and who asks for the past.
 *
 * @param version of the desired properties; 0 while nothing was ever desired
 * @param desired by name
 * @param reported the audited ones, by name
 * @param since when the convergence became what it is; null while nothing was ever desired
 * @param answered when the device said so; null while it has not
 * @param code of the device, of a refusal
 * @param detail of the device, of a refusal
 */
public record DeviceTwin(
        int version,
        SortedMap<String, Object> desired,
        SortedMap<String, ReportedValue> reported,
        Convergence convergence,
        @Nullable Instant since,
        @Nullable ReportStamp answered,
        @Nullable String code,
        @Nullable String detail) {
    /** Of a device of which nothing was ever desired or recorded. */
    public static final DeviceTwin EMPTY =
            new DeviceTwin(0, new TreeMap<>(), new TreeMap<>(), Convergence.IN_SYNC, null, null, null, null);

    /** A value with the time at which the device said it. */
    public record ReportedValue(Object value, ReportStamp reported) {}

    /** @param recordedAt of the event */
    public DeviceTwin after(TwinEvent event, Instant recordedAt) {
        return switch (event) {
            case DesiredPropertiesChanged e ->
                new DeviceTwin(
                        e.to(),
                        changed(desired, e.changes()),
                        reported,
                        Convergence.PENDING,
                        convergence == Convergence.PENDING ? since : recordedAt,
                        null,
                        null,
                        null);
            case DesiredPropertiesConverged e -> answered(Convergence.IN_SYNC, recordedAt, e.reported(), null, null);
            case DesiredPropertiesRefused e ->
                answered(Convergence.REFUSED, recordedAt, e.reported(), e.code(), e.detail());
            case ReportedPropertiesChanged e ->
                new DeviceTwin(version, desired, reported(e), convergence, since, answered, code, detail);
        };
    }

    private DeviceTwin answered(
            Convergence now, Instant at, ReportStamp said, @Nullable String why, @Nullable String more) {
        return new DeviceTwin(version, desired, reported, now, now == convergence ? since : at, said, why, more);
    }

    private static SortedMap<String, Object> changed(SortedMap<String, Object> before, List<PropertyChange> changes) {
        SortedMap<String, Object> after = new TreeMap<>(before);
        for (PropertyChange change : changes) {
            if (change.to() == null) {
                after.remove(change.name());
            } else {
                after.put(change.name(), change.to());
            }
        }
        return after;
    }

    private SortedMap<String, ReportedValue> reported(ReportedPropertiesChanged event) {
        SortedMap<String, ReportedValue> after = new TreeMap<>(reported);
        for (PropertyChange change : event.changes()) {
            if (change.to() == null) {
                after.remove(change.name());
            } else {
                after.put(change.name(), new ReportedValue(change.to(), event.reported()));
            }
        }
        return after;
    }
}

package io.devicetrail.queryside.devicetwin;

import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.ReportStamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A twin as it is shown.
 *
 * @param position log index of the last event in it; -1 if there is none
 */
record ShownTwin(
        UUID deviceId,
        DesiredProperties desired,
        List<ReportedProperty> reported,
        Convergence convergence,
        @Nullable Instant since,
        @Nullable Instant answeredAt,
        @Nullable String refusedCode,
        @Nullable String refusedDetail,
        long position) {
    /** Of a device of which the log has nothing. */
    static final long NOTHING = -1;

    record DesiredProperties(int version, List<DesiredProperty> properties) {}

    record DesiredProperty(String name, Object value) {}

    record ReportedProperty(String name, Object value, String boot, long seq, Instant at, boolean audited) {
        static ReportedProperty of(String name, Object value, ReportStamp said, boolean audited) {
            return new ReportedProperty(name, value, said.boot(), said.seq(), said.at(), audited);
        }
    }

    /** @param now null: the device has none any more */
    record Unaudited(String name, @Nullable ReportedProperty now) {}

    /** @param unaudited what the log has nothing of; newer than what it may have, from when they were audited */
    static ShownTwin of(UUID device, DeviceTwin twin, Collection<Unaudited> unaudited, long position) {
        SortedMap<String, ReportedProperty> reported = new TreeMap<>();
        twin.reported()
                .forEach((name, said) ->
                        reported.put(name, ReportedProperty.of(name, said.value(), said.reported(), true)));
        for (Unaudited property : unaudited) {
            ReportedProperty now = property.now();
            if (now == null) {
                reported.remove(property.name());
            } else {
                reported.put(property.name(), now);
            }
        }
        return new ShownTwin(
                device,
                new DesiredProperties(
                        twin.version(),
                        twin.desired().entrySet().stream()
                                .map(property -> new DesiredProperty(property.getKey(), property.getValue()))
                                .toList()),
                new ArrayList<>(reported.values()),
                twin.convergence(),
                twin.since(),
                twin.answered() == null ? null : twin.answered().at(),
                twin.code(),
                twin.detail(),
                position);
    }
}

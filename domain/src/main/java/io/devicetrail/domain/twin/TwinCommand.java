package io.devicetrail.domain.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.TenantId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about a twin: people say what they want, the ingress what the device said. */
public sealed interface TwinCommand {
    TwinId twin();

    DeviceId device();

    /**
     * Sets desired properties, or removes them.
     *
     * @param expectedVersion that its author saw; null if it does not matter to them
     * @param values by name, in the types of the model; null removes. What is not named stays as it is
     */
    record ChangeDesiredProperties(
            @TargetAggregateIdentifier TwinId twin,
            TenantId tenant,
            DeviceId device,
            @Nullable Integer expectedVersion,
            SortedMap<String, @Nullable Object> values)
            implements TwinCommand, RegulatedChange {
        /** Longest text of a property, in characters. */
        public static final int LONGEST_VALUE = 1_000;

        public ChangeDesiredProperties {
            values = new TreeMap<>(values);
            if (values.isEmpty()) {
                throw new MalformedInput("properties", "must name at least one");
            }
            if (values.size() > ModelContract.MOST_DEFINITIONS) {
                throw new MalformedInput("properties", "are more than " + ModelContract.MOST_DEFINITIONS);
            }
            values.forEach(ChangeDesiredProperties::requireShort);
        }

        private static void requireShort(String name, @Nullable Object value) {
            if (value instanceof String text && text.length() > LONGEST_VALUE) {
                throw new MalformedInput(
                        "properties", "hold a text of more than " + LONGEST_VALUE + " characters: " + name);
            }
        }
    }

    /**
     * The device reported. What repeats what is known, or is older than it, changes nothing; messages come again and
     * overtake each other.
     *
     * @param audited those properties that the model calls audited, by name, and that are newer than what the ingress has
     * @param answer null if it said nothing about what is desired of it
     */
    record RecordReport(
            @TargetAggregateIdentifier TwinId twin,
            TenantId tenant,
            DeviceId device,
            ReportStamp stamp,
            SortedMap<String, AuditedValue> audited,
            @Nullable DesiredAnswer answer)
            implements TwinCommand {
        public RecordReport {
            audited = new TreeMap<>(audited);
        }
    }

    /**
     * A value in the type of the model.
     *
     * @param value null if the device has none any more
     * @param unit as the model prints it
     */
    record AuditedValue(@Nullable Object value, @Nullable String unit) {}
}

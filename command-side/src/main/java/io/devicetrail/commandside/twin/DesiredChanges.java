package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.PropertyValues;
import io.devicetrail.domain.twin.TwinRejection.DesiredPropertyUnfit;
import io.devicetrail.domain.twin.TwinRejection.DesiredPropertyUnknown;
import io.devicetrail.domain.twin.TwinRejection.DesiredTooLarge;
import io.devicetrail.domain.twin.TwinRejection.DesiredUnchanged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds what a person wants against the model, and finds what of it is new. */
final class DesiredChanges {
    /** Most bytes of all names and values: escaped as JSON they are still one message to the device. */
    static final int MOST_BYTES = 16_384;

    private DesiredChanges() {}

    static List<PropertyChange> of(
            SortedMap<String, @Nullable Object> wanted, SortedMap<String, Object> before, ModelContract contract) {
        SortedMap<String, Object> after = new TreeMap<>(before);
        List<PropertyChange> changes = new ArrayList<>();
        wanted.forEach((name, value) -> {
            PropertyDefinition definition = contract.propertyNamed(name)
                    .filter(defined -> defined.direction() == PropertyDirection.DESIRED)
                    .orElse(null);
            // One that an older version of the model defined can still be removed, and no more than that.
            boolean removable = value == null && before.containsKey(name);
            unless(definition != null || removable, new DesiredPropertyUnknown(name));
            Object now = definition == null || value == null ? null : canonical(definition, value);
            Object then = now == null ? after.remove(name) : after.put(name, now);
            if (now == null ? then != null : !now.equals(then)) {
                changes.add(new PropertyChange(name, then, now, definition == null ? null : definition.unit()));
            }
        });
        unless(!changes.isEmpty(), new DesiredUnchanged());
        unless(bytes(after) <= MOST_BYTES, new DesiredTooLarge(MOST_BYTES));
        return changes;
    }

    private static Object canonical(PropertyDefinition definition, Object value) {
        if (!definition.type().accepts(value)) {
            throw because(new DesiredPropertyUnfit(definition.name(), definition.type()));
        }
        return PropertyValues.canonical(definition.type(), value);
    }

    private static int bytes(Map<String, Object> properties) {
        return properties.entrySet().stream()
                .mapToInt(property ->
                        bytes(property.getKey()) + bytes(property.getValue().toString()))
                .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

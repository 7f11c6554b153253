package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.PropertyValues;
import io.devicetrail.domain.twin.TwinRejection;
import io.devicetrail.domain.twin.TwinRejection.DesiredPropertyUnfit;
import io.devicetrail.domain.twin.TwinRejection.DesiredPropertyUnknown;
import io.devicetrail.domain.twin.TwinRejection.DesiredTooLarge;
import io.devicetrail.domain.twin.TwinRejection.DesiredUnchanged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds what a person wants against the model, and finds what of it is new. */
final class DesiredChanges {
    /** Most bytes of all names and values: escaped as JSON they are still one message to the device. */
    static final int MOST_BYTES = 16_384;

    private DesiredChanges() {}

    static List<PropertyChange> of(
            SortedMap<String, @Nullable Object> wanted, SortedMap<String, Object> before, RulesInForce rules) {
        SortedMap<String, Object> after = new TreeMap<>(before);
        List<PropertyChange> changes = new ArrayList<>();
        wanted.forEach((name, value) -> {
            // In both versions it is of the same type, unit and direction.
            PropertyDefinition definition = desired(name, rules.contract())
                    .or(() -> Optional.ofNullable(rules.former()).flatMap(former -> desired(name, former)))
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

    /** What a version that only reports would have refused; what does not fit either of the two is refused before. */
    static Optional<TwinRejection> objectionOf(
            SortedMap<String, @Nullable Object> wanted, SortedMap<String, Object> before, RulesInForce rules) {
        if (rules.former() == null) {
            return Optional.empty();
        }
        return wanted.entrySet().stream()
                .filter(one -> desired(one.getKey(), rules.contract()).isEmpty())
                .filter(one -> one.getValue() != null || !before.containsKey(one.getKey()))
                .<TwinRejection>map(one -> new DesiredPropertyUnknown(one.getKey()))
                .findFirst();
    }

    private static Optional<PropertyDefinition> desired(String name, ModelContract contract) {
        return contract.propertyNamed(name).filter(defined -> defined.direction() == PropertyDirection.DESIRED);
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

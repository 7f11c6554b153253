package io.devicetrail.ingress.twin;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.twin.PropertyValues;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reported property that fits its device's model.
 *
 * @param value in the model's type; null is "none any more"
 */
record ReportedProperty(
        PropertyDefinition definition, @Nullable Object value) {
    /** Longest text of a property, in characters. */
    static final int LONGEST_VALUE = 10_000;

    /** @throws Misfit at the first that does not fit */
    static List<ReportedProperty> of(Map<String, @Nullable Object> reported, ModelContract contract) {
        List<ReportedProperty> properties = new ArrayList<>(reported.size());
        reported.forEach((name, value) -> {
            PropertyDefinition definition = contract.propertyNamed(name)
                    .filter(defined -> defined.direction() == PropertyDirection.REPORTED)
                    .orElseThrow(() -> new Misfit(
                            QuarantineReason.UNKNOWN_NAME, "The model defines no reported property named " + name));
            properties.add(new ReportedProperty(definition, value == null ? null : fitting(definition, value)));
        });
        return properties;
    }

    String name() {
        return definition.name();
    }

    private static Object fitting(PropertyDefinition definition, Object value) {
        if (!definition.type().accepts(value)) {
            throw new Misfit(
                    QuarantineReason.WRONG_TYPE,
                    definition.name() + " must be " + definition.type() + " but is " + value);
        }
        if (value instanceof String text && text.length() > LONGEST_VALUE) {
            throw new Misfit(
                    QuarantineReason.TOO_LARGE,
                    definition.name() + " has " + text.length() + " characters; " + LONGEST_VALUE + " are the most.");
        }
        return PropertyValues.canonical(definition.type(), value);
    }
}

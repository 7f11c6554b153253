package io.devicetrail.ingress.twin;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.RulesInForce;
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

    /**
     * What the check came to.
     *
     * @param reported what a version that only reports says against it first; null if nothing
     */
    record Checked(
            List<ReportedProperty> properties, @Nullable Misfit reported) {}

    /** @throws Misfit at the first that does not fit what is in force */
    static Checked of(Map<String, @Nullable Object> reported, RulesInForce rules) {
        List<ReportedProperty> properties = new ArrayList<>(reported.size());
        Misfit objection = null;
        for (Map.Entry<String, @Nullable Object> one : reported.entrySet()) {
            Misfit misfit = objection(one.getKey(), one.getValue(), rules.contract());
            ReportedProperty former = former(one.getKey(), one.getValue(), rules);
            if (misfit != null && former == null) {
                throw misfit;
            }
            properties.add(former != null ? former : of(one.getKey(), one.getValue(), rules.contract()));
            objection = objection == null ? misfit : objection;
        }
        return new Checked(properties, objection);
    }

    /** As the former version takes it: whether its changes are audited is that one's to say as well. Null if it does not. */
    private static @Nullable ReportedProperty former(String name, @Nullable Object value, RulesInForce rules) {
        ModelContract former = rules.former();
        return former == null || objection(name, value, former) != null ? null : of(name, value, former);
    }

    private static @Nullable Misfit objection(String name, @Nullable Object value, ModelContract contract) {
        try {
            of(name, value, contract);
            return null;
        } catch (Misfit misfit) {
            return misfit;
        }
    }

    private static ReportedProperty of(String name, @Nullable Object value, ModelContract contract) {
        PropertyDefinition definition = contract.propertyNamed(name)
                .filter(defined -> defined.direction() == PropertyDirection.REPORTED)
                .orElseThrow(() -> new Misfit(
                        QuarantineReason.UNKNOWN_NAME, "The model defines no reported property named " + name));
        return new ReportedProperty(definition, value == null ? null : fitting(definition, value));
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

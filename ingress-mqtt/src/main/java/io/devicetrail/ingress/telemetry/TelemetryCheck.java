package io.devicetrail.ingress.telemetry;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.telemetry.TelemetryMessage.TelemetryValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a message against its device's model. */
public final class TelemetryCheck {
    private TelemetryCheck() {}

    /**
     * The units of the values, in their order, as the model prints them.
     *
     * @throws Misfit at the first value that does not fit
     */
    public static List<@Nullable String> unitsOf(TelemetryMessage message, ModelContract contract) {
        List<@Nullable String> units = new ArrayList<>(message.values().size());
        for (TelemetryValue value : message.values()) {
            TelemetryDefinition definition = contract.telemetryNamed(value.name())
                    .orElseThrow(() -> new Misfit(
                            QuarantineReason.UNKNOWN_NAME, "The model defines no telemetry named " + value.name()));
            check(value, definition);
            units.add(definition.unit());
        }
        return units;
    }

    private static void check(TelemetryValue value, TelemetryDefinition definition) {
        Object content = value.value();
        if (content == null) {
            if (value.quality() != Quality.BAD) {
                throw new Misfit(
                        QuarantineReason.WRONG_TYPE,
                        value.name() + " has no value; only quality BAD may come without.");
            }
            return;
        }
        if (!definition.type().accepts(content)) {
            throw new Misfit(
                    QuarantineReason.WRONG_TYPE,
                    value.name() + " must be " + definition.type() + " but is " + value.json());
        }
        String objection = definition.objectionTo(content);
        // What the source itself calls bad may be implausible: that is often why it is bad.
        if (objection != null && value.quality() != Quality.BAD) {
            throw new Misfit(QuarantineReason.OUT_OF_RANGE, objection);
        }
    }
}

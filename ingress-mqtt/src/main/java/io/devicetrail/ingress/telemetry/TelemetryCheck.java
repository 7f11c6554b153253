package io.devicetrail.ingress.telemetry;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.RulesInForce;
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
     * What the check came to.
     *
     * @param units of the values, in their order, as the model prints them
     * @param reported what a version that only reports says against the message first; null if nothing
     */
    public record Checked(
            List<@Nullable String> units, @Nullable Misfit reported) {}

    /** @throws Misfit at the first value that does not fit what is in force */
    public static Checked of(TelemetryMessage message, RulesInForce rules) {
        List<@Nullable String> units = new ArrayList<>(message.values().size());
        Misfit reported = null;
        for (TelemetryValue value : message.values()) {
            try {
                units.add(unit(value, rules.contract()));
            } catch (Misfit misfit) {
                units.add(formerUnit(value, rules, misfit));
                reported = reported == null ? misfit : reported;
            }
        }
        return new Checked(units, reported);
    }

    /** What neither takes is told by the rules of its own version. */
    private static @Nullable String formerUnit(TelemetryValue value, RulesInForce rules, Misfit misfit) {
        ModelContract former = rules.former();
        if (former == null) {
            throw misfit;
        }
        try {
            return unit(value, former);
        } catch (Misfit neither) {
            throw misfit;
        }
    }

    private static @Nullable String unit(TelemetryValue value, ModelContract contract) {
        TelemetryDefinition definition = contract.telemetryNamed(value.name())
                .orElseThrow(() -> new Misfit(
                        QuarantineReason.UNKNOWN_NAME, "The model defines no telemetry named " + value.name()));
        check(value, definition);
        return definition.unit();
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

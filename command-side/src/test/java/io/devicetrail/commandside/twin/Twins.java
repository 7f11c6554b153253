package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinCommand.ChangeDesiredProperties;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.domain.twin.TwinId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pump's twin, in the words of its tests. */
final class Twins {
    static final TwinId TWIN = TwinId.of(PUMP);
    static final int VERSION = 2;
    static final int WITHOUT_LABEL = 3;
    static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    private static final int NOTES = 20;

    private Twins() {}

    static KnownRecordsInMemory world() {
        List<PropertyDefinition> properties = new ArrayList<>(List.of(
                desired("armed", ValueType.BOOLEAN, null),
                desired("interval", ValueType.INTEGER, "s"),
                desired("limit", ValueType.NUMBER, "°C"),
                new PropertyDefinition("sealed", ValueType.BOOLEAN, null, PropertyDirection.REPORTED, true)));
        for (int i = 0; i < NOTES; i++) {
            properties.add(desired("note" + i, ValueType.TEXT, null));
        }
        ModelContract withoutLabel = contract(properties);
        properties.add(desired("label", ValueType.TEXT, null));
        return Fixtures.world()
                .model(PUMP_MODEL, ACME, Map.of(VERSION, contract(properties), WITHOUT_LABEL, withoutLabel))
                .registered(Fixtures.pumpRegistered());
    }

    private static ModelContract contract(List<PropertyDefinition> properties) {
        return new ModelContract(30, List.of(), properties, List.of());
    }

    private static PropertyDefinition desired(String name, ValueType type, @Nullable String unit) {
        return new PropertyDefinition(name, type, unit, PropertyDirection.DESIRED, false);
    }

    static Map<String, Object> tooMuch() {
        Map<String, Object> notes = new HashMap<>();
        for (int i = 0; i < NOTES; i++) {
            notes.put("note" + i, "x".repeat(ChangeDesiredProperties.LONGEST_VALUE));
        }
        return notes;
    }

    static ChangeDesiredProperties wanted(@Nullable Integer expected, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return of(PUMP, expected, values);
    }

    static ChangeDesiredProperties of(
            DeviceId device, @Nullable Integer expected, Map<String, ? extends @Nullable Object> values) {
        return new ChangeDesiredProperties(TwinId.of(device), ACME, device, expected, new TreeMap<>(values));
    }

    static PropertyChange set(String name, @Nullable Object from, @Nullable Object to, @Nullable String unit) {
        return new PropertyChange(name, from, to, unit);
    }

    static DesiredPropertiesChanged changed(int from, PropertyChange... changes) {
        return new DesiredPropertiesChanged(TWIN, PUMP, ACME, from, from + 1, List.of(changes));
    }

    /** @param minute after ten by the device's clock */
    static ReportStamp said(String boot, long seq, int minute) {
        return new ReportStamp(boot, seq, AT.plusSeconds(60L * minute));
    }
}

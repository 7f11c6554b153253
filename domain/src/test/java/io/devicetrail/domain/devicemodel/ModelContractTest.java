package io.devicetrail.domain.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.devicemodel.ModelContract.ArgumentDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelContractTest {
    private static final TelemetryDefinition TEMPERATURE =
            new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, 120.0);
    private static final CommandDefinition DOSE = new CommandDefinition(
            "dose",
            List.of(
                    new ArgumentDefinition("ml", ValueType.INTEGER, true),
                    new ArgumentDefinition("note", ValueType.TEXT, false)),
            60);

    @ParameterizedTest
    @MethodSource("values")
    void valuesFitOrAreObjectedTo(Object value, @Nullable String objection) {
        assertThat(TEMPERATURE.objectionTo(value)).isEqualTo(objection);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(21.4, null),
                Arguments.of(21, null),
                Arguments.of(-40.0, null),
                Arguments.of(120, null),
                Arguments.of(-40.1, "temperature is below its minimum -40.0"),
                Arguments.of(121L, "temperature is above its maximum 120.0"),
                Arguments.of("21", "temperature must be NUMBER but is String"),
                Arguments.of(Double.NaN, "temperature must be NUMBER but is Double"),
                Arguments.of(true, "temperature must be NUMBER but is Boolean"));
    }

    @ParameterizedTest
    @MethodSource("argumentSets")
    void argumentsFitOrAreObjectedTo(Map<String, Object> given, @Nullable String objection) {
        assertThat(DOSE.objectionTo(given)).isEqualTo(objection);
    }

    static Stream<Arguments> argumentSets() {
        return Stream.of(
                Arguments.of(Map.of("ml", 5), null),
                Arguments.of(Map.of("ml", 5L, "note", "slowly"), null),
                Arguments.of(Map.of(), "ml is missing"),
                Arguments.of(Map.of("ml", "5"), "ml must be INTEGER but is String"),
                Arguments.of(Map.of("ml", 5.0), "ml must be INTEGER but is Double"),
                Arguments.of(Map.of("ml", 5, "note", 1), "note must be TEXT but is Integer"),
                Arguments.of(Map.of("ml", 5, "colour", "red"), "colour is not an argument of dose"));
    }

    /** What one of them alone has is no other definition, nor is what an argument is required for or how long it takes. */
    @Test
    void whatBothHaveIsComparedByItsMeaning() {
        ModelContract former = contract(CommandClass.OPERATION, ValueType.INTEGER, PropertyDirection.REPORTED, "°C");
        assertThat(former.definedOtherwiseIn(former)).isEmpty();
        assertThat(contract(CommandClass.CONFIGURATION, ValueType.NUMBER, PropertyDirection.DESIRED, "°F")
                        .definedOtherwiseIn(former))
                .containsExactly("temperature", "interval", "dose", "dose.ml");
        ModelContract wider = new ModelContract(
                60,
                List.of(),
                List.of(),
                List.of(
                        new CommandDefinition(
                                "dose", List.of(new ArgumentDefinition("ml", ValueType.INTEGER, false)), 90),
                        new CommandDefinition("rinse", List.of(), 60)));
        assertThat(wider.definedOtherwiseIn(former)).isEmpty();
        assertThat(former.definedOtherwiseIn(wider)).isEmpty();
    }

    private static ModelContract contract(
            CommandClass commandClass, ValueType type, PropertyDirection direction, String unit) {
        return new ModelContract(
                30,
                List.of(new TelemetryDefinition("temperature", ValueType.NUMBER, unit, null, null)),
                List.of(new PropertyDefinition("interval", ValueType.INTEGER, "s", direction, false)),
                List.of(new CommandDefinition(
                        "dose",
                        List.of(
                                new ArgumentDefinition("ml", type, true),
                                new ArgumentDefinition("note", ValueType.TEXT, false)),
                        60,
                        commandClass,
                        null,
                        false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "with space", "ümlaut", "a/b"})
    void namesFitIntoTopicsAndQueries(String name) {
        assertThatThrownBy(() -> new ArgumentDefinition(name, ValueType.TEXT, true))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void aNameIsDefinedOnce() {
        assertThatThrownBy(() -> new ModelContract(30, List.of(TEMPERATURE, TEMPERATURE), List.of(), List.of()))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new ModelContract(30, List.of(), List.of(), List.of(DOSE, DOSE)))
                .isInstanceOf(MalformedInput.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 86_401})
    void heartbeatsAndTimeoutsHaveARange(int seconds) {
        assertThatThrownBy(() -> new ModelContract(seconds, List.of(), List.of(), List.of()))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new CommandDefinition("reboot", List.of(), seconds))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void aRangeIsNotUpsideDown() {
        assertThatThrownBy(() -> new TelemetryDefinition("t", ValueType.NUMBER, null, 2.0, 1.0))
                .isInstanceOf(MalformedInput.class);
    }
}

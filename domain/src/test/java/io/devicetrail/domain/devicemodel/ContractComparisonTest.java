package io.devicetrail.domain.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.devicemodel.ContractComparison.Change;
import io.devicetrail.domain.devicemodel.ModelContract.ArgumentDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in docs/device-models.md, row by row: what each change keeps, and that undone it keeps the opposite. */
@Requirement({"Annex 11 s.5", "Annex 11 s.10"})
class ContractComparisonTest {
    private static final TelemetryDefinition HEAT =
            new TelemetryDefinition("heat", ValueType.NUMBER, "°C", -40.0, 125.0);
    private static final PropertyDefinition PACE =
            new PropertyDefinition("pace", ValueType.INTEGER, "s", PropertyDirection.DESIRED, false);
    private static final ArgumentDefinition VOLUME = new ArgumentDefinition("ml", ValueType.INTEGER, true);
    private static final ArgumentDefinition NOTE = new ArgumentDefinition("note", ValueType.TEXT, false);
    private static final CommandDefinition DOSE = new CommandDefinition("dose", List.of(VOLUME, NOTE), 60);
    private static final ModelContract BASE = contract(HEAT, PACE, DOSE);

    private record Pair(ModelContract from, ModelContract to, String what) {
        Pair undone() {
            return new Pair(to, from, what);
        }
    }

    private record Row(String change, boolean backward, boolean forward) {
        Compatibility keeps() {
            if (backward) {
                return forward ? Compatibility.FULL : Compatibility.BACKWARD;
            }
            return forward ? Compatibility.FORWARD : Compatibility.NONE;
        }

        Compatibility keepsUndone() {
            return new Row(change, forward, backward).keeps();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aChangeKeepsWhatTheTableSays(Row row) {
        Pair pair = Objects.requireNonNull(pairs().get(row.change()), "a change of this name");
        ContractComparison comparison = ContractComparison.of(pair.from(), pair.to());
        assertThat(comparison.compatibility()).isEqualTo(row.keeps());
        if (!pair.what().isEmpty()) {
            assertThat(comparison.changes()).containsExactly(new Change(pair.what(), row.keeps()));
        }
        assertThat(ContractComparison.of(pair.to(), pair.from()).compatibility())
                .isEqualTo(row.keepsUndone());
        for (Compatibility promise : Compatibility.values()) {
            assertThat(comparison.breaking(promise).isEmpty())
                    .as("%s can be promised", promise)
                    .isEqualTo(row.keeps().includes(promise));
        }
    }

    @Test
    void theTableHasEveryChange() throws IOException {
        assertThat(rows().map(Row::change)).containsExactlyElementsOf(pairs().keySet());
    }

    @Test
    void togetherChangesKeepWhatEachOfThemKeeps() {
        ContractComparison both = ContractComparison.of(
                BASE,
                new ModelContract(60, List.of(HEAT, telemetry("damp", 0.0, 100.0)), List.of(PACE), List.of(DOSE)));
        assertThat(both.compatibility()).isEqualTo(Compatibility.NONE);
        assertThat(both.breaking(Compatibility.BACKWARD)).containsExactly("heartbeatSeconds 30 → 60");
        assertThat(both.breaking(Compatibility.FORWARD)).containsExactly("telemetry damp added");
        assertThat(both.breaking(Compatibility.FULL))
                .containsExactly("heartbeatSeconds 30 → 60", "telemetry damp added");
        assertThat(both.breaking(Compatibility.NONE)).isEmpty();
    }

    @Test
    void aRangeMayNarrowAtOneEndAndWidenAtTheOther() {
        assertThat(ContractComparison.of(BASE, contract(telemetry("heat", -50.0, 100.0), PACE, DOSE))
                        .changes())
                .containsExactly(
                        new Change("telemetry heat minimum -40.0 → -50.0", Compatibility.FORWARD),
                        new Change("telemetry heat maximum 125.0 → 100.0", Compatibility.BACKWARD));
    }

    /** What the rows of the table put together. */
    @Test
    void everyKindOfDefinitionIsCompared() {
        ModelContract other = new ModelContract(
                29,
                List.of(new TelemetryDefinition("heat", ValueType.TEXT, "°C", -40.0, 125.0)),
                List.of(new PropertyDefinition("pace", ValueType.TEXT, "min", PropertyDirection.DESIRED, false)),
                List.of(
                        new CommandDefinition(
                                "dose", List.of(new ArgumentDefinition("ml", ValueType.NUMBER, true), NOTE), 60),
                        new CommandDefinition("rinse", List.of(), 60)));
        assertThat(ContractComparison.of(BASE, other).changes())
                .containsExactly(
                        new Change("heartbeatSeconds 30 → 29", Compatibility.BACKWARD),
                        new Change("telemetry heat type NUMBER → TEXT", Compatibility.NONE),
                        new Change("property pace type INTEGER → TEXT", Compatibility.NONE),
                        new Change("property pace unit s → min", Compatibility.NONE),
                        new Change("command dose argument ml type INTEGER → NUMBER", Compatibility.NONE),
                        new Change("command rinse added", Compatibility.BACKWARD));
        assertThat(ContractComparison.of(BASE, new ModelContract(30, List.of(HEAT), List.of(), List.of(DOSE)))
                        .changes())
                .containsExactly(new Change("property pace removed", Compatibility.FORWARD));
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "device-models.md")).stream()
                .dropWhile(line -> !line.startsWith("| Change |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .map(cells -> new Row(cells.get(0), kept(cells.get(1)), kept(cells.get(2))));
    }

    private static boolean kept(String cell) {
        return switch (cell) {
            case "kept" -> true;
            case "broken" -> false;
            default -> throw new AssertionError("neither kept nor broken: " + cell);
        };
    }

    private static Map<String, Pair> pairs() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        pairs.put("nothing, or the order of definitions", new Pair(BASE, reordered(), ""));
        pairs.put("telemetry, property or command added", added("telemetry damp added"));
        pairs.put("telemetry, property or command removed", undone(added("telemetry damp removed")));
        pairs.put(
                "type or unit changed",
                new Pair(
                        BASE,
                        contract(new TelemetryDefinition("heat", ValueType.NUMBER, "K", -40.0, 125.0), PACE, DOSE),
                        "telemetry heat unit °C → K"));
        pairs.put(
                "range widened: a lower minimum, a higher maximum, or none any more",
                new Pair(
                        BASE,
                        contract(telemetry("heat", -40.0, null), PACE, DOSE),
                        "telemetry heat maximum 125.0 → none"));
        pairs.put(
                "range narrowed",
                new Pair(
                        BASE,
                        contract(telemetry("heat", -39.5, 125.0), PACE, DOSE),
                        "telemetry heat minimum -40.0 → -39.5"));
        pairs.put(
                "a property's direction changed",
                property(PropertyDirection.REPORTED, false, "property pace direction DESIRED → REPORTED"));
        pairs.put(
                "a property becomes audited",
                property(PropertyDirection.DESIRED, true, "property pace audited false → true"));
        pairs.put(
                "a property is audited no more",
                undone(property(PropertyDirection.DESIRED, true, "property pace audited true → false")));
        ArgumentDefinition unit = new ArgumentDefinition("unit", ValueType.TEXT, false);
        pairs.put("an optional argument added", arguments("command dose argument unit added", VOLUME, NOTE, unit));
        pairs.put("an optional argument removed", arguments("command dose argument note removed", VOLUME));
        ArgumentDefinition pump = new ArgumentDefinition("pump", ValueType.TEXT, true);
        pairs.put("a required argument added", arguments("command dose argument pump added", VOLUME, NOTE, pump));
        pairs.put("a required argument removed", arguments("command dose argument ml removed", NOTE));
        pairs.put(
                "an argument becomes required",
                arguments(
                        "command dose argument note required false → true",
                        VOLUME,
                        new ArgumentDefinition("note", ValueType.TEXT, true)));
        pairs.put(
                "an argument becomes optional",
                arguments(
                        "command dose argument ml required true → false",
                        new ArgumentDefinition("ml", ValueType.INTEGER, false),
                        NOTE));
        pairs.put(
                "a command's class changed",
                command(CommandClass.CONFIGURATION, null, false, "command dose class OPERATION → CONFIGURATION"));
        RetryPolicy thrice = new RetryPolicy(3, 5, 2, 60, List.of("BUSY"));
        pairs.put(
                "a command's retries changed",
                command(
                        CommandClass.OPERATION,
                        thrice,
                        false,
                        "command dose retry none → 3 attempts after 5 s × 2.0 up to 60 s, on [BUSY]"));
        Pair two = command(CommandClass.OPERATION, null, true, "command dose twoPersons false → true");
        pairs.put("a command needs two persons", two);
        pairs.put(
                "a command needs one person again",
                new Pair(two.to(), two.from(), "command dose twoPersons true → false"));
        Pair slower = new Pair(
                BASE,
                contract(HEAT, PACE, new CommandDefinition("dose", List.of(VOLUME, NOTE), 61)),
                "command dose timeoutSeconds 60 → 61");
        pairs.put("heartbeat or timeout longer", slower);
        pairs.put(
                "heartbeat or timeout shorter",
                new Pair(slower.to(), slower.from(), "command dose timeoutSeconds 61 → 60"));
        return pairs;
    }

    private static ModelContract contract(TelemetryDefinition heat, PropertyDefinition pace, CommandDefinition dose) {
        return new ModelContract(30, List.of(heat), List.of(pace), List.of(dose));
    }

    private static ModelContract reordered() {
        return contract(HEAT, PACE, new CommandDefinition("dose", List.of(NOTE, VOLUME), 60));
    }

    private static TelemetryDefinition telemetry(String name, @Nullable Double minimum, @Nullable Double maximum) {
        return new TelemetryDefinition(name, ValueType.NUMBER, "°C", minimum, maximum);
    }

    private static Pair added(String what) {
        return new Pair(
                BASE,
                new ModelContract(30, List.of(HEAT, telemetry("damp", 0.0, 100.0)), List.of(PACE), List.of(DOSE)),
                what);
    }

    private static Pair property(PropertyDirection direction, boolean audited, String what) {
        return new Pair(
                BASE,
                contract(HEAT, new PropertyDefinition("pace", ValueType.INTEGER, "s", direction, audited), DOSE),
                what);
    }

    private static Pair command(CommandClass of, @Nullable RetryPolicy retry, boolean twoPersons, String what) {
        CommandDefinition dose = new CommandDefinition("dose", List.of(VOLUME, NOTE), 60, of, retry, twoPersons);
        return new Pair(BASE, contract(HEAT, PACE, dose), what);
    }

    private static Pair arguments(String what, ArgumentDefinition... arguments) {
        return new Pair(BASE, contract(HEAT, PACE, new CommandDefinition("dose", List.of(arguments), 60)), what);
    }

    private static Pair undone(Pair pair) {
        return pair.undone();
    }
}

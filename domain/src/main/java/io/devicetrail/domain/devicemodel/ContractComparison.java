package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.devicemodel.ModelContract.ArgumentDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one contract to another, and what each change keeps: the table in docs/device-models.md. A change that
 * keeps the one direction keeps the other when it is undone. The order of definitions says nothing.
 */
public record ContractComparison(List<Change> changes) {

    /**
     * @param what for a person, with the old value and the new one
     * @param keeps the most that can be promised with it
     */
    public record Change(String what, Compatibility keeps) {}

    public static ContractComparison of(ModelContract from, ModelContract to) {
        List<Change> changes = new ArrayList<>();
        changes.addAll(duration("heartbeatSeconds", from.heartbeatSeconds(), to.heartbeatSeconds()));
        changes.addAll(named(
                "telemetry ",
                byName(from.telemetry(), TelemetryDefinition::name),
                byName(to.telemetry(), TelemetryDefinition::name),
                any -> Compatibility.BACKWARD,
                ContractComparison::telemetry));
        changes.addAll(named(
                "property ",
                byName(from.properties(), PropertyDefinition::name),
                byName(to.properties(), PropertyDefinition::name),
                any -> Compatibility.BACKWARD,
                ContractComparison::property));
        changes.addAll(named(
                "command ",
                byName(from.commands(), CommandDefinition::name),
                byName(to.commands(), CommandDefinition::name),
                any -> Compatibility.BACKWARD,
                ContractComparison::command));
        return new ContractComparison(List.copyOf(changes));
    }

    /** The most that can be promised. */
    public Compatibility compatibility() {
        return changes.stream().map(Change::keeps).reduce(Compatibility.FULL, Compatibility::and);
    }

    /** What stands against the promise, each change in words; empty if it can be made. */
    public List<String> breaking(Compatibility promise) {
        return changes.stream()
                .filter(change -> !change.keeps().includes(promise))
                .map(Change::what)
                .toList();
    }

    private static List<Change> telemetry(TelemetryDefinition from, TelemetryDefinition to) {
        List<Change> changes = new ArrayList<>();
        changes.addAll(other("type", from.type(), to.type()));
        changes.addAll(other("unit", from.unit(), to.unit()));
        double leastBefore = from.minimum() == null ? Double.NEGATIVE_INFINITY : from.minimum();
        double least = to.minimum() == null ? Double.NEGATIVE_INFINITY : to.minimum();
        if (least != leastBefore) {
            changes.add(changed("minimum", from.minimum(), to.minimum(), range(least < leastBefore)));
        }
        double mostBefore = from.maximum() == null ? Double.POSITIVE_INFINITY : from.maximum();
        double most = to.maximum() == null ? Double.POSITIVE_INFINITY : to.maximum();
        if (most != mostBefore) {
            changes.add(changed("maximum", from.maximum(), to.maximum(), range(most > mostBefore)));
        }
        return changes;
    }

    /** Who reads is prepared for the values of the range they know. */
    private static Compatibility range(boolean widened) {
        return widened ? Compatibility.FORWARD : Compatibility.BACKWARD;
    }

    private static List<Change> property(PropertyDefinition from, PropertyDefinition to) {
        List<Change> changes = new ArrayList<>();
        changes.addAll(other("type", from.type(), to.type()));
        changes.addAll(other("unit", from.unit(), to.unit()));
        changes.addAll(other("direction", from.direction(), to.direction()));
        if (from.audited() != to.audited()) {
            changes.add(changed(
                    "audited",
                    from.audited(),
                    to.audited(),
                    to.audited() ? Compatibility.BACKWARD : Compatibility.FORWARD));
        }
        return changes;
    }

    private static List<Change> command(CommandDefinition from, CommandDefinition to) {
        List<Change> changes = new ArrayList<>();
        changes.addAll(duration("timeoutSeconds", from.timeoutSeconds(), to.timeoutSeconds()));
        changes.addAll(other("class", from.commandClass(), to.commandClass()));
        if (!Objects.equals(from.retry(), to.retry())) {
            // How often a device is told is between it and the platform; the answer comes within the same time.
            changes.add(changed("retry", from.retry(), to.retry(), Compatibility.FULL));
        }
        if (from.twoPersons() != to.twoPersons()) {
            // Who requests it alone waits for ever.
            changes.add(changed(
                    "twoPersons",
                    from.twoPersons(),
                    to.twoPersons(),
                    to.twoPersons() ? Compatibility.FORWARD : Compatibility.BACKWARD));
        }
        // An argument that the device does not know is refused, and so is a command without one that it requires.
        changes.addAll(named(
                "argument ",
                byName(from.arguments(), ArgumentDefinition::name),
                byName(to.arguments(), ArgumentDefinition::name),
                coming -> coming.required() ? Compatibility.NONE : Compatibility.BACKWARD,
                ContractComparison::argument));
        return changes;
    }

    private static List<Change> argument(ArgumentDefinition from, ArgumentDefinition to) {
        List<Change> changes = new ArrayList<>();
        changes.addAll(other("type", from.type(), to.type()));
        if (from.required() != to.required()) {
            changes.add(changed(
                    "required",
                    from.required(),
                    to.required(),
                    to.required() ? Compatibility.FORWARD : Compatibility.BACKWARD));
        }
        return changes;
    }

    /** Who waits gives up after the time they know. */
    private static List<Change> duration(String field, int from, int to) {
        return from == to
                ? List.of()
                : List.of(changed(field, from, to, to > from ? Compatibility.FORWARD : Compatibility.BACKWARD));
    }

    private static List<Change> other(String field, @Nullable Object from, @Nullable Object to) {
        return Objects.equals(from, to) ? List.of() : List.of(changed(field, from, to, Compatibility.NONE));
    }

    private static Change changed(String field, @Nullable Object from, @Nullable Object to, Compatibility keeps) {
        return new Change(field + " " + text(from) + " → " + text(to), keeps);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "none" : value.toString();
    }

    /** @param coming what is kept when a definition is added */
    private static <T> List<Change> named(
            String kind,
            Map<String, T> from,
            Map<String, T> to,
            Function<T, Compatibility> coming,
            BiFunction<T, T, List<Change>> within) {
        List<Change> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        for (String name : names) {
            T before = from.get(name);
            T after = to.get(name);
            if (before == null && after != null) {
                changes.add(new Change(kind + name + " added", coming.apply(after)));
            } else if (before != null && after == null) {
                changes.add(new Change(
                        kind + name + " removed", coming.apply(before).undone()));
            } else if (before != null && after != null) {
                within.apply(before, after)
                        .forEach(change -> changes.add(new Change(kind + name + " " + change.what(), change.keeps())));
            }
        }
        return changes;
    }

    private static <T> Map<String, T> byName(List<T> definitions, Function<T, String> name) {
        return definitions.stream()
                .collect(Collectors.toMap(name, Function.identity(), (one, two) -> one, TreeMap::new));
    }
}

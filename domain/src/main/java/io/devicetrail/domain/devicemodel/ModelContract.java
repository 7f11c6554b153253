package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The twin contract of one version of a device model: what a device of it may send, hold and be told.
 *
 * @param heartbeatSeconds a device that is well says something at least this often
 */
public record ModelContract(
        int heartbeatSeconds,
        List<TelemetryDefinition> telemetry,
        List<PropertyDefinition> properties,
        List<CommandDefinition> commands) {
    /** Longest heartbeat interval: one day. */
    public static final int LONGEST_HEARTBEAT_SECONDS = 86_400;
    /** Most telemetry names, properties or commands of one contract. */
    public static final int MOST_DEFINITIONS = 500;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,63}");

    public ModelContract {
        Shape.within("heartbeatSeconds", heartbeatSeconds, 1, LONGEST_HEARTBEAT_SECONDS);
        telemetry = List.copyOf(telemetry);
        properties = List.copyOf(properties);
        commands = List.copyOf(commands);
        requireDistinct(
                "telemetry", telemetry.stream().map(TelemetryDefinition::name).toList());
        requireDistinct(
                "properties", properties.stream().map(PropertyDefinition::name).toList());
        requireDistinct(
                "commands", commands.stream().map(CommandDefinition::name).toList());
    }

    public Optional<TelemetryDefinition> telemetryNamed(String name) {
        return telemetry.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Names of the telemetry that both have, of another type or in another unit. */
    public List<String> measuredOtherwiseIn(ModelContract other) {
        return telemetry.stream()
                .filter(mine -> other.telemetryNamed(mine.name())
                        .filter(theirs -> theirs.type() != mine.type() || !Objects.equals(theirs.unit(), mine.unit()))
                        .isPresent())
                .map(TelemetryDefinition::name)
                .toList();
    }

    /**
     * Names of what both have and define otherwise: telemetry and properties of another type, in another unit or another
     * direction, commands of another class, and arguments of another type, these as {@code command.argument}.
     */
    public List<String> definedOtherwiseIn(ModelContract other) {
        Stream<String> held = properties.stream()
                .filter(mine -> other.propertyNamed(mine.name())
                        .filter(theirs -> theirs.type() != mine.type()
                                || !Objects.equals(theirs.unit(), mine.unit())
                                || theirs.direction() != mine.direction())
                        .isPresent())
                .map(PropertyDefinition::name);
        Stream<String> told = commands.stream()
                .flatMap(mine -> other.commandNamed(mine.name()).stream().flatMap(mine::definedOtherwiseIn));
        return Stream.concat(Stream.concat(measuredOtherwiseIn(other).stream(), held), told)
                .toList();
    }

    public Optional<PropertyDefinition> propertyNamed(String name) {
        return properties.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    public Optional<CommandDefinition> commandNamed(String name) {
        return commands.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /**
     * One measured quantity.
     *
     * @param unit as printed, such as {@code °C}; UCUM where it has one
     * @param minimum least plausible value, inclusive
     * @param maximum greatest plausible value, inclusive
     */
    public record TelemetryDefinition(
            String name,
            ValueType type,
            @Nullable String unit,
            @Nullable Double minimum,
            @Nullable Double maximum) {
        public TelemetryDefinition {
            requireName(name);
            if (minimum != null && maximum != null && minimum > maximum) {
                throw new MalformedInput("telemetry." + name, "has a minimum above its maximum");
            }
        }

        /** What is wrong with {@code value} under this definition, or null if nothing is. */
        public @Nullable String objectionTo(Object value) {
            if (!type.accepts(value)) {
                return name + " must be " + type + " but is " + value.getClass().getSimpleName();
            }
            if (value instanceof Number number) {
                double amount = number.doubleValue();
                if (minimum != null && amount < minimum) {
                    return name + " is below its minimum " + minimum;
                }
                if (maximum != null && amount > maximum) {
                    return name + " is above its maximum " + maximum;
                }
            }
            return null;
        }
    }

    /** A property of the twin; {@code audited} ones make events of their reported changes. */
    public record PropertyDefinition(
            String name, ValueType type, @Nullable String unit, PropertyDirection direction, boolean audited) {
        public PropertyDefinition {
            requireName(name);
        }
    }

    /** Who writes a property. */
    public enum PropertyDirection {
        REPORTED,
        DESIRED
    }

    /**
     * A command the device obeys.
     *
     * @param timeoutSeconds the device must have answered finally within this time of the request
     * @param retry null if it is told once
     * @param twoPersons whether another person than who requests it has to agree
     */
    public record CommandDefinition(
            String name,
            List<ArgumentDefinition> arguments,
            int timeoutSeconds,
            CommandClass commandClass,
            @Nullable RetryPolicy retry,
            boolean twoPersons) {
        /** Longest time a command may take: one day. */
        public static final int LONGEST_TIMEOUT_SECONDS = 86_400;

        /** An operation, told once, that one person requests. */
        public CommandDefinition(String name, List<ArgumentDefinition> arguments, int timeoutSeconds) {
            this(name, arguments, timeoutSeconds, CommandClass.OPERATION, null, false);
        }

        public CommandDefinition {
            requireName(name);
            arguments = List.copyOf(arguments);
            Shape.within("timeoutSeconds", timeoutSeconds, 1, LONGEST_TIMEOUT_SECONDS);
            commandClass.requireFits(name, timeoutSeconds, retry);
            requireDistinct(
                    "arguments",
                    arguments.stream().map(ArgumentDefinition::name).toList());
        }

        private Stream<String> definedOtherwiseIn(CommandDefinition other) {
            Stream<String> own = commandClass == other.commandClass ? Stream.of() : Stream.of(name);
            return Stream.concat(
                    own,
                    arguments.stream()
                            .filter(mine -> other.arguments.stream()
                                    .anyMatch(theirs ->
                                            theirs.name().equals(mine.name()) && theirs.type() != mine.type()))
                            .map(argument -> name + "." + argument.name()));
        }

        /** What is wrong with {@code given} under this definition, or null if nothing is. */
        public @Nullable String objectionTo(Map<String, ?> given) {
            for (String name : given.keySet()) {
                if (arguments.stream().noneMatch(a -> a.name().equals(name))) {
                    return name + " is not an argument of " + this.name;
                }
            }
            for (ArgumentDefinition argument : arguments) {
                String objection = argument.objectionTo(given.get(argument.name()));
                if (objection != null) {
                    return objection;
                }
            }
            return null;
        }
    }

    /** One named argument of a command. */
    public record ArgumentDefinition(String name, ValueType type, boolean required) {
        /** Longest text of an argument, in characters: a command is one message, not a file. */
        public static final int LONGEST_ARGUMENT = 10_000;

        public ArgumentDefinition {
            requireName(name);
        }

        @Nullable String objectionTo(@Nullable Object value) {
            if (value == null) {
                return required ? name + " is missing" : null;
            }
            if (!type.accepts(value)) {
                return name + " must be " + type + " but is " + value.getClass().getSimpleName();
            }
            if (value instanceof String text && text.length() > LONGEST_ARGUMENT) {
                return name + " is longer than " + LONGEST_ARGUMENT + " characters";
            }
            return null;
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedInput("name", "must be a letter and up to 63 of a-z A-Z 0-9 _ . - but is: " + name);
        }
    }

    private static void requireDistinct(String field, List<String> names) {
        if (names.size() > MOST_DEFINITIONS) {
            throw new MalformedInput(field, "has more than " + MOST_DEFINITIONS + " definitions");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new MalformedInput(field, "defines " + name + " twice");
            }
        }
    }
}

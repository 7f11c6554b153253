package io.devicetrail.edge.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One object of the settings file and its path. A mistake is noted and a harmless stand-in returned, so that one run
 * names every mistake; nobody may use the values before {@link Problems#throwIfAny()}.
 */
public final class JsonSection {

    private final JsonNode node;
    private final String path;
    private final Problems problems;

    JsonSection(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    public void problem(String field, String what) {
        problems.add(at(field), what);
    }

    /** A misspelt name must not silently leave a default in force. */
    public void allow(String... fields) {
        Set<String> known = Set.of(fields);
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                problem(name, "unknown setting; known here: " + String.join(", ", fields));
            }
        }
    }

    public String text(String field) {
        String value = textOrNull(field);
        if (value == null && !node.has(field)) {
            problem(field, "is missing");
        }
        return value == null ? "" : value;
    }

    public String text(String field, String otherwise) {
        String value = textOrNull(field);
        return value == null ? otherwise : value;
    }

    public @Nullable String textOrNull(String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            problem(field, "must be a text that is not blank");
            return null;
        }
        return value.stringValue();
    }

    public int integer(String field, int otherwise, int least, int most) {
        JsonNode value = node.get(field);
        if (value == null) {
            return otherwise;
        }
        return bounded(field, value, least, most);
    }

    public int integer(String field, int least, int most) {
        JsonNode value = node.get(field);
        if (value == null) {
            problem(field, "is missing");
            return least;
        }
        return bounded(field, value, least, most);
    }

    private int bounded(String field, JsonNode value, int least, int most) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            problem(field, "must be a whole number from " + least + " to " + most);
            return least;
        }
        return value.intValue();
    }

    public BigDecimal decimal(String field, BigDecimal otherwise) {
        JsonNode value = node.get(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber()) {
            problem(field, "must be a number");
            return otherwise;
        }
        return value.decimalValue();
    }

    /** One of an enum's constants, written as its name in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String field, Class<E> type, @Nullable E otherwise) {
        E[] all = type.getEnumConstants();
        String text = otherwise == null ? text(field) : textOrNull(field);
        if (text == null || text.isEmpty()) {
            return otherwise == null ? all[0] : otherwise;
        }
        List<String> names = new ArrayList<>();
        for (E constant : all) {
            String name = constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            if (name.equals(text)) {
                return constant;
            }
            names.add(name);
        }
        problem(field, "must be one of " + String.join(", ", names));
        return all[0];
    }

    public boolean has(String field) {
        return node.has(field);
    }

    public JsonSection section(String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isObject()) {
            problem(field, value == null ? "is missing" : "must be an object");
            return new JsonSection(JsonNodeFactory.instance.objectNode(), at(field), new Problems());
        }
        return new JsonSection(value, at(field), problems);
    }

    public List<JsonSection> sections(String field) {
        JsonNode value = node.get(field);
        List<JsonSection> sections = new ArrayList<>();
        if (value == null || !value.isArray() || value.isEmpty()) {
            problem(field, value == null ? "is missing" : "must be a list with at least one object");
            return sections;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode element = value.get(i);
            String elementPath = at(field) + "[" + i + "]";
            if (element.isObject()) {
                sections.add(new JsonSection(element, elementPath, problems));
            } else {
                problems.add(elementPath, "must be an object");
            }
        }
        return sections;
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}

package io.devicetrail.audit.validation.evidence;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What others wrote, without where it was on the machine: a pack is handed on, and signed as it is. */
final class WithoutPlaces {
    /** Figures of the demo that only say where its home was and where its parts listened. */
    private static final Set<String> PLACES =
            Set.of("home", "graphql", "mqtt", "postgres", "elasticsearch", "opcua", "modbus");

    /** Begins a name, so that neither an address on the web, nor a part of a relative path or of a hash, is one. */
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?:\\bfile:/{0,2}|(?<![\\w./+*}]))/(?!/)[^\\s\"'`<>()\\[\\]{},;:|=]+");

    private WithoutPlaces() {}

    /** Each absolute path by its last name: {@code /tmp/a/b.txt} is {@code b.txt}. */
    static String text(String text) {
        return ABSOLUTE.matcher(text).replaceAll(path -> Matcher.quoteReplacement(lastName(path.group())));
    }

    private static String lastName(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    /** The same for each text of it; figures that are places are left out. */
    static JsonNode figures(JsonNode told) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (told.isString()) {
            return nodes.stringNode(text(told.asString()));
        }
        if (told.isArray()) {
            ArrayNode array = nodes.arrayNode();
            told.forEach(one -> array.add(figures(one)));
            return array;
        }
        if (told.isObject()) {
            ObjectNode object = nodes.objectNode();
            for (Map.Entry<String, JsonNode> one : told.properties()) {
                if (!PLACES.contains(one.getKey())) {
                    object.set(one.getKey(), figures(one.getValue()));
                }
            }
            return object;
        }
        return told;
    }
}

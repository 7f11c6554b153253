package io.devicetrail.edge.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every mistake found in one settings file, each as {@code path: what is wrong}. */
public final class Problems {

    private static final JsonMapper mapper = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<String> lines = new ArrayList<>();

    public Problems() {}

    /** The file's outermost object; a file that is no JSON object is the only problem then. */
    public JsonSection root(Path file) {
        JsonNode root;
        try {
            root = mapper.readTree(file);
        } catch (JacksonException e) {
            throw new BadSettings(List.of("cannot be read as JSON: " + e.getOriginalMessage() + position(e)));
        }
        if (root == null || !root.isObject()) {
            throw new BadSettings(List.of("must hold one JSON object"));
        }
        return new JsonSection(root, "", this);
    }

    private static String position(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    void add(String path, String what) {
        lines.add(path + ": " + what);
    }

    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new BadSettings(lines);
        }
    }

    /** The settings file cannot be used; one line per problem. */
    public static final class BadSettings extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final List<String> lines;

        BadSettings(List<String> lines) {
            super(String.join("\n", lines));
            this.lines = List.copyOf(lines);
        }

        public List<String> lines() {
            return lines;
        }
    }
}

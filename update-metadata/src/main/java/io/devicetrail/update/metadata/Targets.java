package io.devicetrail.update.metadata;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The images that may be installed, by their path. */
public record Targets(Header header, Map<String, Target> byPath) {
    public Targets {
        byPath = Map.copyOf(byPath);
    }

    public static Targets of(Header header, List<Target> targets) {
        Map<String, Target> byPath = new TreeMap<>();
        for (Target target : targets) {
            if (byPath.put(target.path(), target) != null) {
                throw new UpdateRefused(Refusal.MALFORMED_METADATA, "two targets have the path " + target.path());
            }
        }
        return new Targets(header, byPath);
    }

    public static Targets read(SignedFile file) {
        Header header = Header.read(Role.TARGETS, file.content());
        Fields listed = file.content().object("targets");
        Map<String, Target> byPath = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : listed.entries()) {
            byPath.put(each.getKey(), Target.read(each.getKey(), listed.object(each.getKey())));
        }
        return new Targets(header, byPath);
    }

    public ObjectNode toJson() {
        ObjectNode json = header.toJson(Role.TARGETS);
        ObjectNode listed = json.putObject("targets");
        new TreeMap<>(byPath).forEach((path, target) -> target.writeTo(listed.putObject(path)));
        return json;
    }

    /** @throws UpdateRefused {@link Refusal#TARGET_UNKNOWN} */
    public Target target(String path) {
        Target target = byPath.get(path);
        if (target == null) {
            throw new UpdateRefused(
                    Refusal.TARGET_UNKNOWN, "there is no " + path + " in targets version " + header.version());
        }
        return target;
    }
}

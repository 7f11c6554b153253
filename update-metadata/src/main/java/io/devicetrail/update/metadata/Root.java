package io.devicetrail.update.metadata;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose keys speak for each role. Snapshots are consistent always: each version of a file has a name of its own.
 *
 * @param roles all four
 */
public record Root(Header header, Map<Role, RoleKeys> roles) {
    public Root {
        roles = Map.copyOf(roles);
        for (Role role : Role.values()) {
            if (!roles.containsKey(role)) {
                throw new UpdateRefused(Refusal.MALFORMED_METADATA, "root names no keys for " + role.text());
            }
        }
    }

    public static Root read(SignedFile file) {
        Fields fields = file.content();
        Header header = Header.read(Role.ROOT, fields);
        if (!fields.flag("consistent_snapshot")) {
            throw fields.malformed("has no consistent snapshots");
        }
        Map<String, VerificationKey> keys = new HashMap<>();
        Fields listed = fields.object("keys");
        for (Map.Entry<String, JsonNode> each : listed.entries()) {
            keys.put(each.getKey(), VerificationKey.read(each.getKey(), listed.object(each.getKey())));
        }
        Fields byRole = fields.object("roles");
        Map<Role, RoleKeys> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            roles.put(role, keys(byRole.object(role.text()), keys));
        }
        return new Root(header, roles);
    }

    private static RoleKeys keys(Fields role, Map<String, VerificationKey> known) {
        List<VerificationKey> keys = new ArrayList<>();
        for (String id : role.texts("keyids")) {
            VerificationKey key = known.get(id);
            if (key == null) {
                throw role.malformed("names a key that is not listed");
            }
            keys.add(key);
        }
        return new RoleKeys(keys, Math.toIntExact(Math.min(role.number("threshold", 1), Integer.MAX_VALUE)));
    }

    public ObjectNode toJson() {
        ObjectNode json = header.toJson(Role.ROOT).put("consistent_snapshot", true);
        Map<String, VerificationKey> listed = new LinkedHashMap<>();
        ObjectNode keys = json.putObject("keys");
        ObjectNode byRole = json.putObject("roles");
        for (Role role : Role.values()) {
            RoleKeys of = keys(role);
            ObjectNode node = byRole.putObject(role.text()).put("threshold", of.threshold());
            ArrayNode ids = node.putArray("keyids");
            for (VerificationKey key : of.keys()) {
                ids.add(key.id());
                listed.put(key.id(), key);
            }
        }
        listed.forEach((id, key) -> keys.set(id, key.toJson()));
        return json;
    }

    public RoleKeys keys(Role role) {
        RoleKeys keys = roles.get(role);
        if (keys == null) {
            throw new IllegalStateException("the constructor has seen to it: " + role);
        }
        return keys;
    }
}

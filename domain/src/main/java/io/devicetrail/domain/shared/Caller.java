package io.devicetrail.domain.shared;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, in which role, authenticated how, from where and why: set once at the edge of the system and carried by
 * command metadata into every event (21 CFR 11.10(e), Annex 11 12.4).
 *
 * @param actorId immutable id of the person, device or process
 * @param actorName the name as printed
 * @param actorRole the role in force when the command was sent
 * @param authentication methods that proved the identity, {@code none} if nothing did
 * @param address network address of the client, or {@code local}
 * @param client program and version that sent the command
 * @param reason free text; required for a person's change of regulated data
 */
public record Caller(
        ActorType actorType,
        String actorId,
        String actorName,
        String actorRole,
        String authentication,
        String address,
        String client,
        @Nullable String reasonCode,
        @Nullable String reason) {

    /** A part of Devicetrail itself, acting by its own rules. */
    public static Caller process(String name) {
        return new Caller(ActorType.PROCESS, name, name, "process", "in-process", "local", "devicetrail", null, null);
    }

    /** A device, known by what the broker vouches for. */
    public static Caller device(String deviceId, String authentication) {
        return new Caller(ActorType.DEVICE, deviceId, deviceId, "device", authentication, "mqtt", "device", null, null);
    }

    /** The metadata entries of a command sent by this caller; see {@link Metadata} for the names. */
    public Map<String, Object> toMetadata(String tenant) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(Metadata.TENANT, tenant);
        metadata.put(Metadata.ACTOR_TYPE, actorType.name());
        metadata.put(Metadata.ACTOR_ID, actorId);
        metadata.put(Metadata.ACTOR_NAME, actorName);
        metadata.put(Metadata.ACTOR_ROLE, actorRole);
        metadata.put(Metadata.AUTHENTICATION, authentication);
        metadata.put(Metadata.ADDRESS, address);
        metadata.put(Metadata.CLIENT, client);
        if (reasonCode != null) {
            metadata.put(Metadata.REASON_CODE, reasonCode);
        }
        if (reason != null) {
            metadata.put(Metadata.REASON, reason);
        }
        return metadata;
    }
}

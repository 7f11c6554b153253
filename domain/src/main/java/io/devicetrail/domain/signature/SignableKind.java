package io.devicetrail.domain.signature;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of records that can be signed: where their events are, and which of them make the version. A new kind is an
 * entry here and its line in docs/signatures.md; the words and ids of one that was ever signed do not change, as the
 * signed hash holds them.
 */
public enum SignableKind {
    /** A version of a device model's contract: {@code <model>:<version>}. */
    DEVICE_MODEL_VERSION(
            "[0-9a-f-]{36}:[1-9][0-9]{0,8}",
            "version",
            Set.of("devicemodel.DeviceModelVersionPublished", "devicemodel.DeviceModelVersionDeprecated")),
    /** What was asked of a device; what became of it is no part of the request. */
    DEVICE_COMMAND("[0-9a-f-]{36}", null, Set.of("command.CommandRequested")),
    /** That dead letters were given up: {@code <dead letters>:<up to>}. */
    DEAD_LETTER_RELEASE("[0-9a-f-]{36}:[0-9]{1,18}", "upTo", Set.of("deadletter.DeadLettersReleased")),
    /** That a quarantined message was let be read again: {@code <message>:<release>}. */
    QUARANTINE_RELEASE("[0-9a-f-]{36}:[1-9][0-9]{0,2}", "release", Set.of("quarantine.QuarantinedMessageReleased")),
    /** A rollout plan, as it was drafted, last revised or withdrawn. */
    ROLLOUT_PLAN(
            "[0-9a-f-]{36}",
            null,
            Set.of("rollout.RolloutPlanDrafted", "rollout.RolloutPlanRevised", "rollout.RolloutPlanWithdrawn")),
    /** One correction of an entry of the audit trail: {@code <correction>:<number>}. */
    CORRECTION("[0-9a-f-]{36}:[1-9][0-9]{0,2}", "number", Set.of("correction.EntryCorrected")),
    /** A copy of the audit trail that was handed out, by the hash of its bytes. */
    AUDIT_EXPORT("[0-9a-f-]{36}", null, Set.of("auditexport.AuditTrailExported"));

    private final Pattern ids;
    private final @Nullable String version;
    private final Set<String> events;

    /**
     * @param version field of the events that the part of the id after the colon names; null if the stream is the record
     * @param events by their stored names
     */
    SignableKind(String ids, @Nullable String version, Set<String> events) {
        this.ids = Pattern.compile(ids);
        this.version = version;
        this.events = events;
    }

    boolean takes(String id) {
        return ids.matcher(id).matches();
    }

    /** Id of the aggregate whose events they are. */
    String streamOf(String id) {
        return version == null ? id : id.substring(0, id.indexOf(':'));
    }

    /** Whether it is an event of the kind that can belong to such a record: worth reading its payload. */
    boolean mayHold(String name) {
        return events.contains(name);
    }

    /** Whether an event of the stream belongs to the record. */
    boolean holds(String id, String name, Map<String, ?> payload) {
        return mayHold(name)
                && (version == null || id.substring(id.indexOf(':') + 1).equals(String.valueOf(payload.get(version))));
    }
}

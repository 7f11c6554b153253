package io.devicetrail.commandside.sending;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ids as inputs give them: a record's own id, or its global id, the Base64url form of {@code Type:id}. */
public final class InputIds {
    private static final int UUID_LENGTH = 36;
    private static final Pattern GLOBAL = Pattern.compile("([A-Z][A-Za-z]+):(.+)", Pattern.DOTALL);

    private InputIds() {}

    public static TenantId tenant(String field, String id) {
        return parsed(field, local(field, "Tenant", id), TenantId::of);
    }

    public static SiteId site(String field, String id) {
        return parsed(field, local(field, "Site", id), text -> new SiteId(uuid(field, text)));
    }

    /** The global id of a model names a version after the model's id; here only the model is asked for. */
    public static DeviceModelId deviceModel(String field, String id) {
        String local = local(field, "DeviceModel", id);
        String model = local.length() > UUID_LENGTH ? local.substring(0, UUID_LENGTH) : local;
        return new DeviceModelId(uuid(field, model));
    }

    public static DeviceId device(String field, String id) {
        return new DeviceId(uuid(field, local(field, "Device", id)));
    }

    public static CommandId command(String field, String id) {
        return new CommandId(uuid(field, local(field, "Command", id)));
    }

    public static RolloutPlanId rolloutPlan(String field, String id) {
        return new RolloutPlanId(uuid(field, local(field, "RolloutPlan", id)));
    }

    public static RolloutRunId rollout(String field, String id) {
        return new RolloutRunId(uuid(field, local(field, "Rollout", id)));
    }

    public static SoftwareReleaseId softwareRelease(String field, String id) {
        return new SoftwareReleaseId(uuid(field, local(field, "SoftwareRelease", id)));
    }

    /** The global id of a transfer names the side after the transfer's id; which side answers the log says. */
    public static DeviceTransferId deviceTransfer(String field, String id) {
        String local = local(field, "DeviceTransfer", id);
        String transfer = local.length() > UUID_LENGTH ? local.substring(0, UUID_LENGTH) : local;
        return new DeviceTransferId(uuid(field, transfer));
    }

    /** Its number among those of its kind comes after the incident's own id. */
    public static IncidentEpisode incident(String field, String id) {
        return IncidentEpisode.parse(field, local(field, "Incident", id));
    }

    public static JobId job(String field, String id) {
        return new JobId(uuid(field, local(field, "Job", id)));
    }

    public static ExportJobId exportJob(String field, String id) {
        return new ExportJobId(uuid(field, local(field, "ExportJob", id)));
    }

    public static PersonId person(String field, String id) {
        return new PersonId(uuid(field, local(field, "Person", id)));
    }

    public static ApiKeyId apiKey(String field, String id) {
        return new ApiKeyId(uuid(field, local(field, "ApiKey", id)));
    }

    /** As the kind says it, or the record's global id where its type has one. */
    public static SignableRecord signable(SignableKind kind, String id) {
        String field = "record";
        return SignableRecord.of(
                kind,
                switch (kind) {
                    case DEVICE_MODEL_VERSION -> local(field, "DeviceModel", id);
                    case DEVICE_COMMAND -> local(field, "Command", id);
                    case ROLLOUT_PLAN -> local(field, "RolloutPlan", id);
                    case DEAD_LETTER_RELEASE, QUARANTINE_RELEASE, CORRECTION, AUDIT_EXPORT -> id;
                });
    }

    private static <T> T parsed(String field, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (MalformedInput e) {
            throw new MalformedInput(field, "is not an id: " + text);
        }
    }

    private static UUID uuid(String field, String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // answered below, together with what fromString lets pass, such as 1-1-1-1-1
        }
        throw new MalformedInput(field, "is not an id: " + text);
    }

    private static String local(String field, String type, String id) {
        Matcher global = GLOBAL.matcher(decoded(id));
        if (!global.matches()) {
            return id;
        }
        if (!global.group(1).equals(type)) {
            throw new MalformedInput(field, "is the id of a " + global.group(1) + ", not of a " + type);
        }
        return global.group(2);
    }

    private static String decoded(String id) {
        try {
            return new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}

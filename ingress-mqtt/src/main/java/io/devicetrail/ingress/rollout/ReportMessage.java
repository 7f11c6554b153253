package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a device says of an offer. Only what is put on record is read: that a device failed is not lost for how it spells
 * its progress or its time, nor for a character that no table takes, which the domain mends.
 *
 * @param version that runs
 * @param code of an error
 */
public record ReportMessage(
        RolloutRunId run,
        int attempt,
        RolloutDeviceState says,
        @Nullable String version,
        @Nullable String code) {

    /** @throws Misfit if the bytes are no report */
    public static ReportMessage read(byte[] payload) {
        JsonNode message = StrictJson.object(payload);
        return new ReportMessage(
                run(text(message, "rollout")),
                attempt(message),
                state(text(message, "state")),
                text(message, "version"),
                text(message, "code"));
    }

    private static RolloutRunId run(@Nullable String text) {
        try {
            UUID run = UUID.fromString(Objects.requireNonNullElse(text, ""));
            if (run.toString().equals(text)) {
                return new RolloutRunId(run);
            }
        } catch (IllegalArgumentException e) {
            throw noRollout(text);
        }
        throw noRollout(text);
    }

    private static Misfit noRollout(@Nullable String text) {
        return new Misfit(
                QuarantineReason.MALFORMED_MESSAGE,
                "rollout must be the offer's, a UUID in full and in lower case, but is " + text);
    }

    private static int attempt(JsonNode message) {
        Integer attempt = StrictJson.optionalWhole(message, "attempt");
        if (attempt == null) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "attempt must be the offer's.");
        }
        return attempt;
    }

    private static RolloutDeviceState state(@Nullable String word) {
        return switch (String.valueOf(word)) {
            case "downloading" -> RolloutDeviceState.DOWNLOADING;
            case "installed" -> RolloutDeviceState.INSTALLED;
            case "verified" -> RolloutDeviceState.VERIFIED;
            case "failed" -> RolloutDeviceState.FAILED;
            case "rolled_back" -> RolloutDeviceState.ROLLED_BACK;
            case "refused" -> RolloutDeviceState.REFUSED;
            default ->
                throw new Misfit(
                        QuarantineReason.UNKNOWN_ANSWER,
                        "state must be downloading, installed, verified, failed, rolled_back or refused but is "
                                + word);
        };
    }

    private static @Nullable String text(JsonNode message, String field) {
        JsonNode node = message.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, field + " must be a text.");
        }
        return node.stringValue();
    }
}

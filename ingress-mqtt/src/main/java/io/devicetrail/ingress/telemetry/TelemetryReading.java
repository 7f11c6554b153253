package io.devicetrail.ingress.telemetry;

import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import io.devicetrail.ingress.telemetry.TelemetryMessage.TelemetryValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Translates the bytes of a telemetry message. One bad value refuses the whole message: nothing is half stored. */
public final class TelemetryReading {
    /** Most values of one message. */
    public static final int MOST_VALUES = 1_000;

    private TelemetryReading() {}

    /** @throws Misfit if the message has not the form of telemetry */
    public static TelemetryMessage read(byte[] payload, Instant receivedAt, Duration futureTolerance) {
        JsonNode message = StrictJson.object(payload);
        BootSequence sequence = BootSequence.of(message);
        Instant at = StrictJson.optionalInstant(message, "at");
        JsonNode values = message.get("values");
        if (values == null || !values.isArray()) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "values must be an array.");
        }
        if (values.size() > MOST_VALUES) {
            throw new Misfit(
                    QuarantineReason.TOO_LARGE,
                    "A message holds at most " + MOST_VALUES + " values, not " + values.size());
        }
        List<TelemetryValue> read = new ArrayList<>(values.size());
        for (JsonNode value : values.values()) {
            read.add(value(value, at, receivedAt.plus(futureTolerance)));
        }
        return new TelemetryMessage(sequence.boot(), sequence.seq(), read);
    }

    private static TelemetryValue value(JsonNode value, @Nullable Instant messageAt, Instant latest) {
        if (!value.isObject()) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "Each of the values must be an object.");
        }
        String name = StrictJson.optionalText(value, "name");
        if (name == null) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "A value has no name.");
        }
        Instant ownAt = StrictJson.optionalInstant(value, "at");
        Instant at = ownAt == null ? messageAt : ownAt;
        if (at == null) {
            throw new Misfit(
                    QuarantineReason.BAD_TIME, "Neither the message nor " + name + " says when it was measured.");
        }
        if (at.isAfter(latest) || at.isBefore(Instant.EPOCH)) {
            throw new Misfit(
                    QuarantineReason.BAD_TIME,
                    name + " was measured at " + at + ", before 1970 or too far ahead of the server's clock.");
        }
        JsonNode content = value.get("value");
        Object inJava = content == null || content.isNull() ? null : StrictJson.value(name, content);
        return new TelemetryValue(name, inJava, inJava == null ? null : String.valueOf(content), quality(value), at);
    }

    private static Quality quality(JsonNode value) {
        String quality = StrictJson.optionalText(value, "quality");
        if (quality == null) {
            return Quality.GOOD;
        }
        try {
            return Quality.valueOf(quality);
        } catch (IllegalArgumentException e) {
            throw new Misfit(QuarantineReason.BAD_QUALITY, "quality must be GOOD, UNCERTAIN or BAD but is " + quality);
        }
    }
}

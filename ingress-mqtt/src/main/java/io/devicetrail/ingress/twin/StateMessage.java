package io.devicetrail.ingress.twin;

import io.devicetrail.domain.twin.DesiredAnswer;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import io.devicetrail.ingress.telemetry.BootSequence;
import io.devicetrail.ingress.telemetry.TelemetryReading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a device says on its {@code state} topic, before its model is asked. */
sealed interface StateMessage {

    /** It wants to be told all that is desired of it. */
    record Request() implements StateMessage {}

    /**
     * @param reported values in Java's own types, or a JSON node where Java has none; null is "none any more"
     * @param answer null if it says nothing about what is desired of it
     */
    record Report(
            ReportStamp stamp,
            Map<String, @Nullable Object> reported,
            @Nullable DesiredAnswer answer) implements StateMessage {}

    /** @throws Misfit if the bytes are neither */
    static StateMessage read(byte[] payload, Instant receivedAt, Duration futureTolerance) {
        JsonNode message = StrictJson.object(payload);
        if (message.has("request")) {
            return request(message);
        }
        BootSequence sequence = BootSequence.of(message);
        Instant at = StrictJson.optionalInstant(message, "at");
        if (at == null || at.isBefore(Instant.EPOCH) || at.isAfter(receivedAt.plus(futureTolerance))) {
            throw new Misfit(
                    QuarantineReason.BAD_TIME,
                    "at is missing, before 1970 or too far ahead of the server's clock: " + at);
        }
        Map<String, @Nullable Object> reported = reported(message.get("reported"));
        DesiredAnswer answer = answer(message);
        if (answer == null && !message.has("reported")) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "There is neither reported nor desiredVersion.");
        }
        return new Report(new ReportStamp(sequence.boot(), sequence.seq(), at), reported, answer);
    }

    private static StateMessage request(JsonNode message) {
        if (!"desired".equals(StrictJson.optionalText(message, "request"))) {
            throw new Misfit(
                    QuarantineReason.MALFORMED_MESSAGE, "request must be desired but is " + message.get("request"));
        }
        return new Request();
    }

    private static Map<String, @Nullable Object> reported(@Nullable JsonNode node) {
        Map<String, @Nullable Object> reported = new LinkedHashMap<>();
        if (node == null) {
            return reported;
        }
        if (!node.isObject()) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "reported must be an object.");
        }
        if (node.size() > TelemetryReading.MOST_VALUES) {
            throw new Misfit(
                    QuarantineReason.TOO_LARGE,
                    "A message holds at most " + TelemetryReading.MOST_VALUES + " values, not " + node.size());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            reported.put(name, value.isNull() ? null : StrictJson.value(name, value));
        }
        return reported;
    }

    private static @Nullable DesiredAnswer answer(JsonNode message) {
        JsonNode version = message.get("desiredVersion");
        if (version == null) {
            return null;
        }
        if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() < 1) {
            throw new Misfit(
                    QuarantineReason.MALFORMED_MESSAGE, "desiredVersion must be a version from 1 but is " + version);
        }
        return new DesiredAnswer(
                version.intValue(),
                applied(StrictJson.optionalText(message, "outcome")),
                StrictJson.optionalText(message, "code"),
                StrictJson.optionalText(message, "detail"));
    }

    private static boolean applied(@Nullable String outcome) {
        return switch (String.valueOf(outcome)) {
            case "applied" -> true;
            case "refused" -> false;
            default ->
                throw new Misfit(
                        QuarantineReason.UNKNOWN_ANSWER, "outcome must be applied or refused but is " + outcome);
        };
    }
}

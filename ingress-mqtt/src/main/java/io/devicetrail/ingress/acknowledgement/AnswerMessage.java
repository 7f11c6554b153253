package io.devicetrail.ingress.acknowledgement;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a device says about a command. */
record AnswerMessage(
        CommandAnswer answer,
        @Nullable String code,
        @Nullable String detail,
        @Nullable Instant at,
        @Nullable Integer attempt,
        @Nullable Integer progress) {

    /** @throws Misfit if the bytes are no answer */
    static AnswerMessage read(byte[] payload) {
        JsonNode message = StrictJson.object(payload);
        return new AnswerMessage(
                answer(StrictJson.optionalText(message, "answer")),
                StrictJson.optionalText(message, "code"),
                StrictJson.optionalText(message, "detail"),
                StrictJson.optionalInstant(message, "at"),
                StrictJson.optionalWhole(message, "attempt"),
                StrictJson.optionalWhole(message, "progress"));
    }

    private static CommandAnswer answer(@Nullable String word) {
        return switch (String.valueOf(word)) {
            case "received" -> CommandAnswer.RECEIVED;
            case "executing" -> CommandAnswer.EXECUTING;
            case "succeeded" -> CommandAnswer.SUCCEEDED;
            case "failed" -> CommandAnswer.FAILED;
            case "rejected" -> CommandAnswer.REJECTED;
            default ->
                throw new Misfit(
                        QuarantineReason.UNKNOWN_ANSWER,
                        "answer must be received, executing, succeeded, failed or rejected but is " + word);
        };
    }
}

package io.devicetrail.ingress.intake;

import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.presence.PresenceWord;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.telemetry.TelemetryMessage;
import io.devicetrail.ingress.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the database.
 *
 * @param topic null if it could not be read
 */
public record Arrival(Delivery delivery, @Nullable Topic topic, Content content) {

    /** What it turned out to be. */
    public sealed interface Content {}

    /** Measured values, not yet held against the model. */
    public record Measured(TelemetryMessage message) implements Content {}

    /** The device came or went. */
    public record Present(PresenceWord message) implements Content {}

    /** The device answered a command, and the answer is in the log. */
    public record Answered() implements Content {}

    /** The device reported, and what is to be in the log of it is. */
    public record Reported() implements Content {}

    /** The device said how far it is with an update, and what is to be in the log of it is. */
    public record Updating() implements Content {}

    /** It goes to quarantine. */
    public record Unfit(Misfit misfit) implements Content {}

    public static Arrival unfit(Delivery delivery, @Nullable Topic topic, Misfit misfit) {
        return new Arrival(delivery, topic, new Unfit(misfit));
    }
}

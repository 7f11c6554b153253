package io.devicetrail.ingress;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.ingress.acknowledgement.AnswerLanes;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.connection.Inbox;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.presence.PresenceWord;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.rollout.ReportLanes;
import io.devicetrail.ingress.rollout.ReportMessage;
import io.devicetrail.ingress.telemetry.TelemetryReading;
import io.devicetrail.ingress.topic.Topic;
import io.devicetrail.ingress.twin.StateLanes;
import org.jspecify.annotations.Nullable;

/** Reads what arrives, on the thread of its connection, and hands it on. It touches no database and never waits. */
public final class Routing implements Inbox {
    private final IntakeWriter writer;
    private final AnswerLanes answers;
    private final StateLanes states;
    private final ReportLanes reports;
    private final IngressSettings settings;
    private final IngressFigures figures;

    public Routing(
            IntakeWriter writer,
            AnswerLanes answers,
            StateLanes states,
            ReportLanes reports,
            IngressSettings settings,
            IngressFigures figures) {
        this.writer = writer;
        this.answers = answers;
        this.states = states;
        this.reports = reports;
        this.settings = settings;
        this.figures = figures;
    }

    @Override
    public boolean offer(Delivery delivery) {
        figures.received.increment();
        boolean taken = route(delivery);
        if (!taken) {
            figures.crowdedOut.increment();
        }
        return taken;
    }

    private boolean route(Delivery delivery) {
        Topic topic = null;
        try {
            topic = Topic.parse(delivery.topic());
            if (delivery.size() > settings.largestMessageBytes()) {
                throw new Misfit(
                        QuarantineReason.TOO_LARGE,
                        "The message has " + delivery.size() + " bytes; " + settings.largestMessageBytes()
                                + " are the most.");
            }
            return switch (topic) {
                case Topic.Telemetry ignored ->
                    writer.offer(new Arrival(
                            delivery,
                            topic,
                            new Arrival.Measured(TelemetryReading.read(
                                    delivery.payload(), delivery.receivedAt(), settings.futureTolerance()))));
                case Topic.Presence ignored ->
                    writer.offer(
                            new Arrival(delivery, topic, new Arrival.Present(PresenceWord.read(delivery.payload()))));
                case Topic.Ack ack -> answers.offer(ack, delivery);
                case Topic.State state -> states.offer(state, delivery);
                case Topic.Update update -> reports.offer(update, ReportMessage.read(delivery.payload()), delivery);
                default ->
                    refused(
                            delivery,
                            topic,
                            new Misfit(QuarantineReason.MALFORMED_TOPIC, "Nothing is read from " + topic.tail()));
            };
        } catch (MalformedInput e) {
            return refused(
                    delivery, null, new Misfit(QuarantineReason.MALFORMED_TOPIC, String.valueOf(e.getMessage())));
        } catch (Misfit misfit) {
            return refused(delivery, topic, misfit);
        } catch (RuntimeException e) {
            // A fault of ours must not cost the connection, nor the message.
            return refused(delivery, topic, new Misfit(QuarantineReason.MALFORMED_MESSAGE, e.toString()));
        }
    }

    private boolean refused(Delivery delivery, @Nullable Topic topic, Misfit misfit) {
        return writer.offer(Arrival.unfit(delivery, topic, misfit));
    }
}

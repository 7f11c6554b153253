package io.devicetrail.ingress.certificate;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import java.time.Instant;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps who is to be reminded, by the incidents by which people are told: what the device hears and what people see is
 * one thing. It only writes down; {@link ReminderRounds} tell. A new installation of this reads the log from its beginning,
 * and is left with what is open now.
 */
@ProcessingGroup("certificate-reminders")
@DisallowReplay
public final class WhenCertificateOverdueThenRemind {
    private final Reminders reminders;

    public WhenCertificateOverdueThenRemind(Reminders reminders) {
        this.reminders = reminders;
    }

    @EventHandler
    public void on(IncidentOpened opened) {
        DeviceId device = opened.subject().device();
        Lateness late = Lateness.of(opened.evidence());
        if (device != null && late != null && isAboutCertificate(opened)) {
            reminders.open(new Reminder(
                    episode(opened),
                    device,
                    opened.tenant(),
                    late.stage(),
                    late.fingerprint(),
                    opened.since(),
                    late.notAfter()));
        }
    }

    @EventHandler
    public void on(IncidentRecurred again) {
        Lateness late = Lateness.of(again.evidence());
        if (late != null && isAboutCertificate(again)) {
            reminders.nextStage(episode(again), late.stage(), late.fingerprint(), late.notAfter());
        }
    }

    @EventHandler
    public void on(IncidentClosed closed) {
        if (isAboutCertificate(closed)) {
            reminders.close(episode(closed));
        }
    }

    /** Only its opening says of which kind an incident is; its id is made of that. */
    private static boolean isAboutCertificate(IncidentEvent event) {
        IncidentSubject subject = event.subject();
        return subject.device() != null
                && event.incident().equals(IncidentId.of(IncidentKind.CERTIFICATE_OVERDUE, subject, ""));
    }

    private static IncidentEpisode episode(IncidentEvent event) {
        return new IncidentEpisode(event.incident(), event.number());
    }

    /** What the evidence says. */
    private record Lateness(String stage, String fingerprint, Instant notAfter) {
        /** Null if it is not all there. */
        static @Nullable Lateness of(Map<String, String> evidence) {
            String stage = evidence.get("stage");
            String fingerprint = evidence.get("fingerprint");
            String notAfter = evidence.get("notAfter");
            return stage == null || fingerprint == null || notAfter == null
                    ? null
                    : new Lateness(stage, fingerprint, Instant.parse(notAfter));
        }
    }
}

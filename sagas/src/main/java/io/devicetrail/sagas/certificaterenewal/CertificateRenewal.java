package io.devicetrail.sagas.certificaterenewal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.RenewalTerm;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest certificate of a device, until the next one takes its place; or, where that one is revoked and its
 * predecessor still stands, that again. A device renews by its own clock; where it
 * does not, an incident says so when renewal is due, once more when the end is near, and once more at the end. Each
 * of these words is a cause of the one incident, which counts it once. Before a word it looks at how things stand: a
 * log that is read from its beginning tells of certificates that were renewed long ago.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-certificate-renewal")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class CertificateRenewal {
    /** Due as long before the end as the installation's term says, but not before the last quarter of its life. */
    static final String RENEWAL_DUE = "certificate-renewal-due";

    /** Due when a third of that is left. */
    static final String END_NEAR = "certificate-end-near";

    static final String END = "certificate-end";

    static final Caller CALLER = Caller.process("certificate-renewal-saga");

    /** Devices renew in the last third, see the device guide: one of them may take its time. */
    private static final int LAST_QUARTER = 4;

    /** Of the term: when it becomes pressing. */
    private static final int LAST_THIRD = 3;

    /** Until it is tried again at the earliest, where it cannot be told how things stand. */
    static final Duration LATER = Duration.ofSeconds(15);

    /** Over so long the tries of all devices are spread: ten thousand of them may be due at once. */
    static final Duration SPREAD = Duration.ofMinutes(5);

    /**
     * A certificate that was the newest before.
     *
     * @param term how long before its end it is due
     */
    record Held(String fingerprint, Instant notAfter, Duration term) {}

    private static final String DEVICE = "device";
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

    private @Nullable TenantId tenant;
    private @Nullable DeviceId device;
    private @Nullable String fingerprint;
    private Instant notAfter = Instant.EPOCH;
    /** Of the certificate: how long before its end it is due. */
    private Duration term = Duration.ZERO;
    /** Of the deadline that is set. */
    private @Nullable String deadlineName;

    private @Nullable String deadline;
    /** Of the log: what is not after it was read before. */
    private long index = -1;
    /** Of the log, where the certificate became the newest: what is told of it is not after what ends it. */
    private @Nullable Long issued;
    /** The one before, while it stands: a device has two at the most. Null for none. */
    private @Nullable Held predecessor;
    /** Whether it became the newest by the end of another, for what is told of it then was told before. */
    private boolean again;

    @StartSaga
    @SagaEventHandler(associationProperty = DEVICE)
    void on(
            DeviceCertificateIssued e,
            TrackingToken token,
            RenewalTerm ours,
            DeadlineManager deadlines,
            CommandGateway commands) {
        if (isRead(token)) {
            return;
        }
        DeviceCertificate certificate = e.certificate();
        predecessor = fingerprint == null ? null : new Held(fingerprint, notAfter, term);
        again = false;
        tenant = e.tenant();
        device = e.device();
        settle(IncidentEnd.RECOVERED, "renewed by " + certificate.fingerprint(), deadlines, commands);
        issued = index;
        fingerprint = certificate.fingerprint();
        notAfter = certificate.notAfter();
        Duration lastQuarter =
                Duration.between(certificate.notBefore(), notAfter).dividedBy(LAST_QUARTER);
        term = ours.beforeEnd().compareTo(lastQuarter) < 0 ? ours.beforeEnd() : lastQuarter;
        schedule(RENEWAL_DUE, term, deadlines);
    }

    /** Of the newest one: the device goes by the one before, or nothing is left to renew. */
    @SagaEventHandler(associationProperty = DEVICE)
    void on(
            DeviceCertificateRevoked e,
            TrackingToken token,
            @Timestamp Instant recordedAt,
            DeadlineManager deadlines,
            CommandGateway commands) {
        if (isRead(token)) {
            return;
        }
        Held before = predecessor;
        if (before != null && before.fingerprint().equals(e.fingerprint())) {
            predecessor = null;
        } else if (e.fingerprint().equals(fingerprint)) {
            // Whatever reason was given for this one: a device that has left has none before it any more.
            Held standing = before != null && before.notAfter().isAfter(recordedAt) ? before : null;
            boolean left = standing == null && e.reason() == RevocationReason.CESSATION_OF_OPERATION;
            settle(
                    left ? IncidentEnd.OUT_OF_SERVICE : IncidentEnd.RECOVERED,
                    "revoked " + e.fingerprint(),
                    deadlines,
                    commands);
            if (standing == null) {
                SagaLifecycle.end();
            } else {
                goBackTo(standing, deadlines);
            }
        }
    }

    private void goBackTo(Held before, DeadlineManager deadlines) {
        predecessor = null;
        again = true;
        issued = index;
        fingerprint = before.fingerprint();
        notAfter = before.notAfter();
        term = before.term();
        schedule(RENEWAL_DUE, term, deadlines);
    }

    /** Fails if the incident cannot be told: the scheduler then tries again. */
    @DeadlineHandler(deadlineName = RENEWAL_DUE)
    void onDue(String of, NewestCertificates newest, CommandGateway commands, DeadlineManager deadlines) {
        if (tell(RENEWAL_DUE, of, newest, commands, deadlines)) {
            schedule(END_NEAR, term.dividedBy(LAST_THIRD), deadlines);
        }
    }

    @DeadlineHandler(deadlineName = END_NEAR)
    void onEndNear(String of, NewestCertificates newest, CommandGateway commands, DeadlineManager deadlines) {
        if (tell(END_NEAR, of, newest, commands, deadlines)) {
            schedule(END, Duration.ZERO, deadlines);
        }
    }

    @DeadlineHandler(deadlineName = END)
    void onEnd(String of, NewestCertificates newest, CommandGateway commands, DeadlineManager deadlines) {
        if (tell(END, of, newest, commands, deadlines)) {
            deadline = null;
        }
    }

    /** Not of a certificate that was renewed while the deadline was on its way, or in what is not read yet. */
    private boolean tell(
            String what, String of, NewestCertificates newest, CommandGateway commands, DeadlineManager deadlines) {
        if (!of.equals(fingerprint) || device == null) {
            return false;
        }
        try {
            if (!newest.isInForce(device, of)) {
                deadline = null;
                return false;
            }
        } catch (TimeoutException e) {
            LOG.info("How the certificates of device {} stand is not known yet: {}", device, e.getMessage());
            deadlineName = what;
            deadline = deadlines.schedule(later(device), what, of);
            return false;
        }
        OpenIncident word = OpenIncident.of(
                tenant(),
                IncidentKind.CERTIFICATE_OVERDUE,
                IncidentSubject.of(device),
                "",
                notAfter.minus(term),
                new TreeMap<>(Map.of("stage", what, "notAfter", notAfter.toString(), "fingerprint", of)),
                what + " of " + of + (again ? ", again since " + issued : ""));
        send(issued == null ? word : word.at(issued), commands);
        return true;
    }

    /** The same at every try: as many come in each second. */
    static Duration later(DeviceId device) {
        return LATER.plusSeconds(Math.floorMod(device.value().hashCode(), SPREAD.toSeconds()));
    }

    private void schedule(String name, Duration beforeEnd, DeadlineManager deadlines) {
        deadlineName = name;
        deadline = deadlines.schedule(notAfter.minus(beforeEnd), name, fingerprint);
    }

    /** Whatever was told, and by whom: where nothing is open, this is no event. */
    private void settle(IncidentEnd why, String cause, DeadlineManager deadlines, CommandGateway commands) {
        if (deadline != null && deadlineName != null) {
            try {
                deadlines.cancelSchedule(deadlineName, deadline);
            } catch (RuntimeException e) {
                // It is firing or gone; it would find another certificate, or none.
                LOG.debug("deadline {} was not there to cancel", deadline, e);
            }
        }
        deadline = null;
        IncidentId incident =
                IncidentId.of(IncidentKind.CERTIFICATE_OVERDUE, IncidentSubject.of(Objects.requireNonNull(device)), "");
        send(new CloseIncident(incident, why, cause).at(index), commands);
    }

    /** After a lost token: what comes again says nothing of how things stand. */
    private boolean isRead(TrackingToken token) {
        long at = token.position().orElseThrow(() -> new IllegalStateException("no log index in " + token));
        boolean read = at <= index;
        index = Math.max(index, at);
        return read;
    }

    private TenantId tenant() {
        if (tenant == null) {
            throw new IllegalStateException("a certificate's deadline fired before its issue was seen");
        }
        return tenant;
    }

    private void send(IncidentCommand step, CommandGateway commands) {
        commands.sendAndWait(
                GenericCommandMessage.asCommandMessage(step).andMetaData(CALLER.toMetadata(tenant().toString())));
    }
}

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
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest certificate of a device, until the next one takes its place. A device renews by its own clock; where it
 * does not, an incident says so when renewal is due, once more when the end is near, and once more at the end. Each
 * of these words is a cause of the one incident, which counts it once.
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
    /** Due as long before the end as the installation's term says, but not before the last third of its life. */
    static final String RENEWAL_DUE = "certificate-renewal-due";

    /** Due when a third of that is left. */
    static final String END_NEAR = "certificate-end-near";

    static final String END = "certificate-end";

    static final Caller CALLER = Caller.process("certificate-renewal-saga");

    /** The device's own term, see the device guide; and of ours, when it becomes pressing. */
    private static final int LAST_THIRD = 3;

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
    private boolean overdue;

    @StartSaga
    @SagaEventHandler(associationProperty = DEVICE)
    void on(DeviceCertificateIssued e, RenewalTerm ours, DeadlineManager deadlines, CommandGateway commands) {
        DeviceCertificate certificate = e.certificate();
        tenant = e.tenant();
        device = e.device();
        settle(IncidentEnd.RECOVERED, "renewed by " + certificate.fingerprint(), deadlines, commands);
        fingerprint = certificate.fingerprint();
        notAfter = certificate.notAfter();
        Duration lastThird = Duration.between(certificate.notBefore(), notAfter).dividedBy(LAST_THIRD);
        term = ours.beforeEnd().compareTo(lastThird) < 0 ? ours.beforeEnd() : lastThird;
        schedule(RENEWAL_DUE, term, deadlines);
    }

    /** Of the newest one: nothing is left to renew. The others were superseded, or are named beside it. */
    @SagaEventHandler(associationProperty = DEVICE)
    void on(DeviceCertificateRevoked e, DeadlineManager deadlines, CommandGateway commands) {
        if (e.fingerprint().equals(fingerprint)) {
            boolean left = e.reason() == RevocationReason.CESSATION_OF_OPERATION;
            settle(
                    left ? IncidentEnd.OUT_OF_SERVICE : IncidentEnd.RECOVERED,
                    "revoked " + e.fingerprint(),
                    deadlines,
                    commands);
            SagaLifecycle.end();
        }
    }

    /** Fails if the incident cannot be told: the scheduler then tries again. */
    @DeadlineHandler(deadlineName = RENEWAL_DUE)
    void onDue(String of, CommandGateway commands, DeadlineManager deadlines) {
        if (tell(RENEWAL_DUE, of, commands)) {
            schedule(END_NEAR, term.dividedBy(LAST_THIRD), deadlines);
        }
    }

    @DeadlineHandler(deadlineName = END_NEAR)
    void onEndNear(String of, CommandGateway commands, DeadlineManager deadlines) {
        if (tell(END_NEAR, of, commands)) {
            schedule(END, Duration.ZERO, deadlines);
        }
    }

    @DeadlineHandler(deadlineName = END)
    void onEnd(String of, CommandGateway commands) {
        if (tell(END, of, commands)) {
            deadline = null;
        }
    }

    /** Not of a certificate that was renewed while the deadline was on its way. */
    private boolean tell(String what, String of, CommandGateway commands) {
        if (!of.equals(fingerprint) || device == null) {
            return false;
        }
        send(
                OpenIncident.of(
                        tenant(),
                        IncidentKind.CERTIFICATE_OVERDUE,
                        IncidentSubject.of(device),
                        "",
                        notAfter.minus(term),
                        new TreeMap<>(Map.of("stage", what, "notAfter", notAfter.toString(), "fingerprint", of)),
                        what + " of " + of),
                commands);
        overdue = true;
        return true;
    }

    private void schedule(String name, Duration beforeEnd, DeadlineManager deadlines) {
        deadlineName = name;
        deadline = deadlines.schedule(notAfter.minus(beforeEnd), name, fingerprint);
    }

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
        if (overdue && device != null) {
            IncidentId incident = IncidentId.of(IncidentKind.CERTIFICATE_OVERDUE, IncidentSubject.of(device), "");
            send(new CloseIncident(incident, why, cause), commands);
            overdue = false;
        }
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

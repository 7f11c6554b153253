package io.devicetrail.pki.est;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand;
import io.devicetrail.domain.enrolment.EnrolmentCommand.CheckDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.IssueDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.certificates.KnownCertificates;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * Has the log decide whether a signed certificate is handed out. The answer is given when the certificate opens what it is
 * for, so that a device that has it can use it.
 */
final class EnrolmentDesk {
    /** Longest wait for the log. */
    static final Duration DECIDED_WITHIN = Duration.ofSeconds(10);
    /** Longest wait for this node to have read it. */
    static final Duration READ_WITHIN = Duration.ofSeconds(10);
    /** Tries of a command that another node overtook; each sees the other's events. */
    static final int MOST_TRIES = 3;

    private final CommandGateway commands;
    private final KnownCertificates known;
    private final Clock clock;

    EnrolmentDesk(CommandGateway commands, KnownCertificates known, Clock clock) {
        this.commands = commands;
        this.known = known;
        this.clock = clock;
    }

    /** What the log said no with. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Rejection why;

        Refused(Rejection why) {
            super(why.code(), null, false, false);
            this.why = why;
        }

        Rejection why() {
            return why;
        }
    }

    /**
     * @param authentication how the device showed who it is
     * @return the certificate that the device gets, which may be one that it had got before
     * @throws EstRefusal 503; {@code CERTIFICATE_NOT_YET_VALID} if it is on record and begins later
     */
    DeviceCertificate issue(
            TenantId tenant,
            DeviceId device,
            DeviceCertificate signed,
            EnrolmentMeans means,
            String proof,
            Origin origin)
            throws Refused {
        IssueDeviceCertificate command =
                new IssueDeviceCertificate(EnrolmentId.of(device), tenant, device, signed, means, proof);
        DeviceCertificate issued =
                Objects.requireNonNull((DeviceCertificate) decided(command, metadata(tenant, device, means, origin)));
        awaitAdmitted(issued);
        return issued;
    }

    /**
     * Whether the device may have a certificate for this key.
     *
     * @return the one that it had got before; empty if one is to be signed
     * @throws EstRefusal 503
     */
    Optional<DeviceCertificate> check(
            TenantId tenant, DeviceId device, PublicKey key, EnrolmentMeans means, String proof, Origin origin)
            throws Refused {
        CheckDeviceEnrolment command = new CheckDeviceEnrolment(
                EnrolmentId.of(device), tenant, device, Fingerprint.of(key.getEncoded()), means, proof);
        Optional<DeviceCertificate> before =
                Optional.ofNullable((DeviceCertificate) decided(command, metadata(tenant, device, means, origin)));
        before.ifPresent(this::awaitAdmitted);
        return before;
    }

    private Map<String, Object> metadata(TenantId tenant, DeviceId device, EnrolmentMeans means, Origin origin) {
        String authentication = means.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Caller caller = new Caller(
                ActorType.DEVICE,
                device.toString(),
                device.toString(),
                "device",
                authentication,
                origin.address(),
                origin.client(),
                null,
                null);
        Map<String, Object> metadata = caller.toMetadata(tenant.value());
        known.siteOf(tenant, device).ifPresent(site -> metadata.put(Metadata.SITE, site.toString()));
        return metadata;
    }

    private @Nullable Object decided(EnrolmentCommand command, Map<String, Object> metadata) throws Refused {
        for (int tries = 1; ; tries++) {
            try {
                return commands.<@Nullable Object>send(new GenericCommandMessage<>(command, metadata))
                        .get(DECIDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof CommandExecutionException refused
                        && refused.getDetails().orElse(null) instanceof Rejection why) {
                    throw new Refused(why);
                }
                if (!(e.getCause() instanceof ConcurrencyException) || tries == MOST_TRIES) {
                    throw EstRefusal.away(e);
                }
            } catch (TimeoutException e) {
                throw EstRefusal.away(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw EstRefusal.away(e);
            }
        }
    }

    /** One that begins later, by a clock ahead of ours, is not waited for: each wait holds one of few threads. */
    private void awaitAdmitted(DeviceCertificate issued) {
        Duration early = Duration.between(clock.instant(), issued.notBefore());
        if (early.isPositive()) {
            throw EstRefusal.notYetValid(early.plusSeconds(1).minusNanos(1).toSeconds());
        }
        try {
            if (!known.awaitAdmitted(issued.fingerprint(), READ_WITHIN)) {
                throw EstRefusal.away(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EstRefusal.away(e);
        }
    }
}

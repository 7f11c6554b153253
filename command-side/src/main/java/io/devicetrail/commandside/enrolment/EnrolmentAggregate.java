package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand;
import io.devicetrail.domain.enrolment.EnrolmentCommand.AllowDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.CheckDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ClaimDevice;
import io.devicetrail.domain.enrolment.EnrolmentCommand.EndDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ImportFactoryKeys;
import io.devicetrail.domain.enrolment.EnrolmentCommand.IssueDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.RevokeDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceClaimed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceEnrolmentAllowed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.FactoryKeyImported;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateOnRecord;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateRevokedBefore;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeDiffers;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyDiffers;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyTooLate;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.RenewalsLimited;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenOver;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenUsed;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The token in force and the certificates of one device; whether the device has ended is asked of its own record. */
@Aggregate(type = "enrolment")
class EnrolmentAggregate {
    /** Certificates of a device that stand at once: the one in use, and the one that takes its place. */
    static final int MOST_STANDING = 2;
    /** Renewals of a device within {@link CertificatesOnRecord#RENEWALS_WITHIN}: who has its key hides in none but these. */
    static final int MOST_RENEWALS = 24;

    @AggregateIdentifier
    private @Nullable EnrolmentId enrolment;

    private @Nullable TenantId tenant;
    private @Nullable String tokenHash;
    private Instant tokenUntil = Instant.MIN;
    private SingleUse tokenUse = new SingleUse();
    /** As its maker said; null where nobody did. */
    private @Nullable String factoryKey;
    /** Of the code in the box; null for none. */
    private @Nullable String claimHash;

    private boolean claimed;
    private final SingleUse factoryUse = new SingleUse();
    private final CertificatesOnRecord certificates = new CertificatesOnRecord();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(AllowDeviceEnrolment c, References references, Clock clock) {
        references.requireRegistered(c.tenant(), c.device());
        requireNotEnded(references.lifeCycleOf(c.device()));
        TokenTime.require(c.until(), clock.instant());
        apply(new DeviceEnrolmentAllowed(c.enrolment(), c.tenant(), c.device(), c.tokenHash(), c.until()));
    }

    /**
     * The same row again is no second entry, also without its code; with another one it is another row, of which nothing
     * is taken. A key for the first certificate comes before the device has one.
     */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ImportFactoryKeys c, References references) {
        LifeCycle lifeCycle = references.requireDevice(c.tenant(), c.device()).lifeCycle();
        unless(factoryKey == null || factoryKey.equals(c.keyFingerprint()), new FactoryKeyDiffers());
        if (factoryKey == null) {
            unless(lifeCycle == LifeCycle.REGISTERED && !certificates.any(), new FactoryKeyTooLate());
            apply(new FactoryKeyImported(
                    c.enrolment(), c.tenant(), c.device(), c.keyFingerprint(), c.claimHash(), c.list(), c.signedBy()));
        } else {
            unless(c.claimHash() == null || c.claimHash().equals(claimHash), new ClaimCodeDiffers());
        }
    }

    @CommandHandler
    void handle(ClaimDevice c, References references) {
        unless(c.tenant().equals(tenant) && c.codeHash().equals(claimHash), new ClaimCodeUnknown());
        unless(!claimed, new ClaimCodeUsed());
        requireNotEnded(references.lifeCycleOf(c.device()));
        references.requireSite(c.tenant(), c.site());
        apply(new DeviceClaimed(c.enrolment(), c.tenant(), c.device(), c.site()));
    }

    @CommandHandler
    DeviceCertificate handle(IssueDeviceCertificate c, References references, Clock clock) {
        Instant now = clock.instant();
        Shown shown = new Shown(c.means(), c.proof(), c.certificate().publicKeyFingerprint());
        Optional<DeviceCertificate> before = entitled(c, shown, now, references);
        if (before.isPresent()) {
            return before.get();
        }
        String fingerprint = c.certificate().fingerprint();
        unless(!certificates.isKnown(fingerprint), new CertificateOnRecord(fingerprint));
        retireOldest(c, now);
        String renewed = c.means() == EnrolmentMeans.RENEWAL ? c.proof() : null;
        apply(new DeviceCertificateIssued(c.enrolment(), c.tenant(), c.device(), c.certificate(), c.means(), renewed));
        return c.certificate();
    }

    /** All that {@link IssueDeviceCertificate} asks, as of now; that one asks again. */
    @CommandHandler
    @Nullable DeviceCertificate handle(CheckDeviceEnrolment c, References references, Clock clock) {
        Instant now = clock.instant();
        Shown shown = new Shown(c.means(), c.proof(), c.publicKeyFingerprint());
        return entitled(c, shown, now, references).orElse(null);
    }

    /** What a device comes with. */
    private record Shown(EnrolmentMeans means, String proof, String keyFingerprint) {}

    /** Refuses who may not have a certificate; the one that was given before, if it is the same again. */
    private Optional<DeviceCertificate> entitled(EnrolmentCommand c, Shown shown, Instant now, References references) {
        unless(c.tenant().equals(tenant), new NotAllowed());
        Optional<DeviceCertificate> before = switch (shown.means()) {
            case TOKEN -> byToken(shown, now);
            case RENEWAL -> byCertificate(shown, now);
            case FACTORY_CERTIFICATE -> byFactoryKey(shown, now);
        };
        requireNotEnded(references.lifeCycleOf(c.device()));
        if (before.isEmpty()) {
            boolean often =
                    shown.means() == EnrolmentMeans.RENEWAL && certificates.renewalsBefore(now) >= MOST_RENEWALS;
            unless(!often, new RenewalsLimited(MOST_RENEWALS));
        }
        return before;
    }

    /**
     * Of a device that never had one it is refused like any other that it does not have. Who has a key may have renewed
     * with it before anybody knew: then all that stand go, whichever of them was named.
     */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RevokeDeviceCertificate c) {
        unless(c.tenant().equals(tenant), new CertificateUnknown());
        unless(!certificates.isRevoked(c.fingerprint()), new CertificateRevokedBefore());
        DeviceCertificate named =
                certificates.standing(c.fingerprint()).orElseThrow(() -> because(new CertificateUnknown()));
        List<DeviceCertificate> gone =
                c.reason() == RevocationReason.KEY_COMPROMISE ? certificates.standing() : List.of(named);
        gone.forEach(one -> revoke(c, one, c.reason()));
    }

    @CommandHandler
    void handle(EndDeviceEnrolment c) {
        certificates.standing().forEach(one -> revoke(c, one, RevocationReason.CESSATION_OF_OPERATION));
    }

    private Optional<DeviceCertificate> byToken(Shown shown, Instant now) {
        unless(shown.proof().equals(tokenHash), new NotAllowed());
        unless(now.isBefore(tokenUntil), new TokenOver());
        return tokenUse.again(shown.keyFingerprint(), now, new TokenUsed());
    }

    private Optional<DeviceCertificate> byFactoryKey(Shown shown, Instant now) {
        unless(shown.proof().equals(factoryKey), new NotAllowed());
        return factoryUse.again(shown.keyFingerprint(), now, new FactoryKeyUsed());
    }

    /** The newest, if it is of the same key and hardly used: a device that asks again and again fills no log. */
    private Optional<DeviceCertificate> byCertificate(Shown shown, Instant now) {
        List<DeviceCertificate> holding = certificates.holdingAt(now);
        unless(holding.stream().anyMatch(one -> one.fingerprint().equals(shown.proof())), new NotAllowed());
        DeviceCertificate newest = holding.getLast();
        boolean again = !newest.fingerprint().equals(shown.proof())
                && newest.publicKeyFingerprint().equals(shown.keyFingerprint());
        return again ? Optional.of(newest) : Optional.empty();
    }

    private void retireOldest(IssueDeviceCertificate c, Instant now) {
        List<DeviceCertificate> holding = certificates.holdingAt(now);
        int tooMany = holding.size() - MOST_STANDING + 1;
        // The one that was shown is in the device's hands; the other goes, even where it is newer.
        holding.stream()
                .sorted((one, other) -> Boolean.compare(
                        one.fingerprint().equals(c.proof()), other.fingerprint().equals(c.proof())))
                .limit(Math.max(0, tooMany))
                .forEach(one -> revoke(c, one, RevocationReason.SUPERSEDED));
    }

    private static void revoke(EnrolmentCommand c, DeviceCertificate certificate, RevocationReason reason) {
        apply(new DeviceCertificateRevoked(
                c.enrolment(), c.tenant(), c.device(), certificate.serialNumber(), certificate.fingerprint(), reason));
    }

    private static void requireNotEnded(LifeCycle lifeCycle) {
        unless(!lifeCycle.ended(), new DeviceEnded(lifeCycle));
    }

    @EventSourcingHandler
    void evolve(EnrolmentEvent event, @Timestamp Instant recordedAt) {
        enrolment = event.enrolment();
        tenant = event.tenant();
        switch (event) {
            case DeviceEnrolmentAllowed e -> {
                tokenHash = e.tokenHash();
                tokenUntil = e.until();
                tokenUse = new SingleUse();
            }
            case FactoryKeyImported e -> {
                factoryKey = e.keyFingerprint();
                claimHash = e.claimHash();
            }
            case DeviceClaimed e -> claimed = true;
            case DeviceCertificateIssued e -> {
                certificates.evolve(e, recordedAt);
                switch (e.means()) {
                    case TOKEN -> tokenUse.usedFor(e.certificate());
                    case FACTORY_CERTIFICATE -> factoryUse.usedFor(e.certificate());
                    case RENEWAL -> {}
                }
            }
            case DeviceCertificateRevoked e -> {
                certificates.evolve(e);
                factoryUse.revoked(e);
                // A token that waits was made for the time after: it is what a device comes back with.
                if (!tokenUse.unused()) {
                    tokenUse.revoked(e);
                }
            }
        }
    }
}

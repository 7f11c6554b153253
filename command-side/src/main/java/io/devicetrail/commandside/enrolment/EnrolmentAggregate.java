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
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateRevokedBefore;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyDiffers;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenOver;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenTimeUnfit;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenUsed;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The token in force and the certificates of one device; whether the device has ended is asked of its own record. */
@Aggregate(type = "enrolment")
class EnrolmentAggregate {
    /** Longest life of a token: it is carried to the device by hand. */
    static final Duration LONGEST = Duration.ofDays(30);
    /** Certificates of a device that stand at once: the one in use, and the one that takes its place. */
    static final int MOST_STANDING = 2;

    @AggregateIdentifier
    private @Nullable EnrolmentId enrolment;

    private @Nullable TenantId tenant;
    private @Nullable String tokenHash;
    private Instant tokenUntil = Instant.MIN;
    /** What the token in force was used for; null while it is unused. */
    private @Nullable String usedFor;
    /** As its maker said; null where nobody did. */
    private @Nullable String factoryKey;
    /** Of the code in the box; null for none. */
    private @Nullable String claimHash;

    private boolean claimed;
    /** What the factory key was used for; null while it is unused. */
    private @Nullable String factoryUsedFor;
    /** Oldest first; those that are over go when the next one comes. */
    private final List<DeviceCertificate> standing = new ArrayList<>();

    private final Set<String> revoked = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(AllowDeviceEnrolment c, References references, Clock clock) {
        references.requireRegistered(c.tenant(), c.device());
        requireNotEnded(references.lifeCycleOf(c.device()));
        Instant now = clock.instant();
        boolean fits = c.until().isAfter(now) && !c.until().isAfter(now.plus(LONGEST));
        unless(fits, new TokenTimeUnfit(LONGEST));
        apply(new DeviceEnrolmentAllowed(c.enrolment(), c.tenant(), c.device(), c.tokenHash(), c.until()));
    }

    /** The same row again is no second entry. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ImportFactoryKeys c, References references) {
        references.requireDevice(c.tenant(), c.device());
        requireNotEnded(references.lifeCycleOf(c.device()));
        unless(factoryKey == null || factoryKey.equals(c.keyFingerprint()), new FactoryKeyDiffers());
        if (factoryKey == null) {
            apply(new FactoryKeyImported(
                    c.enrolment(), c.tenant(), c.device(), c.keyFingerprint(), c.claimHash(), c.list()));
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
        unless(c.tenant().equals(tenant), new NotAllowed());
        Instant now = clock.instant();
        Optional<DeviceCertificate> before = switch (c.means()) {
            case TOKEN -> byToken(c, now);
            case RENEWAL -> byCertificate(c, now);
            case FACTORY_CERTIFICATE -> byFactoryKey(c);
        };
        requireNotEnded(references.lifeCycleOf(c.device()));
        if (before.isPresent()) {
            return before.get();
        }
        retireOldest(c, now);
        String renewed = c.means() == EnrolmentMeans.RENEWAL ? c.proof() : null;
        apply(new DeviceCertificateIssued(c.enrolment(), c.tenant(), c.device(), c.certificate(), c.means(), renewed));
        return c.certificate();
    }

    /** Of a device that never had one it is refused like any other that it does not have. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RevokeDeviceCertificate c) {
        unless(c.tenant().equals(tenant), new CertificateUnknown());
        unless(!revoked.contains(c.fingerprint()), new CertificateRevokedBefore());
        DeviceCertificate certificate = standing(c.fingerprint()).orElseThrow(() -> because(new CertificateUnknown()));
        revoke(c, certificate, c.reason());
    }

    @CommandHandler
    void handle(EndDeviceEnrolment c) {
        for (DeviceCertificate certificate : List.copyOf(standing)) {
            revoke(c, certificate, RevocationReason.CESSATION_OF_OPERATION);
        }
    }

    /** The same certificate once more for a device that did not get the answer; empty if it has to be issued. */
    private Optional<DeviceCertificate> byToken(IssueDeviceCertificate c, Instant now) {
        unless(c.proof().equals(tokenHash), new NotAllowed());
        unless(now.isBefore(tokenUntil), new TokenOver());
        if (usedFor == null) {
            return Optional.empty();
        }
        DeviceCertificate had = standing(usedFor).orElseThrow(() -> because(new TokenUsed()));
        unless(had.publicKeyFingerprint().equals(c.certificate().publicKeyFingerprint()), new TokenUsed());
        return Optional.of(had);
    }

    private Optional<DeviceCertificate> byFactoryKey(IssueDeviceCertificate c) {
        unless(c.proof().equals(factoryKey), new NotAllowed());
        if (factoryUsedFor == null) {
            return Optional.empty();
        }
        DeviceCertificate had = standing(factoryUsedFor).orElseThrow(() -> because(new FactoryKeyUsed()));
        unless(had.publicKeyFingerprint().equals(c.certificate().publicKeyFingerprint()), new FactoryKeyUsed());
        return Optional.of(had);
    }

    /** The newest, if it is of the same key and hardly used: a device that asks again and again fills no log. */
    private Optional<DeviceCertificate> byCertificate(IssueDeviceCertificate c, Instant now) {
        unless(standing(c.proof()).filter(shown -> holdsAt(shown, now)).isPresent(), new NotAllowed());
        DeviceCertificate newest = standing.getLast();
        boolean again = !newest.fingerprint().equals(c.proof())
                && newest.publicKeyFingerprint().equals(c.certificate().publicKeyFingerprint());
        return again ? Optional.of(newest) : Optional.empty();
    }

    private void retireOldest(IssueDeviceCertificate c, Instant now) {
        List<DeviceCertificate> holding =
                standing.stream().filter(one -> holdsAt(one, now)).toList();
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

    private Optional<DeviceCertificate> standing(String fingerprint) {
        return standing.stream()
                .filter(one -> one.fingerprint().equals(fingerprint))
                .findFirst();
    }

    private static boolean holdsAt(DeviceCertificate certificate, Instant now) {
        return !now.isAfter(certificate.notAfter());
    }

    private static void requireNotEnded(LifeCycle lifeCycle) {
        unless(!lifeCycle.ended(), new DeviceEnded(lifeCycle));
    }

    @EventSourcingHandler
    void evolve(EnrolmentEvent event) {
        enrolment = event.enrolment();
        tenant = event.tenant();
        switch (event) {
            case DeviceEnrolmentAllowed e -> {
                tokenHash = e.tokenHash();
                tokenUntil = e.until();
                usedFor = null;
            }
            case FactoryKeyImported e -> {
                factoryKey = e.keyFingerprint();
                claimHash = e.claimHash();
            }
            case DeviceClaimed e -> claimed = true;
            case DeviceCertificateIssued e -> {
                standing.removeIf(one -> one.notAfter().isBefore(e.certificate().notBefore()));
                standing.add(e.certificate());
                if (e.means() == EnrolmentMeans.TOKEN) {
                    usedFor = e.certificate().fingerprint();
                } else if (e.means() == EnrolmentMeans.FACTORY_CERTIFICATE) {
                    factoryUsedFor = e.certificate().fingerprint();
                }
            }
            case DeviceCertificateRevoked e -> {
                standing.removeIf(one -> one.fingerprint().equals(e.fingerprint()));
                revoked.add(e.fingerprint());
            }
        }
    }
}

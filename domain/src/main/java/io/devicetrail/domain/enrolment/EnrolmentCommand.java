package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.regex.Pattern;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about a device's credentials. What makes them secret is in no command. */
public sealed interface EnrolmentCommand {
    EnrolmentId enrolment();

    TenantId tenant();

    DeviceId device();

    /**
     * Lets a device ask for its first certificate, or for one in place of a lost key, with a token that is shown once. One
     * that was issued before is void from then on.
     *
     * @param tokenHash SHA-256 of the token, lower-case hexadecimal: the token is random and long
     * @param until when the token ends
     */
    record AllowDeviceEnrolment(
            @TargetAggregateIdentifier EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String tokenHash,
            Instant until)
            implements EnrolmentCommand, RegulatedChange {
        public AllowDeviceEnrolment {
            Sha256.require("tokenHash", tokenHash);
        }
    }

    /**
     * Hands out a certificate that was signed for the device; refused, nobody has seen it. Answered with the certificate
     * that the device gets: for the same proof and key it is the one it had got.
     *
     * @param proof SHA-256, lower-case hexadecimal, of what was shown: of the token, of the factory certificate's key or of
     *     the certificate that is renewed
     */
    record IssueDeviceCertificate(
            @TargetAggregateIdentifier EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            DeviceCertificate certificate,
            EnrolmentMeans means,
            String proof)
            implements EnrolmentCommand {
        public IssueDeviceCertificate {
            Sha256.require("proof", proof);
        }
    }

    /**
     * Asks whether a certificate would be handed out, and leaves nothing in the log: for an authority whose signature
     * cannot be taken back. Answered with the certificate that the device had got for the same proof and key, or null.
     *
     * @param publicKeyFingerprint of the key that the certificate would be for
     * @param proof as of {@link IssueDeviceCertificate}
     */
    record CheckDeviceEnrolment(
            @TargetAggregateIdentifier EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String publicKeyFingerprint,
            EnrolmentMeans means,
            String proof)
            implements EnrolmentCommand {
        public CheckDeviceEnrolment {
            Sha256.require("publicKeyFingerprint", publicKeyFingerprint);
            Sha256.require("proof", proof);
        }
    }

    /**
     * Takes one row of a maker's list: the device shows the key that was put into it when it was made, and gets its first
     * certificate for that, once. The same row again changes nothing.
     *
     * @param keyFingerprint SHA-256 of the key (SubjectPublicKeyInfo), lower-case hexadecimal
     * @param claimHash SHA-256 of the code that lies in the box, in the form of {@link ClaimCode}; null for none
     * @param list SHA-256 of the whole list
     * @param signedBy who signed the list; null if nobody did
     */
    record ImportFactoryKeys(
            @TargetAggregateIdentifier EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String keyFingerprint,
            @Nullable String claimHash,
            String list,
            @Nullable SignedBy signedBy)
            implements EnrolmentCommand, RegulatedChange {
        public ImportFactoryKeys {
            Sha256.require("keyFingerprint", keyFingerprint);
            if (claimHash != null) {
                Sha256.require("claimCodeHash", claimHash);
            }
            Sha256.require("list", list);
        }
    }

    /** @param reason for who checks certificates; why it is done is said as of every regulated change */
    record RevokeDeviceCertificate(
            @TargetAggregateIdentifier EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String fingerprint,
            RevocationReason reason)
            implements EnrolmentCommand, RegulatedChange {
        public RevokeDeviceCertificate {
            Sha256.require("fingerprint", fingerprint);
        }
    }

    /** Takes a device that came with a code to where its owner wants it. */
    record ClaimDevice(
            @TargetAggregateIdentifier EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String codeHash,
            SiteId site)
            implements EnrolmentCommand, RegulatedChange {
        public ClaimDevice {
            Sha256.require("code", codeHash);
        }
    }

    /** Revokes what still stands of a device that has left service; asked again, it changes nothing. */
    record EndDeviceEnrolment(@TargetAggregateIdentifier EnrolmentId enrolment, TenantId tenant, DeviceId device)
            implements EnrolmentCommand {}

    /** The form of hashes in these commands. */
    final class Sha256 {
        private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

        private Sha256() {}

        static void require(String field, @Nullable String hash) {
            if (hash == null || !FORM.matcher(hash).matches()) {
                throw new MalformedInput(field, "must be 64 lower-case hexadecimal digits");
            }
        }
    }
}

package io.devicetrail.domain.person;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about people. */
public sealed interface PersonCommand {
    PersonId person();

    /**
     * Registers somebody whose identity was verified.
     *
     * @param issuer {@link PersonId#LOCAL} or the URL of an OpenID Connect issuer
     * @param subject user name of a local account: 3 to 64 of {@code a-z 0-9 . _ @ -}; of another issuer the claim
     *     {@code sub}
     * @param printedName full name as printed beside a signature (21 CFR 11.50(a))
     * @param identityProof where it is recorded how the identity was verified (11.100(b)), such as the number of a
     *     personnel file
     */
    record RegisterPerson(
            @TargetAggregateIdentifier PersonId person,
            String issuer,
            String subject,
            String printedName,
            String identityProof)
            implements PersonCommand {
        /** By number, as a name could be anybody's. */
        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

        private static final Pattern USER_NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{2,63}");

        public RegisterPerson {
            issuer = Shape.text("issuer", issuer);
            subject = Shape.text("subject", subject);
            printedName = Shape.text("printedName", printedName);
            identityProof = Shape.text("identityProof", identityProof);
            if (issuer.equals(PersonId.LOCAL)) {
                if (!USER_NAME.matcher(subject).matches()) {
                    throw new MalformedInput(
                            "subject",
                            "must be 3 to 64 of a-z, 0-9, '.', '_', '@' and '-', starting with a letter or digit");
                }
            } else if (!isAddress(issuer)) {
                throw new MalformedInput(
                        "issuer", "must be left out, or the https address of an issuer (http at this machine alone)");
            }
            if (!person.equals(PersonId.of(issuer, subject))) {
                throw new MalformedInput("person", "is not the id of this name");
            }
        }

        private static boolean isAddress(String issuer) {
            try {
                URI address = URI.create(issuer);
                return address.getHost() != null
                        && ("https".equals(address.getScheme())
                                || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost())));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /** Takes all authority away until the person is reactivated; the grants stay as they are. */
    record DeactivatePerson(@TargetAggregateIdentifier PersonId person) implements PersonCommand, RegulatedChange {}

    /** Gives a deactivated person the authority of their grants again. */
    record ReactivatePerson(@TargetAggregateIdentifier PersonId person) implements PersonCommand, RegulatedChange {}

    /**
     * Grants a role.
     *
     * @param tenant for which; {@link TenantId#INSTALLATION} for a role of the installation
     * @param site where; null for the whole tenant
     * @param role key of a {@link io.devicetrail.domain.authority.Role}, or of one of the tenant's own
     * @param trainingRecord where the training for it is recorded (21 CFR 11.10(i))
     */
    record GrantRole(
            @TargetAggregateIdentifier PersonId person,
            TenantId tenant,
            @Nullable SiteId site,
            String role,
            String trainingRecord)
            implements PersonCommand, RegulatedChange {
        public GrantRole {
            role = Shape.text("role", role);
            trainingRecord = Shape.text("trainingRecord", trainingRecord);
        }
    }

    /** Takes a role away, where it was granted. */
    record RevokeRole(
            @TargetAggregateIdentifier PersonId person,
            TenantId tenant,
            @Nullable SiteId site,
            String role) implements PersonCommand, RegulatedChange {
        public RevokeRole {
            role = Shape.text("role", role);
        }
    }
}

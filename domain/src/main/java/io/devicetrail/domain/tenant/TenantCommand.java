package io.devicetrail.domain.tenant;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about tenants. */
public sealed interface TenantCommand {
    TenantId tenant();

    /** Makes a tenant. */
    record CreateTenant(@TargetAggregateIdentifier TenantId tenant, String name) implements TenantCommand {
        public CreateTenant {
            if (tenant.equals(TenantId.INSTALLATION)) {
                throw new MalformedInput("tenant", "is reserved: it stands for the installation itself");
            }
            name = Shape.text("name", name);
        }
    }

    /**
     * Opens a site of a tenant.
     *
     * @param key short name, unique within the tenant
     * @param zone IANA time zone of the site, such as {@code Europe/Zurich}; windows are told in it
     */
    record OpenSite(@TargetAggregateIdentifier TenantId tenant, SiteId site, String key, String name, String zone)
            implements TenantCommand {
        public OpenSite {
            key = Shape.text("key", key);
            name = Shape.text("name", name);
            if (!site.equals(SiteId.of(tenant, key))) {
                throw new MalformedInput("site", "is not the id of this key");
            }
            try {
                ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new MalformedInput("zone", "is no IANA time zone: " + zone);
            }
        }
    }

    /**
     * Puts on record that the tenant told an agency that its electronic signatures are meant to bind as handwritten ones
     * do (21 CFR 11.100(c)).
     *
     * @param agency to whom, such as {@code FDA}
     * @param document where the letter is kept, such as its number in the document system
     */
    record CertifySignatures(@TargetAggregateIdentifier TenantId tenant, String agency, String document)
            implements TenantCommand, RegulatedChange {
        public CertifySignatures {
            agency = Shape.text("agency", agency);
            document = Shape.text("document", document);
        }
    }

    /** Takes a manufacturer's lists by this signer's signature, and from then on none of its lists without one. */
    record TrustListSigner(@TargetAggregateIdentifier TenantId tenant, String manufacturer, ListSigner signer)
            implements TenantCommand, RegulatedChange {
        public TrustListSigner {
            manufacturer = Shape.text("manufacturer", manufacturer);
        }
    }

    /** Takes no list by this signer's signature any more. */
    record DistrustListSigner(@TargetAggregateIdentifier TenantId tenant, String manufacturer, String fingerprint)
            implements TenantCommand, RegulatedChange {
        public DistrustListSigner {
            manufacturer = Shape.text("manufacturer", manufacturer);
            fingerprint = Shape.text("fingerprint", fingerprint);
        }
    }
}

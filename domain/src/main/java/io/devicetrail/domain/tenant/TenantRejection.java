package io.devicetrail.domain.tenant;

import io.devicetrail.domain.shared.Rejection;

/** Why a command about a tenant was refused. */
public sealed interface TenantRejection extends Rejection {
    record TenantExists(TenantId tenant) implements TenantRejection {
        @Override
        public String code() {
            return "TENANT_EXISTS";
        }

        @Override
        public String message() {
            return "Tenant " + tenant + " exists; a tenant's name is given once and for ever.";
        }
    }

    record TenantUnknown(TenantId tenant) implements TenantRejection {
        @Override
        public String code() {
            return "TENANT_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no tenant " + tenant + ".";
        }
    }

    record SignaturesAlreadyCertified(String agency, String document) implements TenantRejection {
        @Override
        public String code() {
            return "SIGNATURES_ALREADY_CERTIFIED";
        }

        @Override
        public String message() {
            return "That " + agency + " was told by " + document + " is on record already.";
        }
    }

    record SiteExists(String key) implements TenantRejection {
        @Override
        public String code() {
            return "SITE_EXISTS";
        }

        @Override
        public String message() {
            return "The tenant has a site " + key + " already.";
        }
    }
}

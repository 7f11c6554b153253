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

    record ListSignerTrustedBefore(String fingerprint) implements TenantRejection {
        @Override
        public String code() {
            return "LIST_SIGNER_TRUSTED_BEFORE";
        }

        @Override
        public String message() {
            return "The manufacturer's lists are taken by " + fingerprint + " already.";
        }
    }

    record ListSignerNotTrusted(String fingerprint) implements TenantRejection {
        @Override
        public String code() {
            return "LIST_SIGNER_NOT_TRUSTED";
        }

        @Override
        public String message() {
            return "No list of this manufacturer is taken by " + fingerprint + "; see listSigners of the tenant.";
        }
    }

    record TooManyListSigners(int most) implements TenantRejection {
        @Override
        public String code() {
            return "TOO_MANY_LIST_SIGNERS";
        }

        @Override
        public String message() {
            return "A tenant trusts " + most + " signers of lists at the most; take back those that sign no more.";
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

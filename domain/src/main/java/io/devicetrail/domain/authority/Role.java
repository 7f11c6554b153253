package io.devicetrail.domain.authority;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The built-in roles, which every tenant has. {@link Permission} says what each may do. */
public enum Role {
    /** Reads everything of the tenant, changes nothing. */
    AUDITOR(Duty.QUALITY),
    /** Reviews and approves regulated records. */
    QUALITY_APPROVER(Duty.QUALITY),
    /** Runs devices that are in service. */
    OPERATOR(Duty.WORK),
    /** Puts devices into service, changes them and takes them out. */
    SITE_ENGINEER(Duty.WORK),
    /** Describes device models and brings devices in; mostly a machine. */
    INTEGRATOR(Duty.WORK),
    /** Opens sites and grants roles within the tenant. */
    TENANT_ADMINISTRATOR(Duty.ADMINISTRATION),
    /** Makes tenants and their administrators, keeps the installation; granted for the installation only. */
    PLATFORM_ADMINISTRATOR(Duty.ADMINISTRATION);

    private final Duty duty;

    Role(Duty duty) {
        this.duty = duty;
    }

    public Duty duty() {
        return duty;
    }

    /** As inputs, events and tokens name it, such as {@code quality-approver}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether it is granted for the installation, or for a tenant. Quality has both: the installation's own records, such
     * as who was registered and what differs in the ledger, need somebody who reads them.
     */
    public boolean grantedFor(boolean installation) {
        return this == PLATFORM_ADMINISTRATOR ? installation : !installation || duty == Duty.QUALITY;
    }

    public static Optional<Role> of(String key) {
        return Stream.of(values()).filter(role -> role.key().equals(key)).findFirst();
    }

    /** All that are granted for a tenant. */
    static Set<Role> ofTenants() {
        return EnumSet.complementOf(EnumSet.of(PLATFORM_ADMINISTRATOR));
    }
}

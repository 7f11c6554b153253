package io.devicetrail.domain.authority;

import static io.devicetrail.domain.authority.Role.AUDITOR;
import static io.devicetrail.domain.authority.Role.INTEGRATOR;
import static io.devicetrail.domain.authority.Role.OPERATOR;
import static io.devicetrail.domain.authority.Role.PLATFORM_ADMINISTRATOR;
import static io.devicetrail.domain.authority.Role.QUALITY_APPROVER;
import static io.devicetrail.domain.authority.Role.SITE_ENGINEER;
import static io.devicetrail.domain.authority.Role.TENANT_ADMINISTRATOR;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One for each operation of the API, named after it, with the roles that hold it. What is missing here nobody may do,
 * and an operation of the schema that is missing here breaks the build.
 */
public enum Permission {
    AUDIT_TRAIL(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    COMMAND(Reach.TENANT, Role.ofTenants()),
    DEAD_LETTERS(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    DEVICE(Reach.TENANT, Role.ofTenants()),
    DEVICE_CHANGED(Reach.TENANT, Role.ofTenants()),
    DEVICE_MODEL(Reach.TENANT, Role.ofTenants()),
    DEVICE_MODELS(Reach.TENANT, Role.ofTenants()),
    DEVICES(Reach.TENANT, Role.ofTenants()),
    FLEET(Reach.TENANT, Role.ofTenants()),
    QUARANTINE(Reach.TENANT, AUDITOR, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    TELEMETRY_GAPS(Reach.TENANT, AUDITOR, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    TENANT(Reach.TENANT, everybody()),
    /** Each sees those in which a role of theirs is. */
    TENANTS(Reach.ANYWHERE, everybody()),
    /** What is found behind the id is asked for its own permission. */
    NODE(Reach.ANYWHERE, everybody()),
    /** How far log and read models are: numbers only. */
    LOG(Reach.ANYWHERE, everybody()),
    PERSON(Reach.ANYWHERE, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    PEOPLE(Reach.ANYWHERE, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),

    PUBLISH_DEVICE_MODEL_VERSION(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    DEPRECATE_DEVICE_MODEL_VERSION(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    REGISTER_DEVICE(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    ENROL_DEVICE(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    COMMISSION_DEVICE(Reach.TENANT, SITE_ENGINEER),
    SUSPEND_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RESUME_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    SEND_DEVICE_TO_REPAIR(Reach.TENANT, SITE_ENGINEER),
    RETURN_DEVICE_FROM_REPAIR(Reach.TENANT, SITE_ENGINEER),
    REPLACE_DEVICE(Reach.TENANT, SITE_ENGINEER),
    RETIRE_DEVICE(Reach.TENANT, SITE_ENGINEER),
    MOVE_DEVICE(Reach.TENANT, SITE_ENGINEER),
    ATTACH_DEVICE_TO_GATEWAY(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    TAG_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    UNTAG_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    REVISE_DEVICE_HARDWARE(Reach.TENANT, SITE_ENGINEER),
    REQUEST_COMMAND(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    CANCEL_COMMAND(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RETRY_DEAD_LETTERS(Reach.TENANT, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    RELEASE_DEAD_LETTERS(Reach.TENANT, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),

    OPEN_SITE(Reach.TENANT, TENANT_ADMINISTRATOR),
    CREATE_TENANT(Reach.ANYWHERE, PLATFORM_ADMINISTRATOR),
    REGISTER_PERSON(Reach.ANYWHERE, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    DEACTIVATE_PERSON(Reach.ANYWHERE, PLATFORM_ADMINISTRATOR),
    REACTIVATE_PERSON(Reach.ANYWHERE, PLATFORM_ADMINISTRATOR),
    GRANT_ROLE(Reach.ADMINISTERED, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    REVOKE_ROLE(Reach.ADMINISTERED, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR);

    /** Where a role has to be granted for it to count. */
    public enum Reach {
        /** For the tenant concerned; with a site, for what is there. */
        TENANT,
        /** The same, or for the installation. */
        ADMINISTERED,
        /** For any tenant or the installation. */
        ANYWHERE
    }

    private static final Pattern NEXT_WORD = Pattern.compile("_([a-z])");

    private final Reach reach;
    private final Set<Role> holders;

    Permission(Reach reach, Role... holders) {
        this(reach, Set.of(holders));
    }

    Permission(Reach reach, Set<Role> holders) {
        this.reach = reach;
        this.holders = Set.copyOf(holders);
    }

    public Reach reach() {
        return reach;
    }

    public boolean heldBy(Role role) {
        return holders.contains(role);
    }

    /** The field of the schema's query, mutation or subscription type, such as {@code registerDevice}. */
    public String operation() {
        return NEXT_WORD
                .matcher(name().toLowerCase(Locale.ROOT))
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }

    public static Optional<Permission> of(String operation) {
        return Stream.of(values())
                .filter(permission -> permission.operation().equals(operation))
                .findFirst();
    }

    private static Set<Role> everybody() {
        return EnumSet.allOf(Role.class);
    }
}

package io.devicetrail.domain.authority;

import static io.devicetrail.domain.authority.Role.AUDITOR;
import static io.devicetrail.domain.authority.Role.INTEGRATOR;
import static io.devicetrail.domain.authority.Role.OPERATOR;
import static io.devicetrail.domain.authority.Role.PLATFORM_ADMINISTRATOR;
import static io.devicetrail.domain.authority.Role.QUALITY_APPROVER;
import static io.devicetrail.domain.authority.Role.SITE_ENGINEER;
import static io.devicetrail.domain.authority.Role.TENANT_ADMINISTRATOR;

import java.util.EnumSet;
import java.util.List;
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
    DEVICE_TRANSFER(Reach.TENANT, Role.ofTenants()),
    DEVICE_TRANSFERS(Reach.TENANT, Role.ofTenants()),
    DEVICE_TWIN(Reach.TENANT, Role.ofTenants()),
    DEVICES(Reach.TENANT, Role.ofTenants()),
    FLEET(Reach.TENANT, Role.ofTenants()),
    INCIDENT(Reach.TENANT, Role.ofTenants()),
    INCIDENTS(Reach.TENANT, Role.ofTenants()),
    INCIDENT_CHANGED(Reach.TENANT, Role.ofTenants()),
    ORPHAN_DEVICES(Reach.TENANT, Role.ofTenants()),
    JOB(Reach.TENANT, Role.ofTenants()),
    JOBS(Reach.TENANT, Role.ofTenants()),
    JOB_CHANGED(Reach.TENANT, Role.ofTenants()),
    ARTIFACT(Reach.TENANT, Role.ofTenants()),
    ARTIFACTS(Reach.TENANT, Role.ofTenants()),
    SOFTWARE_RELEASE(Reach.TENANT, Role.ofTenants()),
    SOFTWARE_RELEASES(Reach.TENANT, Role.ofTenants()),
    ROLLOUT_PLAN(Reach.TENANT, Role.ofTenants()),
    ROLLOUT_PLANS(Reach.TENANT, Role.ofTenants()),
    ROLLOUT(Reach.TENANT, Role.ofTenants()),
    ROLLOUTS(Reach.TENANT, Role.ofTenants()),
    ROLLOUT_CHANGED(Reach.TENANT, Role.ofTenants()),
    /** Quality too: it is looked at before the plan is signed. It takes a role for the whole tenant. */
    ROLLOUT_PREVIEW(Reach.TENANT, AUDITOR, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    /** It names who signed and who led, and takes a role for the whole tenant. */
    ROLLOUT_REPORT(Reach.TENANT, AUDITOR, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    QUARANTINE(Reach.TENANT, AUDITOR, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    TELEMETRY_GAPS(Reach.TENANT, AUDITOR, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    TENANT(Reach.TENANT, everybody()),
    /** Each sees those in which a role of theirs is; who has one for the installation sees that the others are there. */
    TENANTS(Reach.ANYWHERE, everybody()),
    /** What is found behind the id is asked for its own permission. */
    NODE(Reach.ANYWHERE, everybody()),
    /** How far log and read models are: numbers only. */
    LOG(Reach.ANYWHERE, everybody()),
    PERSON(Reach.ANYWHERE, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    PEOPLE(Reach.ANYWHERE, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    API_KEYS(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR),
    /** Which roles a tenant has is no secret there, and known to who grants them from outside. */
    ROLES(Reach.ADMINISTERED, everybody()),
    /** What was asked for of the trail is told to whom the trail is. */
    EXPORT_JOB(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    EXPORT_JOBS(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),

    PUBLISH_DEVICE_MODEL_VERSION(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    DEPRECATE_DEVICE_MODEL_VERSION(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    /** Not who integrates: what devices say, and people ask, is refused from then on. */
    ENFORCE_DEVICE_MODEL_VERSION(Reach.TENANT, SITE_ENGINEER),
    REGISTER_DEVICE(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    ENROL_DEVICE(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    ALLOW_DEVICE_ENROLMENT(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    PREREGISTER_DEVICES(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    IMPORT_FACTORY_KEYS(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    /** Where the device shall be: the code is what speaks for it where it is. */
    CLAIM_DEVICE(Reach.TENANT, SITE_ENGINEER),
    REVOKE_DEVICE_CERTIFICATE(Reach.TENANT, SITE_ENGINEER),
    COMMISSION_DEVICE(Reach.TENANT, SITE_ENGINEER),
    SUSPEND_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RESUME_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    SEND_DEVICE_TO_REPAIR(Reach.TENANT, SITE_ENGINEER),
    RETURN_DEVICE_FROM_REPAIR(Reach.TENANT, SITE_ENGINEER),
    REPLACE_DEVICE(Reach.TENANT, SITE_ENGINEER),
    RETIRE_DEVICE(Reach.TENANT, SITE_ENGINEER),
    /** For the whole tenant, like the answers: what changes is who owns the device. */
    OFFER_DEVICE_TRANSFER(Reach.TENANT, SITE_ENGINEER),
    WITHDRAW_DEVICE_TRANSFER(Reach.TENANT, SITE_ENGINEER),
    ACCEPT_DEVICE_TRANSFER(Reach.TENANT, SITE_ENGINEER),
    DECLINE_DEVICE_TRANSFER(Reach.TENANT, SITE_ENGINEER),
    MOVE_DEVICE(Reach.TENANT, SITE_ENGINEER),
    ATTACH_DEVICE_TO_GATEWAY(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    TAG_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    UNTAG_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER, INTEGRATOR),
    REVISE_DEVICE_HARDWARE(Reach.TENANT, SITE_ENGINEER),
    CHANGE_DEVICE_MODEL_VERSION(Reach.TENANT, SITE_ENGINEER),
    CHANGE_DESIRED_PROPERTIES(Reach.TENANT, SITE_ENGINEER),
    REQUEST_COMMAND(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    CANCEL_COMMAND(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    /** The second person, where a command needs two: of the work or of quality, never who asked for it. */
    APPROVE_COMMAND(Reach.TENANT, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    REFUSE_COMMAND_APPROVAL(Reach.TENANT, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    ACKNOWLEDGE_INCIDENT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    /** Quality too: what was found may be theirs to say. */
    ADD_INCIDENT_NOTE(Reach.TENANT, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    /** For the whole tenant: the cohort may be anywhere in it. */
    PREVIEW_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    CREATE_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    START_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    PAUSE_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RESUME_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    CANCEL_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RETRY_FAILED_OF_JOB(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    /** Who makes what devices run; who rolls it out plans with it. */
    PUBLISH_SOFTWARE_RELEASE(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    WITHDRAW_SOFTWARE_RELEASE(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    /** For the whole tenant, like the plan. */
    DRAFT_ROLLOUT_PLAN(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    REVISE_ROLLOUT_PLAN(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    WITHDRAW_ROLLOUT_PLAN(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    /** For the whole tenant, like the plan; what quality has to say to it are the signatures that a start asks for. */
    CREATE_ROLLOUT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    START_ROLLOUT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    PAUSE_ROLLOUT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RESUME_ROLLOUT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    ABORT_ROLLOUT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RETRY_FAILED_OF_ROLLOUT(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    SKIP_ROLLOUT_DEVICE(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    BEGIN_NEXT_ROLLOUT_WAVE(Reach.TENANT, OPERATOR, SITE_ENGINEER),
    RETRY_DEAD_LETTERS(Reach.TENANT, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    RELEASE_DEAD_LETTERS(Reach.TENANT, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    RELEASE_QUARANTINED_MESSAGE(Reach.TENANT, QUALITY_APPROVER, SITE_ENGINEER),

    /** Reading a record is what it takes to see who signed it. */
    SIGNATURES(Reach.TENANT, Role.ofTenants()),
    /** Each sees their own. */
    SIGNING(Reach.ANYWHERE, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    REQUEST_SIGNATURE(Reach.TENANT, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    SIGNATURE_POLICIES(Reach.TENANT, Role.ofTenants()),
    SET_SIGNATURE_POLICY(Reach.TENANT, TENANT_ADMINISTRATOR),
    WITHDRAW_SIGNATURE_POLICY(Reach.TENANT, TENANT_ADMINISTRATOR),

    /** What the company tells an agency is quality's to say, not the administrators'. */
    CERTIFY_SIGNATURES(Reach.TENANT, QUALITY_APPROVER),
    /** Of entries at the site of the role. */
    CORRECT_ENTRY(Reach.TENANT, OPERATOR, SITE_ENGINEER),

    /** Of who may have the files; an auditor too, as it changes no record but its own. */
    REQUEST_EXPORT_JOB(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    /** Of one's own. */
    CANCEL_EXPORT_JOB(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),

    OPEN_SITE(Reach.TENANT, TENANT_ADMINISTRATOR),
    /** Whose lists are believed is not for those to say who bring them. */
    TRUST_LIST_SIGNER(Reach.TENANT, TENANT_ADMINISTRATOR),
    DISTRUST_LIST_SIGNER(Reach.TENANT, TENANT_ADMINISTRATOR),
    ISSUE_API_KEY(Reach.TENANT, TENANT_ADMINISTRATOR),
    REVOKE_API_KEY(Reach.TENANT, TENANT_ADMINISTRATOR),
    DEFINE_ROLE(Reach.TENANT, TENANT_ADMINISTRATOR),
    CHANGE_ROLE_PERMISSIONS(Reach.TENANT, TENANT_ADMINISTRATOR),
    WITHDRAW_ROLE(Reach.TENANT, TENANT_ADMINISTRATOR),
    CREATE_TENANT(Reach.ANYWHERE, PLATFORM_ADMINISTRATOR),
    REGISTER_PERSON(Reach.ANYWHERE, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    DEACTIVATE_PERSON(Reach.ANYWHERE, PLATFORM_ADMINISTRATOR),
    REACTIVATE_PERSON(Reach.ANYWHERE, PLATFORM_ADMINISTRATOR),
    ISSUE_SIGN_IN_SECRET(Reach.INSTALLATION, PLATFORM_ADMINISTRATOR),
    RESET_SECOND_FACTOR(Reach.INSTALLATION, PLATFORM_ADMINISTRATOR),
    UNLOCK_ACCOUNT(Reach.INSTALLATION, PLATFORM_ADMINISTRATOR),
    GRANT_ROLE(Reach.ADMINISTERED, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    REVOKE_ROLE(Reach.ADMINISTERED, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),

    // Not of the GraphQL API; see BESIDE.
    /** Asked at every piece of an upload, and by the command at its end. */
    STORE_ARTIFACT(Reach.TENANT, SITE_ENGINEER, INTEGRATOR),
    AUDIT_EXPORT(Reach.TENANT, AUDITOR, QUALITY_APPROVER, TENANT_ADMINISTRATOR, PLATFORM_ADMINISTRATOR),
    /** Whole events of all tenants, as whoever checks the ledger entry by entry needs them: the one role that may. */
    LEDGER_ENTRIES(Reach.INSTALLATION, AUDITOR),
    START_REPLAY(Reach.INSTALLATION, PLATFORM_ADMINISTRATOR),
    /**
     * Given at a page of the issuer. Which of them give which meaning is said by the meaning; an auditor changes nothing,
     * and so signs nothing.
     */
    SIGN(Reach.TENANT, QUALITY_APPROVER, OPERATOR, SITE_ENGINEER),
    ROTATE_KEY(Reach.INSTALLATION, PLATFORM_ADMINISTRATOR),
    METRICS(Reach.INSTALLATION, AUDITOR, PLATFORM_ADMINISTRATOR),
    /** Which devices may connect and what each may say, for a broker that is not ours: a machine's key asks. */
    BROKER_ACCESS(Reach.TENANT, INTEGRATOR);

    /** Where a role has to be granted for it to count. */
    public enum Reach {
        /** For the tenant concerned; with a site, for what is there. */
        TENANT,
        /** The same, or for the installation. */
        ADMINISTERED,
        /** For any tenant or the installation. */
        ANYWHERE,
        /** For the installation. */
        INSTALLATION
    }

    /** What is asked for by an HTTP request of its own. */
    private static final Set<Permission> BESIDE = EnumSet.of(
            STORE_ARTIFACT, AUDIT_EXPORT, LEDGER_ENTRIES, START_REPLAY, SIGN, ROTATE_KEY, METRICS, BROKER_ACCESS);

    /** What takes a person, whatever their role: a machine's key has no use for it. */
    private static final Set<Permission> OF_PEOPLE = EnumSet.of(
            SIGN,
            SIGNING,
            REQUEST_SIGNATURE,
            RELEASE_QUARANTINED_MESSAGE,
            APPROVE_COMMAND,
            REFUSE_COMMAND_APPROVAL,
            OFFER_DEVICE_TRANSFER,
            ACCEPT_DEVICE_TRANSFER);

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

    /**
     * Whether a role that a tenant defines may have it: it is about that tenant's records, and a built-in role of the same
     * duty has it.
     */
    public boolean fitsOwnRole(Duty duty) {
        return reach == Reach.TENANT
                && duty != Duty.ADMINISTRATION
                && holders.stream().anyMatch(role -> role.duty() == duty);
    }

    /** Whether a role that a tenant defines may have it, of whichever duty. */
    public boolean fitsOwnRole() {
        return Stream.of(Duty.values()).anyMatch(this::fitsOwnRole);
    }

    /** The built-in roles that hold it, in their order. */
    public List<Role> holders() {
        return holders.stream().sorted().toList();
    }

    /** The field of the schema's query, mutation or subscription type, such as {@code registerDevice}. */
    public String operation() {
        return NEXT_WORD
                .matcher(name().toLowerCase(Locale.ROOT))
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }

    /** Whether a machine's key can have it. */
    public boolean ofMachines() {
        return !OF_PEOPLE.contains(this);
    }

    /** Whether it is about one tenant's records. */
    public boolean ofTenants() {
        return reach == Reach.TENANT;
    }

    /** Whether it is of the GraphQL API: else its operation is the name of a command or of what a request of HTTP gets. */
    public boolean ofGraphQl() {
        return !BESIDE.contains(this);
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

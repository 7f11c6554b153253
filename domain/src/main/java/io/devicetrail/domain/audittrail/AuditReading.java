package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.apikey.ApiKeyEvent;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.artifact.ArtifactEvent;
import io.devicetrail.domain.auditexport.AuditExportEvent;
import io.devicetrail.domain.authority.AuthorityEvent;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.correction.CorrectedEntry;
import io.devicetrail.domain.correction.CorrectionEvent;
import io.devicetrail.domain.deadletter.DeadLetterEvent;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.exportjob.ExportJobEvent;
import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.ledger.LedgerEvent;
import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.quarantine.QuarantineEvent;
import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.replay.ReplayEvent;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.signature.SignatureEvent;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.twin.TwinEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stored event as an auditor does: which record, which fields, from what to what. Depends on the event alone,
 * so the audit trail and every export of it agree to the byte.
 */
public final class AuditReading {
    private AuditReading() {}

    public static AuditedRecord recordOf(Object event) {
        return switch (event) {
            case TenantEvent.SiteOpened e -> new AuditedRecord("site", e.site().toString());
            case TenantEvent e -> new AuditedRecord("tenant", e.tenant().value());
            case DeviceModelEvent e ->
                new AuditedRecord("device model", e.deviceModel().toString());
            case DeviceEvent e -> new AuditedRecord("device", e.device().toString());
            case CommandEvent e -> new AuditedRecord("device", e.device().toString());
            case ConnectivityEvent e -> new AuditedRecord("device", e.device().toString());
            case TwinEvent e -> new AuditedRecord("device", e.device().toString());
            case TransferEvent e -> new AuditedRecord("device", e.subject().toString());
            case DeadLetterEvent e -> new AuditedRecord("event processor", e.processor());
            case QuarantineEvent e -> new AuditedRecord("device", e.device().toString());
            case EnrolmentEvent e -> new AuditedRecord("device", e.device().toString());
            case IncidentEvent e -> IncidentReading.recordOf(e);
            case RolloutEvent e ->
                new AuditedRecord(RolloutReading.RECORD, e.plan().toString());
            case ArtifactEvent e ->
                new AuditedRecord(SoftwareReading.ARTIFACT, e.artifact().toString());
            case SoftwareReleaseEvent e ->
                new AuditedRecord(SoftwareReading.RELEASE, e.release().toString());
            case RolloutRunEvent e ->
                new AuditedRecord(RolloutRunReading.RECORD, e.run().toString());
            case JobEvent e -> new AuditedRecord(JobReading.RECORD, e.job().toString());
            case LedgerEvent e -> new AuditedRecord("ledger", e.ledger().value());
            case PersonEvent e -> person(e.person());
            case AccountEvent e -> person(e.person());
            case ReplayEvent e -> new AuditedRecord("replay", e.replay().toString());
            case AuthorityEvent.FirstAdministratorAppointed e -> person(e.person());
            case AuthorityEvent.OperationDenied e -> person(e.person());
            case AuthorityEvent.OperationDeniedToKey e -> apiKey(e.key());
            case AuthorityEvent.OperationDeniedToDevice e ->
                new AuditedRecord("device", e.device().toString());
            case ApiKeyEvent e -> apiKey(e.key());
            case OwnRoleEvent e -> new AuditedRecord("role", e.role().toString());
            case SignatureEvent.RecordSigned e -> SignatureReading.recordOf(e.record());
            case CorrectionEvent e -> CorrectionReading.recordOf(e);
            case AuditExportEvent e -> AuditExportReading.recordOf(e);
            case ExportJobEvent e -> ExportJobReading.recordOf(e);
            case SignaturePolicyEvent e ->
                new AuditedRecord("tenant", e.tenant().value());
            default -> throw new IllegalArgumentException("not in the catalogue: " + event.getClass());
        };
    }

    private static AuditedRecord person(PersonId person) {
        return new AuditedRecord("person", person.toString());
    }

    private static AuditedRecord apiKey(ApiKeyId key) {
        return new AuditedRecord("api key", key.toString());
    }

    /**
     * The changed fields, in a fixed order; never empty. Corrections name an entry by its place in this list, so the order
     * of an event that can be corrected never changes; a test holds it.
     */
    public static List<FieldChange> changesOf(Object event) {
        return switch (event) {
            case TenantEvent e -> tenant(e);
            case DeviceModelEvent e -> deviceModel(e);
            case DeviceEvent e -> DeviceReading.changesOf(e);
            case CommandEvent e -> CommandReading.changesOf(e);
            case ConnectivityEvent e -> connectivity(e);
            case TwinEvent e -> TwinReading.changesOf(e);
            case TransferEvent e -> TransferReading.changesOf(e);
            case DeadLetterEvent e -> deadLetters(e);
            case QuarantineEvent e -> QuarantineReading.changesOf(e);
            case EnrolmentEvent e -> EnrolmentReading.changesOf(e);
            case IncidentEvent e -> IncidentReading.changesOf(e);
            case RolloutEvent e -> RolloutReading.changesOf(e);
            case ArtifactEvent e -> SoftwareReading.changesOf(e);
            case SoftwareReleaseEvent e -> SoftwareReading.changesOf(e);
            case RolloutRunEvent e -> RolloutRunReading.changesOf(e);
            case JobEvent e -> JobReading.changesOf(e);
            case LedgerEvent e -> ledger(e);
            case PersonEvent e -> PersonReading.changesOf(e);
            case AccountEvent e -> AccountReading.changesOf(e);
            case ReplayEvent e -> replay(e);
            case ApiKeyEvent e -> ApiKeyReading.changesOf(e);
            case OwnRoleEvent e -> OwnRoleReading.changesOf(e);
            case AuthorityEvent e -> AuthorityReading.changesOf(e);
            case SignatureEvent e -> SignatureReading.changesOf(e);
            case CorrectionEvent e -> CorrectionReading.changesOf(e);
            case AuditExportEvent e -> AuditExportReading.changesOf(e);
            case ExportJobEvent e -> ExportJobReading.changesOf(e);
            case SignaturePolicyEvent e -> SignaturePolicyReading.changesOf(e);
            default -> throw new IllegalArgumentException("not in the catalogue: " + event.getClass());
        };
    }

    /** The entry that the event corrects; null for an event that is no correction. */
    public static @Nullable CorrectedEntry correctedBy(Object event) {
        return event instanceof CorrectionEvent.EntryCorrected e
                ? new CorrectedEntry(e.index(), e.ordinal(), e.number())
                : null;
    }

    private static List<FieldChange> tenant(TenantEvent event) {
        return switch (event) {
            case TenantEvent.TenantCreated e -> created("name", e.name());
            case TenantEvent.SiteOpened e -> created("key", e.key(), "name", e.name(), "zone", e.zone());
            case TenantEvent.SignaturesCertified e ->
                created("signatures certified to", e.agency(), "certificationDocument", e.document());
            case TenantEvent.ListSignerTrusted e -> trusted(e.manufacturer(), e.signer());
            case TenantEvent.ListSignerDistrusted e ->
                List.of(FieldChange.of(
                        "signer of lists of " + e.manufacturer() + " " + e.fingerprint(), "TRUSTED", "DISTRUSTED"));
        };
    }

    private static List<FieldChange> trusted(String manufacturer, ListSigner signer) {
        String field = "signer of lists of " + manufacturer + " " + signer.fingerprint();
        return created(
                field,
                "TRUSTED",
                field + " subject",
                signer.subject(),
                field + " notBefore",
                signer.notBefore(),
                field + " notAfter",
                signer.notAfter());
    }

    private static List<FieldChange> deviceModel(DeviceModelEvent event) {
        return switch (event) {
            case DeviceModelEvent.DeviceModelVersionPublished e ->
                created(
                        "manufacturer",
                        e.manufacturer(),
                        "name",
                        e.name(),
                        "version",
                        e.version(),
                        "contract.heartbeatSeconds",
                        e.contract().heartbeatSeconds(),
                        "contract.telemetry",
                        e.contract().telemetry().stream().map(t -> t.name()).toList(),
                        "contract.properties",
                        e.contract().properties().stream().map(p -> p.name()).toList(),
                        "contract.commands",
                        e.contract().commands().stream().map(c -> c.name()).toList());
            case DeviceModelEvent.DeviceModelVersionReportsOnly e ->
                List.of(
                        FieldChange.of("version " + e.version() + " enforcement", null, "REPORTS_ONLY"),
                        FieldChange.of("version " + e.version() + " rulesOf", null, e.former()));
            case DeviceModelEvent.DeviceModelVersionEnforced e ->
                List.of(
                        FieldChange.of("version " + e.version() + " enforcement", "REPORTS_ONLY", "ENFORCED"),
                        FieldChange.of("version " + e.version() + " rulesOf", e.former(), e.version()));
            case DeviceModelEvent.DeviceModelVersionDeprecated e ->
                List.of(FieldChange.of("version " + e.version(), "PUBLISHED", "DEPRECATED"));
        };
    }

    private static List<FieldChange> connectivity(ConnectivityEvent event) {
        return switch (event) {
            case ConnectivityEvent.ConnectivityChanged e ->
                List.of(
                        FieldChange.of("connectivity", e.from(), e.to()),
                        FieldChange.of("connectivity reasons", null, e.reasons()));
        };
    }

    private static List<FieldChange> deadLetters(DeadLetterEvent event) {
        String field = "dead letters of " + event.stream() + " up to " + event.upTo();
        return switch (event) {
            case DeadLetterEvent.DeadLettersRetried e -> List.of(FieldChange.of(field, "HELD", "RETRIED"));
            case DeadLetterEvent.DeadLettersReleased e -> List.of(FieldChange.of(field, "HELD", "RELEASED"));
        };
    }

    private static List<FieldChange> ledger(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.LedgerMismatchFound e ->
                created("mismatch", e.what(), "mismatch index", e.index(), "mismatch size", e.size());
            case LedgerEvent.LedgerKeyRotated e -> List.of(FieldChange.of("keys", e.from(), e.to()));
        };
    }

    private static List<FieldChange> replay(ReplayEvent event) {
        return switch (event) {
            case ReplayEvent.ReplayStarted e -> created("readModels", e.readModels());
            case ReplayEvent.ReplayEnded e ->
                e.readModels().stream()
                        .map(m -> FieldChange.of(
                                m.readModel() + " digest at " + m.position(), m.digestBefore(), m.digestAfter()))
                        .toList();
        };
    }

    /** New fields with their values; those without a value are left out. */
    static List<FieldChange> created(@Nullable Object... namesAndValues) {
        List<FieldChange> changes = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                changes.add(FieldChange.of(String.valueOf(namesAndValues[i]), null, value));
            }
        }
        return changes;
    }
}

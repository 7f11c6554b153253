package io.devicetrail.commandside.sending;

import io.devicetrail.domain.account.AccountRejection;
import io.devicetrail.domain.apikey.ApiKeyRejection;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.correction.CorrectionRejection;
import io.devicetrail.domain.device.DeviceRejection;
import io.devicetrail.domain.devicemodel.DeviceModelRejection;
import io.devicetrail.domain.enrolment.EnrolmentRejection;
import io.devicetrail.domain.incident.IncidentRejection;
import io.devicetrail.domain.job.JobRejection;
import io.devicetrail.domain.ownrole.OwnRoleRejection;
import io.devicetrail.domain.person.PersonRejection;
import io.devicetrail.domain.quarantine.QuarantineRejection;
import io.devicetrail.domain.rollout.RolloutRejection;
import io.devicetrail.domain.shared.ReasonRejection;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection;
import io.devicetrail.domain.signature.SignatureRejection;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection;
import io.devicetrail.domain.tenant.TenantRejection;
import io.devicetrail.domain.twin.TwinRejection;
import java.util.List;

/** Which input field a refusal is about, where it is about one. */
final class ErrorPath {
    private ErrorPath() {}

    static List<String> of(Rejection rejection) {
        return switch (rejection) {
            case ReasonRejection.ReasonMissing r -> List.of("reason");
            case RequestRejection.KeyReused r -> List.of("clientMutationId");
            case TenantRejection.TenantExists r -> List.of("tenant");
            case TenantRejection.TenantUnknown r -> List.of("tenant");
            case TenantRejection.SiteExists r -> List.of("key");
            case DeviceModelRejection.VersionNotNext r -> List.of("version");
            case SignatureRejection.RecordUnknown r -> List.of("record");
            case SignatureRejection.RecordTooLong r -> List.of("record");
            case SignatureRejection.RecordChanged r -> List.of("expectedHash");
            case SignatureRejection.MeaningNotYours r -> List.of("meaning");
            case DeviceRejection.MeasuresOtherwise r -> List.of("modelVersion");
            case DeviceRejection.SerialNumberTaken r -> List.of("serialNumber");
            case DeviceRejection.SiteUnknown r -> List.of("site");
            case DeviceRejection.GatewayUnfit r -> List.of("gateway");
            case DeviceRejection.ReplacementUnfit r -> List.of("replacement");
            case DeviceRejection.DeviceUnknown r -> List.of("device");
            case CommandRejection.CommandNotInModel r -> List.of("name");
            case CommandRejection.ArgumentsUnfit r -> List.of("arguments");
            case CommandRejection.CommandUnknown r -> List.of("command");
            case JobRejection.JobUnknown r -> List.of("job");
            case JobRejection.CohortEmpty r -> List.of("cohort");
            case JobRejection.CohortTooLarge r -> List.of("cohort");
            case JobRejection.CohortNotAsExpected r -> List.of("expectedHash");
            case RolloutRejection.RolloutPlanUnknown r -> List.of("plan");
            case RolloutRejection.PlanRevisedSince r -> List.of("expectedRevision");
            case RolloutRejection.PlanUnchanged r -> List.of("content");
            case IncidentRejection.TooManyNotes r -> List.of("note");
            case IncidentRejection r -> List.of("incident");
            case TwinRejection.DesiredVersionStale r -> List.of("expectedVersion");
            case TwinRejection.DesiredPropertyUnknown r -> List.of("properties", r.name());
            case TwinRejection.DesiredPropertyUnfit r -> List.of("properties", r.name());
            case TwinRejection.DesiredTooLarge r -> List.of("properties");
            case TwinRejection.DesiredUnchanged r -> List.of("properties");
            case PersonRejection.PersonExists r -> List.of("subject");
            case PersonRejection.PersonUnknown r -> List.of("person");
            case PersonRejection.RoleUnknown r -> List.of("role");
            case PersonRejection.RoleMisplaced r -> List.of("tenant");
            case PersonRejection.RoleHeld r -> List.of("role");
            case PersonRejection.RoleNotHeld r -> List.of("role");
            case PersonRejection.DutiesNotSeparate r -> List.of("role");
            case AccountRejection.AccountElsewhere r -> List.of("person");
            case AccountRejection.AnotherIssuer r -> List.of();
            case AccountRejection.SecretShownOnce r -> List.of("clientMutationId");
            case SignatureRejection.OwnRecord r -> List.of("meaning");
            case SignatureRejection.NotYourTurn r -> List.of("meaning");
            case SignaturePolicyRejection.MeaningUnfit r -> List.of("steps");
            case SignaturePolicyRejection.RoleUnfit r -> List.of("steps");
            case SignaturePolicyRejection.NoPolicy r -> List.of("kind");
            case ApiKeyRejection.ApiKeyUnknown r -> List.of("key");
            case ApiKeyRejection.RoleNotForKeys r -> List.of("roles");
            case ApiKeyRejection.PermissionNotOfRoles r -> List.of("permissions");
            case ApiKeyRejection.ExpiryUnfit r -> List.of("expiresAt");
            case ApiKeyRejection.KeyShownOnce r -> List.of("clientMutationId");
            case CorrectionRejection.EntryUnknown r -> List.of("index");
            case CorrectionRejection.EntryNotCorrectable r -> List.of("index");
            case CorrectionRejection.ValueNotAsSeen r -> List.of("expectedValue");
            case CorrectionRejection.ValueUnchanged r -> List.of("newValue");
            case QuarantineRejection.ReleasedByPeople r -> List.of();
            case QuarantineRejection r -> List.of("number");
            case EnrolmentRejection.TokenTimeUnfit r -> List.of("until");
            case EnrolmentRejection.TokenShownOnce r -> List.of("clientMutationId");
            case EnrolmentRejection.ClaimCodeUnknown r -> List.of("code");
            case EnrolmentRejection.ClaimCodeUsed r -> List.of("code");
            case EnrolmentRejection.CertificateUnknown r -> List.of("fingerprint");
            case EnrolmentRejection.CertificateRevokedBefore r -> List.of("fingerprint");
            case OwnRoleRejection.RoleExists r -> List.of("key");
            case OwnRoleRejection.RoleKeyReserved r -> List.of("key");
            case OwnRoleRejection.OwnRoleUnknown r -> List.of("key");
            case OwnRoleRejection.RoleWithdrawnForEver r -> List.of("key");
            case OwnRoleRejection.RoleInPolicy r -> List.of("key");
            case OwnRoleRejection.RoleUnchanged r -> List.of("permissions");
            case OwnRoleRejection.DutyNotForOwnRoles r -> List.of("duty");
            case OwnRoleRejection.PermissionUnfit r -> List.of("permissions");
            case PersonRejection.RoleEnded r -> List.of("role");
            case PersonRejection.TooManyOwnRoles r -> List.of("role");
            default -> List.of();
        };
    }
}

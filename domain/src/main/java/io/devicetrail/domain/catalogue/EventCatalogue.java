package io.devicetrail.domain.catalogue;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.apikey.ApiKeyEvent;
import io.devicetrail.domain.artifact.ArtifactEvent;
import io.devicetrail.domain.auditexport.AuditExportEvent;
import io.devicetrail.domain.authority.AuthorityEvent;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.connectivity.ConnectivityEvent;
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
import io.devicetrail.domain.quarantine.QuarantineEvent;
import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.replay.ReplayEvent;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.signature.SignatureEvent;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.twin.TwinEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;

/** Every event the log may hold. An event that is not here cannot be stored, a stored one that is not here stops the start. */
public final class EventCatalogue {
    private static final List<StoredEvent> EVENTS = Stream.of(
                    group(
                            "tenant",
                            TenantEvent.TenantCreated.class,
                            TenantEvent.SiteOpened.class,
                            TenantEvent.SignaturesCertified.class,
                            TenantEvent.ListSignerTrusted.class,
                            TenantEvent.ListSignerDistrusted.class),
                    group(
                            "devicemodel",
                            DeviceModelEvent.DeviceModelVersionPublished.class,
                            DeviceModelEvent.DeviceModelVersionDeprecated.class,
                            DeviceModelEvent.DeviceModelVersionReportsOnly.class,
                            DeviceModelEvent.DeviceModelVersionEnforced.class),
                    group(
                            "device",
                            DeviceEvent.DeviceRegistered.class,
                            DeviceEvent.DeviceEnrolled.class,
                            DeviceEvent.DeviceCommissioned.class,
                            DeviceEvent.DeviceSuspended.class,
                            DeviceEvent.DeviceResumed.class,
                            DeviceEvent.DeviceSentToRepair.class,
                            DeviceEvent.DeviceReturnedFromRepair.class,
                            DeviceEvent.DeviceReplaced.class,
                            DeviceEvent.DeviceRetired.class,
                            DeviceEvent.DeviceMoved.class,
                            DeviceEvent.DeviceAttachedToGateway.class,
                            DeviceEvent.DeviceTagged.class,
                            DeviceEvent.DeviceUntagged.class,
                            DeviceEvent.DeviceHardwareRevised.class,
                            DeviceEvent.DeviceModelVersionChanged.class,
                            DeviceEvent.DeviceHandedOver.class,
                            DeviceEvent.DevicePlaceTaken.class),
                    group(
                            "transfer",
                            TransferEvent.DeviceTransferOffered.class,
                            TransferEvent.DeviceTransferAccepted.class,
                            TransferEvent.DeviceTransferDeclined.class,
                            TransferEvent.DeviceTransferWithdrawn.class,
                            TransferEvent.DeviceTransferLapsed.class,
                            TransferEvent.DeviceTransferAbandoned.class,
                            TransferEvent.DeviceTransferHeldUp.class,
                            TransferEvent.DeviceTransferCompleted.class),
                    group(
                            "command",
                            CommandEvent.CommandRequested.class,
                            CommandEvent.CommandSent.class,
                            CommandEvent.CommandAnswered.class,
                            CommandEvent.LateAnswerRecorded.class,
                            CommandEvent.CommandTimedOut.class,
                            CommandEvent.CommandCancelled.class,
                            CommandEvent.CommandHeld.class,
                            CommandEvent.CommandReleased.class,
                            CommandEvent.CommandApprovalAsked.class,
                            CommandEvent.CommandApproved.class,
                            CommandEvent.CommandProgressed.class,
                            CommandEvent.CommandAttemptFailed.class,
                            CommandEvent.CommandRetried.class,
                            CommandEvent.CommandExpired.class,
                            CommandEvent.CommandQueued.class,
                            CommandEvent.CommandDequeued.class,
                            CommandEvent.CommandWithdrawn.class,
                            CommandEvent.CommandAgreedByJob.class),
                    group("connectivity", ConnectivityEvent.ConnectivityChanged.class),
                    group(
                            "twin",
                            TwinEvent.DesiredPropertiesChanged.class,
                            TwinEvent.ReportedPropertiesChanged.class,
                            TwinEvent.DesiredPropertiesConverged.class,
                            TwinEvent.DesiredPropertiesRefused.class),
                    group(
                            "deadletter",
                            DeadLetterEvent.DeadLettersRetried.class,
                            DeadLetterEvent.DeadLettersReleased.class),
                    group(
                            "quarantine",
                            QuarantineEvent.QuarantinedMessageReleased.class,
                            QuarantineEvent.QuarantineReleaseSettled.class),
                    group(
                            "rollout",
                            RolloutEvent.RolloutPlanDrafted.class,
                            RolloutEvent.RolloutPlanRevised.class,
                            RolloutEvent.RolloutPlanWithdrawn.class,
                            RolloutEvent.RolloutPlanApplied.class),
                    group("artifact", ArtifactEvent.ArtifactStored.class),
                    group(
                            "release",
                            SoftwareReleaseEvent.SoftwareReleasePublished.class,
                            SoftwareReleaseEvent.SoftwareReleaseWithdrawn.class),
                    group(
                            "job",
                            JobEvent.JobCreated.class,
                            JobEvent.JobCohortListed.class,
                            JobEvent.JobStarted.class,
                            JobEvent.JobPaused.class,
                            JobEvent.JobResumed.class,
                            JobEvent.JobCancelled.class,
                            JobEvent.JobRetried.class,
                            JobEvent.JobHandedOut.class,
                            JobEvent.JobDeviceTakenBack.class,
                            JobEvent.JobDeviceEnded.class,
                            JobEvent.JobHalted.class,
                            JobEvent.JobCompleted.class),
                    group("ledger", LedgerEvent.LedgerMismatchFound.class, LedgerEvent.LedgerKeyRotated.class),
                    group(
                            "person",
                            PersonEvent.PersonRegistered.class,
                            PersonEvent.PersonDeactivated.class,
                            PersonEvent.PersonReactivated.class,
                            PersonEvent.RoleGranted.class,
                            PersonEvent.RoleRevoked.class),
                    group(
                            "account",
                            AccountEvent.SignInSecretIssued.class,
                            AccountEvent.SecondFactorReset.class,
                            AccountEvent.AccountUnlocked.class,
                            AccountEvent.PasswordSet.class,
                            AccountEvent.SecondFactorEnrolled.class,
                            AccountEvent.SignedIn.class,
                            AccountEvent.SignedInElsewhere.class,
                            AccountEvent.SignInFailed.class,
                            AccountEvent.AccountLocked.class,
                            AccountEvent.SignedOut.class,
                            AccountEvent.TokenIssued.class),
                    group("replay", ReplayEvent.ReplayStarted.class, ReplayEvent.ReplayEnded.class),
                    group(
                            "authority",
                            AuthorityEvent.FirstAdministratorAppointed.class,
                            AuthorityEvent.OperationDenied.class,
                            AuthorityEvent.OperationDeniedToKey.class,
                            AuthorityEvent.OperationDeniedToDevice.class),
                    group(
                            "apikey",
                            ApiKeyEvent.ApiKeyIssued.class,
                            ApiKeyEvent.ApiKeyRevoked.class,
                            ApiKeyEvent.ApiKeyTokenIssued.class),
                    group("signature", SignatureEvent.RecordSigned.class),
                    group("correction", CorrectionEvent.EntryCorrected.class),
                    group("auditexport", AuditExportEvent.AuditTrailExported.class),
                    group(
                            "exportjob",
                            ExportJobEvent.ExportJobRequested.class,
                            ExportJobEvent.ExportJobMade.class,
                            ExportJobEvent.ExportJobFailed.class,
                            ExportJobEvent.ExportJobCancelled.class,
                            ExportJobEvent.ExportJobRemoved.class),
                    group(
                            "ownrole",
                            OwnRoleEvent.RoleDefined.class,
                            OwnRoleEvent.RolePermissionsChanged.class,
                            OwnRoleEvent.RoleWithdrawn.class),
                    group(
                            "signaturepolicy",
                            SignaturePolicyEvent.SignaturePolicySet.class,
                            SignaturePolicyEvent.SignaturePolicyWithdrawn.class),
                    group(
                            "enrolment",
                            EnrolmentEvent.DeviceEnrolmentAllowed.class,
                            EnrolmentEvent.DeviceCertificateIssued.class,
                            EnrolmentEvent.DeviceCertificateRevoked.class,
                            EnrolmentEvent.FactoryKeyImported.class,
                            EnrolmentEvent.DeviceClaimed.class),
                    group(
                            "incident",
                            IncidentEvent.IncidentOpened.class,
                            IncidentEvent.IncidentRecurred.class,
                            IncidentEvent.IncidentClosed.class,
                            IncidentEvent.IncidentAcknowledged.class,
                            IncidentEvent.IncidentNoted.class),
                    group(
                            "rolloutrun",
                            RolloutRunEvent.RolloutCreated.class,
                            RolloutRunEvent.RolloutCohortListed.class,
                            RolloutRunEvent.RolloutStarted.class,
                            RolloutRunEvent.RolloutOffered.class,
                            RolloutRunEvent.RolloutOffersTakenBack.class,
                            RolloutRunEvent.RolloutDevicesLeftOut.class,
                            RolloutRunEvent.RolloutReported.class,
                            RolloutRunEvent.RolloutDevicesTimedOut.class,
                            RolloutRunEvent.RolloutDeviceSkipped.class,
                            RolloutRunEvent.RolloutWaveEnded.class,
                            RolloutRunEvent.RolloutWaveBegun.class,
                            RolloutRunEvent.RolloutPaused.class,
                            RolloutRunEvent.RolloutResumed.class,
                            RolloutRunEvent.RolloutHalted.class,
                            RolloutRunEvent.RolloutAborted.class,
                            RolloutRunEvent.RolloutRetried.class,
                            RolloutRunEvent.RolloutCompleted.class))
            .flatMap(Function.identity())
            .toList();

    private static final Map<String, StoredEvent> BY_NAME =
            EVENTS.stream().collect(Collectors.toUnmodifiableMap(StoredEvent::name, Function.identity()));
    private static final Map<Class<?>, StoredEvent> BY_TYPE =
            EVENTS.stream().collect(Collectors.toUnmodifiableMap(StoredEvent::type, Function.identity()));

    private EventCatalogue() {}

    public static List<StoredEvent> all() {
        return EVENTS;
    }

    public static Optional<StoredEvent> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static Optional<StoredEvent> of(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    private static Stream<StoredEvent> group(String aggregate, Class<?>... types) {
        return Stream.of(types)
                .map(type -> new StoredEvent(aggregate + "." + type.getSimpleName(), revisionOf(type), type));
    }

    private static int revisionOf(Class<?> type) {
        Revision revision = type.getAnnotation(Revision.class);
        if (revision == null) {
            throw new IllegalStateException(type.getName() + " needs @Revision: it is stored");
        }
        return Integer.parseInt(revision.value());
    }
}

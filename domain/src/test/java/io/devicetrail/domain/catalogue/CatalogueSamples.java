package io.devicetrail.domain.catalogue;

import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.PasswordSet;
import io.devicetrail.domain.account.AccountEvent.SecondFactorEnrolled;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInFailed;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountEvent.SignedInElsewhere;
import io.devicetrail.domain.account.AccountEvent.SignedOut;
import io.devicetrail.domain.account.AccountEvent.TokenIssued;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyTokenIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyTokenId;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.auditexport.AuditExportEvent.AuditTrailExported;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.authority.AuthorityEvent.FirstAdministratorAppointed;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDenied;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDeniedToDevice;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDeniedToKey;
import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent.CommandAgreedByJob;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandProgressed;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandEvent.LateAnswerRecorded;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersReleased;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersRetried;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.device.DeviceEvent.DeviceAttachedToGateway;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceHandedOver;
import io.devicetrail.domain.device.DeviceEvent.DeviceHardwareRevised;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DevicePlaceTaken;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceEvent.DeviceResumed;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceReturnedFromRepair;
import io.devicetrail.domain.device.DeviceEvent.DeviceSentToRepair;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceEvent.DeviceUntagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionEnforced;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionReportsOnly;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.ArgumentDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceClaimed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceEnrolmentAllowed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.FactoryKeyImported;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobCancelled;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobFailed;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRemoved;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentAcknowledged;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentNoted;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerKeyRotated;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleDefined;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RolePermissionsChanged;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleWithdrawn;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.replay.Rebuilt;
import io.devicetrail.domain.replay.ReplayEvent.ReplayEnded;
import io.devicetrail.domain.replay.ReplayEvent.ReplayStarted;
import io.devicetrail.domain.replay.ReplayId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicySet;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicyWithdrawn;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyId;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerDistrusted;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerTrusted;
import io.devicetrail.domain.tenant.TenantEvent.SignaturesCertified;
import io.devicetrail.domain.tenant.TenantEvent.SiteOpened;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAbandoned;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferCompleted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferDeclined;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferHeldUp;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferLapsed;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferOffered;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferWithdrawn;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesConverged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesRefused;
import io.devicetrail.domain.twin.TwinEvent.ReportedPropertiesChanged;
import io.devicetrail.domain.twin.TwinId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** One event of each kind, with every optional field filled where that is the harder case to store. */
public final class CatalogueSamples {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final SiteId BERN = SiteId.of(ACME, "bern");
    private static final DeviceModelId MODEL = DeviceModelId.of(ACME, "Flow AG", "P100");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceId OTHER = DeviceId.of(ACME, "Flow AG", "P-2");
    private static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");
    private static final LedgerId LEDGER = new LedgerId("example.com/ledger");
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada.l");
    private static final AccountId ACCOUNT = AccountId.of(ADA);
    private static final String SESSION = "b7b0c1de-3a4f-4d7c-9f5e-2f1f6f2a9c11";
    private static final ReplayId REPLAY = new ReplayId(new UUID(0x0199_d5a2_7c1e_7c53L, 0x9d40_6a1f_4d3a_9b11L));
    private static final ApiKeyId KEY = new ApiKeyId(new UUID(0x0199_d5a2_7c1e_7c54L, 0x9d40_6a1f_4d3a_9b12L));
    private static final ExportJobId EXPORT_JOB = new ExportJobId(REPLAY.value());
    private static final OwnRoleId CLEANER = OwnRoleId.of(ACME, "cleaner");
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456Z");

    private static final SignableRecord SIGNED = SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, MODEL + ":1");
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static final SignaturePolicyId POLICY_ID = SignaturePolicyId.of(ACME, SignableKind.DEVICE_COMMAND);
    private static final SignaturePolicy POLICY = new SignaturePolicy(
            List.of(
                    new SignatureStep(SignatureMeaning.REVIEW, List.of("operator", "site-engineer"), 1),
                    new SignatureStep(SignatureMeaning.APPROVAL, List.of(), 2)),
            true);

    private static final TenantId RIVAL = new TenantId("rival");
    private static final DeviceTransferId TRANSFER = DeviceTransferId.of(ACME, "ada", "1");
    private static final TransferTerms TERMS = new TransferTerms(
            ACME, RIVAL, PUMP, DeviceId.of(RIVAL, "Flow AG", "P-1"), "Flow AG", "P-1", "A", null, AT, true);
    private static final IncidentId INCIDENT =
            IncidentId.of(IncidentKind.COMMAND_FAILED, IncidentSubject.of(PUMP), "reboot");
    private static final JobId JOB = JobId.of(ACME, "ada", "1");
    private static final JobPlan JOB_PLAN = new JobPlan(
            "dose", new TreeMap<>(Map.of("millilitres", 5)), null, 600, new JobPlan.AbortThresholds(10, null, 20));
    private static final SoftwareReleaseId RELEASE = SoftwareReleaseId.of(ACME, "flow", "2.1");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");

    private static final ModelContract CONTRACT = new ModelContract(
            30,
            List.of(
                    new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.5, 120.0),
                    new TelemetryDefinition("door", ValueType.BOOLEAN, null, null, null)),
            List.of(new PropertyDefinition("setpoint", ValueType.NUMBER, "°C", PropertyDirection.DESIRED, true)),
            List.of(new CommandDefinition(
                    "dose", List.of(new ArgumentDefinition("millilitres", ValueType.INTEGER, true)), 120)));

    private CatalogueSamples() {}

    public static List<Object> all() {
        return Stream.concat(others().stream(), RolloutRunSamples.all().stream())
                .toList();
    }

    private static List<Object> others() {
        return List.of(
                new TenantCreated(ACME, "Acme & Söhne"),
                new SiteOpened(ACME, BASEL, "basel", "Basel", "Europe/Zurich"),
                new SignaturesCertified(ACME, "FDA", "DOC-4711"),
                new ListSignerTrusted(
                        ACME,
                        "Flow AG",
                        new ListSigner(
                                HASH,
                                "CN=lists,O=Flow AG",
                                Instant.parse("2026-11-20T10:00:00Z"),
                                Instant.parse("2027-11-20T10:00:00Z"),
                                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")),
                new ListSignerDistrusted(ACME, "Flow AG", HASH),
                new DeviceModelVersionPublished(MODEL, ACME, "Flow AG", "P100", 1, CONTRACT),
                new DeviceModelVersionDeprecated(MODEL, 1),
                new DeviceModelVersionReportsOnly(MODEL, 3, 1),
                new DeviceModelVersionEnforced(MODEL, 3, 1),
                new DeviceRegistered(
                        PUMP,
                        ACME,
                        BASEL,
                        "Flow AG",
                        "P-1",
                        MODEL,
                        1,
                        "A",
                        null,
                        OTHER,
                        new TreeMap<>(Map.of("line", "1", "Area", "x"))),
                new DeviceEnrolled(PUMP, LifeCycle.REGISTERED),
                new DeviceCommissioned(PUMP, LifeCycle.ENROLLED),
                new DeviceSuspended(PUMP, LifeCycle.ACTIVE),
                new DeviceResumed(PUMP, LifeCycle.SUSPENDED),
                new DeviceSentToRepair(PUMP, LifeCycle.ACTIVE),
                new DeviceReturnedFromRepair(PUMP, LifeCycle.UNDER_REPAIR),
                new DeviceReplaced(PUMP, OTHER, LifeCycle.ACTIVE),
                new DeviceRetired(PUMP, LifeCycle.SUSPENDED),
                new DeviceMoved(PUMP, BASEL, BERN),
                new DeviceAttachedToGateway(PUMP, OTHER, null),
                new DeviceTagged(PUMP, "line", null, "2"),
                new DeviceUntagged(PUMP, "line", "2"),
                new DeviceHardwareRevised(PUMP, "A", "B"),
                new DeviceModelVersionChanged(PUMP, 1, 2),
                new DeviceHandedOver(PUMP, TRANSFER, RIVAL, LifeCycle.ACTIVE),
                new DevicePlaceTaken(
                        PUMP,
                        DeviceId.of(ACME, "Flow AG", "P-0"),
                        new TreeMap<>(Map.of("desired properties", "PROPERTY_NOT_IN_MODEL"))),
                new DeviceTransferOffered(TRANSFER, TransferSide.GIVER, TERMS, ADA.toString()),
                new DeviceTransferAccepted(
                        TRANSFER,
                        TransferSide.RECEIVER,
                        TERMS,
                        TransferState.OFFERED,
                        TransferState.ACCEPTED,
                        new Placement(SiteId.of(RIVAL, "oslo"), DeviceModelId.of(RIVAL, "Flow AG", "P100"), 2)),
                new DeviceTransferDeclined(
                        TRANSFER, TransferSide.RECEIVER, TERMS, TransferState.OFFERED, TransferState.DECLINED),
                new DeviceTransferWithdrawn(
                        TRANSFER, TransferSide.GIVER, TERMS, TransferState.OFFERED, TransferState.WITHDRAWN),
                new DeviceTransferLapsed(
                        TRANSFER, TransferSide.GIVER, TERMS, TransferState.OFFERED, TransferState.LAPSED),
                new DeviceTransferAbandoned(
                        TRANSFER,
                        TransferSide.RECEIVER,
                        TERMS,
                        TransferState.ACCEPTED,
                        TransferState.ABANDONED,
                        "ILLEGAL_TRANSITION"),
                new DeviceTransferHeldUp(
                        TRANSFER,
                        TransferSide.RECEIVER,
                        TERMS,
                        TransferState.ACCEPTED,
                        TransferState.HELD_UP,
                        "MODEL_VERSION_DEPRECATED"),
                new DeviceTransferCompleted(
                        TRANSFER, TransferSide.GIVER, TERMS, TransferState.ACCEPTED, TransferState.COMPLETED),
                new CommandRequested(
                        COMMAND,
                        ACME,
                        PUMP,
                        "dose",
                        new TreeMap<>(Map.of(
                                "millilitres",
                                5,
                                "lot",
                                9_007_199_254_740_993L,
                                "rate",
                                1.5,
                                "now",
                                true,
                                "note",
                                "α")),
                        120),
                new CommandSent(COMMAND, PUMP, CommandState.REQUESTED, 1),
                new CommandAnswered(COMMAND, PUMP, CommandState.SENT, CommandAnswer.SUCCEEDED, "0", "done", AT),
                new LateAnswerRecorded(COMMAND, PUMP, CommandState.TIMED_OUT, CommandAnswer.FAILED, "E7", null, null),
                new CommandTimedOut(COMMAND, PUMP, CommandState.SENT),
                new CommandCancelled(COMMAND, PUMP, CommandState.EXECUTING),
                new CommandHeld(COMMAND, PUMP, POLICY, AT),
                new CommandReleased(
                        COMMAND, PUMP, List.of(SignatureId.of(SIGNED, HASH, ADA, SignatureMeaning.APPROVAL))),
                new CommandApprovalAsked(COMMAND, PUMP, ADA.toString(), AT),
                new CommandApproved(COMMAND, PUMP, ADA.toString(), CommandState.WAITING_FOR_SIGNATURES),
                new CommandProgressed(COMMAND, PUMP, 20, 45, "second tank", AT),
                new CommandAttemptFailed(COMMAND, PUMP, CommandState.RECEIVED, 1, "BUSY", "another dose", AT),
                new CommandRetried(COMMAND, PUMP, CommandState.SENT, 2, RetryReason.NO_ANSWER),
                new CommandExpired(COMMAND, PUMP, CommandState.SENT),
                new CommandQueued(COMMAND, PUMP, AT),
                new CommandDequeued(COMMAND, PUMP),
                new CommandWithdrawn(COMMAND, PUMP, CommandState.SENT, LifeCycle.RETIRED),
                new CommandAgreedByJob(COMMAND, PUMP, JOB.value(), 2, ADA.toString(), "Ada Löwe"),
                new ConnectivityChanged(
                        ConnectivityId.of(PUMP),
                        PUMP,
                        ACME,
                        Connectivity.ONLINE,
                        Connectivity.OFFLINE,
                        List.of(ConnectivityReason.WILL_RECEIVED),
                        AT,
                        new Lease(AT, "telemetry", 30, AT, true),
                        AT),
                new DesiredPropertiesChanged(
                        TwinId.of(PUMP),
                        PUMP,
                        ACME,
                        1,
                        2,
                        List.of(
                                new PropertyChange("interval", 60, 30, "s"),
                                new PropertyChange("label", "old", null, null),
                                new PropertyChange("limit", null, 21.5, "°C"))),
                new ReportedPropertiesChanged(
                        TwinId.of(PUMP),
                        PUMP,
                        ACME,
                        new ReportStamp("b1", 3, AT),
                        List.of(new PropertyChange("sealed", true, false, null))),
                new DesiredPropertiesConverged(
                        TwinId.of(PUMP), PUMP, ACME, 2, new ReportStamp("b1", 4, AT), Convergence.PENDING),
                new DesiredPropertiesRefused(
                        TwinId.of(PUMP),
                        PUMP,
                        ACME,
                        2,
                        new ReportStamp("b1", 4, AT),
                        Convergence.PENDING,
                        "TOO_HOT",
                        "limit is above what the sensor bears"),
                new DeadLettersRetried(
                        DeadLettersId.of("read-devices", PUMP.toString()), ACME, "read-devices", PUMP.toString(), 421),
                new DeadLettersReleased(
                        DeadLettersId.of("read-devices", PUMP.toString()), ACME, "read-devices", PUMP.toString(), 421),
                new QuarantinedMessageReleased(
                        QuarantinedMessageId.of(ACME, 17), ACME, PUMP, 17, 2, "UNKNOWN_DEVICE", AT, 120, HASH),
                new QuarantineReleaseSettled(
                        QuarantinedMessageId.of(ACME, 17), ACME, PUMP, 17, 2, "DEVICE_ENDED", "The device is RETIRED."),
                new RolloutPlanDrafted(
                        PLAN,
                        ACME,
                        plan(new Cohort(List.of(), List.of(), new TreeMap<>()), new StopThresholds(5, null))),
                new RolloutPlanRevised(
                        PLAN,
                        ACME,
                        2,
                        plan(new Cohort(List.of(), List.of(), new TreeMap<>()), new StopThresholds(5, null)),
                        plan(
                                new Cohort(
                                        List.of(BASEL, BERN),
                                        List.of("A", "B"),
                                        new TreeMap<>(Map.of("line", "1", "Area", "x"))),
                                new StopThresholds(null, 3))),
                new RolloutPlanWithdrawn(PLAN, ACME, 2),
                new RolloutPlanApplied(PLAN, ACME, 2, RolloutRunId.of(ACME, "ada", "1"), 1),
                new ArtifactStored(
                        ArtifactId.of(ACME, HASH),
                        ACME,
                        new ArtifactFile(HASH, 4_711_000, "flow-2.1.bin", "application/octet-stream")),
                new SoftwareReleasePublished(RELEASE, ACME, release()),
                new SoftwareReleaseWithdrawn(RELEASE, ACME),
                new JobEvent.JobCreated(
                        JOB,
                        ACME,
                        JOB_PLAN,
                        2,
                        HASH,
                        new TreeMap<>(Map.of(JobSelection.Exclusion.NOT_IN_SERVICE, 3)),
                        true,
                        ADA.toString(),
                        HASH),
                new JobEvent.JobCohortListed(JOB, ACME, 1, List.of(PUMP, OTHER)),
                new JobEvent.JobStarted(JOB, ACME, JOB_PLAN, 2, HASH, true),
                new JobEvent.JobPaused(JOB, ACME),
                new JobEvent.JobResumed(JOB, ACME),
                new JobEvent.JobCancelled(JOB, ACME, JobState.PAUSED, 1, 0),
                new JobEvent.JobRetried(JOB, ACME, JOB_PLAN, JobState.HALTED, 2, 1, true),
                new JobEvent.JobHandedOut(JOB, ACME, 1, 7, List.of(PUMP), 1, 0),
                new JobEvent.JobDeviceTakenBack(JOB, ACME, 1, PUMP, "TOO_MANY_OPEN_COMMANDS", 0),
                new JobEvent.JobDeviceEnded(JOB, ACME, 1, PUMP, JobDeviceState.FAILED, "E17", 0),
                new JobEvent.JobHalted(JOB, ACME, JobState.RUNNING, JobPlan.Cause.FAILED_PERCENT, 1, 1, 1, 0),
                new JobEvent.JobCompleted(JOB, ACME, JobState.RUNNING, 1, 2),
                new LedgerMismatchFound(LEDGER, 421L, "the log holds something else than the ledger", 600),
                new LedgerKeyRotated(LEDGER, List.of("a+1+x", "a+2+y"), List.of("a+3+z", "a+4+w")),
                new PersonRegistered(ADA, PersonId.LOCAL, "ada.l", "Ada Löwe", "HR 4711"),
                new PersonDeactivated(ADA),
                new PersonReactivated(ADA),
                new RoleGranted(ADA, ACME, BASEL, "site-engineer", Duty.WORK, "TR-2026-12"),
                new RoleRevoked(ADA, ACME, BASEL, "site-engineer"),
                new SignInSecretIssued(ACCOUNT, ADA, AT),
                new SecondFactorReset(ACCOUNT, ADA),
                new AccountUnlocked(ACCOUNT, ADA),
                new PasswordSet(ACCOUNT, ADA),
                new SecondFactorEnrolled(ACCOUNT, ADA, "otp"),
                new SignedIn(ACCOUNT, ADA, SESSION, List.of("pwd", "otp")),
                new SignedInElsewhere(
                        ACCOUNT, ADA, SESSION, "https://login.example.com", List.of("pwd", "acr:2"), List.of("acr:2")),
                new SignInFailed(ACCOUNT, ADA, "second-factor", 4, 17),
                new AccountLocked(ACCOUNT, ADA, 5, AT),
                new SignedOut(ACCOUNT, ADA, SESSION, "idle"),
                new TokenIssued(ACCOUNT, ADA, SESSION, "devicetrail-cli", "refresh_token", AT),
                new ReplayStarted(REPLAY, List.of("read-devices", "read-fleet")),
                new ReplayEnded(REPLAY, List.of(new Rebuilt("read-devices", 421, "0a", "0b"))),
                new FirstAdministratorAppointed(ADA),
                new OperationDenied(new DenialId(REPLAY.value()), ADA, "retireDevice", "acme", 2),
                new OperationDeniedToKey(new DenialId(REPLAY.value()), KEY, "retireDevice", "acme", 2),
                new OperationDeniedToDevice(new DenialId(REPLAY.value()), PUMP, "simpleenroll", "acme", 2),
                new ApiKeyIssued(KEY, ACME, BASEL, "MES line 1", List.of("integrator", "operator"), List.of(), AT),
                new ApiKeyRevoked(KEY),
                new ApiKeyTokenIssued(KEY, new ApiKeyTokenId(REPLAY.value()), AT),
                new RecordSigned(
                        SignatureId.of(SIGNED, HASH, ADA, SignatureMeaning.APPROVAL),
                        SIGNED,
                        421,
                        HASH,
                        ADA,
                        "Ada Löwe",
                        SignatureMeaning.APPROVAL,
                        "Europe/Zurich",
                        "+01:00",
                        SESSION,
                        List.of("pwd", "otp"),
                        1,
                        ""),
                new EntryCorrected(
                        CorrectionId.of(ACME, 421, 6),
                        ACME,
                        1,
                        421,
                        6,
                        "device.DeviceRegistered",
                        "device",
                        PUMP.toString(),
                        "batch",
                        "B-71",
                        "B-17",
                        null),
                new AuditTrailExported(
                        new ExportId(REPLAY.value()),
                        ACME,
                        new ExportScope(PUMP.toString(), AT, null, 7L, null),
                        new ExportedFile("csv", 421, 17, 4711, HASH)),
                new ExportJobRequested(
                        EXPORT_JOB, ACME, new ExportScope(PUMP.toString(), AT, null, 7L, null), 420L, true),
                new ExportJobMade(
                        EXPORT_JOB,
                        ACME,
                        421,
                        17,
                        List.of(new ExportJobFile("audit-trail.csv", "csv", 17, 4711, HASH))),
                new ExportJobFailed(EXPORT_JOB, ACME, ExportJobFailure.TOO_LARGE),
                new ExportJobCancelled(EXPORT_JOB, ACME),
                new ExportJobRemoved(EXPORT_JOB, ACME, ExportJobRemoval.TIME_OVER),
                new RoleDefined(CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner", List.of("device", "tagDevice")),
                new RolePermissionsChanged(
                        CLEANER,
                        ACME,
                        "cleaner",
                        Duty.WORK,
                        "Cleaner",
                        "Cleaner of line 1",
                        List.of("device", "tagDevice"),
                        List.of("device")),
                new RoleWithdrawn(CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner of line 1", List.of("device")),
                new SignaturePolicySet(POLICY_ID, ACME, SignableKind.DEVICE_COMMAND, null, POLICY),
                new SignaturePolicyWithdrawn(POLICY_ID, ACME, SignableKind.DEVICE_COMMAND, POLICY),
                new DeviceEnrolmentAllowed(EnrolmentId.of(PUMP), ACME, PUMP, HASH, AT),
                new DeviceCertificateIssued(
                        EnrolmentId.of(PUMP),
                        ACME,
                        PUMP,
                        new DeviceCertificate("80f1", HASH, HASH, AT, AT, "-----BEGIN CERTIFICATE-----\nMII=\n"),
                        EnrolmentMeans.RENEWAL,
                        HASH),
                new DeviceCertificateRevoked(
                        EnrolmentId.of(PUMP), ACME, PUMP, "80f1", HASH, RevocationReason.KEY_COMPROMISE),
                new FactoryKeyImported(EnrolmentId.of(PUMP), ACME, PUMP, HASH, null, HASH, null),
                new DeviceClaimed(EnrolmentId.of(PUMP), ACME, PUMP, BERN),
                new IncidentOpened(
                        INCIDENT,
                        ACME,
                        IncidentSubject.of(PUMP),
                        2,
                        IncidentKind.COMMAND_FAILED,
                        "reboot",
                        AT,
                        new TreeMap<>(Map.of("state", "FAILED", "code", "E7")),
                        "command 1",
                        4711L),
                new IncidentRecurred(
                        INCIDENT,
                        ACME,
                        IncidentSubject.of(PUMP),
                        2,
                        1,
                        2,
                        new TreeMap<>(Map.of("state", "EXPIRED")),
                        "command 2"),
                new IncidentClosed(
                        INCIDENT, ACME, IncidentSubject.of(BASEL), 2, IncidentEnd.RECOVERED, "command 3", 4713L),
                new IncidentAcknowledged(INCIDENT, ACME, IncidentSubject.of(PUMP), 2),
                new IncidentNoted(INCIDENT, ACME, IncidentSubject.of(PUMP), 2, "Cable was loose.\nMended."));
    }

    private static SoftwareRelease release() {
        return new SoftwareRelease(
                "flow",
                "2.1",
                HASH,
                MODEL,
                List.of(1, 2),
                List.of("A", "B"),
                List.of("1.9", "2.0"),
                "Restarts the pump.",
                2);
    }

    private static RolloutPlan plan(Cohort cohort, StopThresholds stop) {
        return new RolloutPlan(
                "Pumps to 2.1 – März",
                new Release("flow-firmware", "2.1.0", HASH, 4_711_000),
                MODEL,
                List.of(1, 2),
                cohort,
                List.of(new Wave(10, 1440), new Wave(100, 0)),
                stop,
                60,
                false);
    }
}

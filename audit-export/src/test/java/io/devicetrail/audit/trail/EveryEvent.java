package io.devicetrail.audit.trail;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.apikey.ApiKeyEvent;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyTokenId;
import io.devicetrail.domain.artifact.ArtifactEvent;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.auditexport.AuditExportEvent;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.authority.AuthorityEvent;
import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.correction.CorrectionEvent;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.deadletter.DeadLetterEvent;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.exportjob.ExportJobEvent;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.domain.ledger.LedgerEvent;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.quarantine.QuarantineEvent;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.replay.Rebuilt;
import io.devicetrail.domain.replay.ReplayEvent;
import io.devicetrail.domain.replay.ReplayId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyId;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.domain.twin.TwinId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** One event of each kind the catalogue knows, about the records of one tenant. */
public final class EveryEvent {
    private static final IncidentId INCIDENT = new IncidentId(new UUID(7, 21));

    private EveryEvent() {}

    /** The device that most of the events are about. */
    public static DeviceId pump(TenantId tenant) {
        return DeviceId.of(tenant, "Acme", "P-1");
    }

    public static List<Object> of(TenantId tenant) {
        RolloutPlan plan = fullPlan(DeviceModelId.of(tenant, "Acme", "Pump"), SiteId.of(tenant, "basel"));
        Instant then = Instant.parse("2026-11-20T10:00:00Z");
        return Stream.concat(others(tenant).stream(), RolloutRunEvents.of(tenant, pump(tenant), plan, then).stream())
                .toList();
    }

    private static List<Object> others(TenantId tenant) {
        SiteId site = SiteId.of(tenant, "basel");
        DeviceModelId model = DeviceModelId.of(tenant, "Acme", "Pump");
        DeviceId pump = pump(tenant);
        DeviceId spare = DeviceId.of(tenant, "Acme", "P-2");
        CommandId command = CommandId.of(tenant, "ada", "key-1");
        ReplayId replay = new ReplayId(new UUID(7, 7));
        PersonId ada = PersonId.of("https://login.example.com", "=ada");
        ApiKeyId key = new ApiKeyId(new UUID(7, 10));
        OwnRoleId cleaner = OwnRoleId.of(tenant, "cleaner");
        AccountId account = AccountId.of(ada);
        Instant then = Instant.parse("2026-11-20T10:00:00Z");
        JobId job = JobId.of(tenant, "ada", "1");
        JobPlan work = new JobPlan("=dose", new TreeMap<>(), 5, 60, new JobPlan.AbortThresholds(10, 3, 20));
        SignaturePolicy policy = new SignaturePolicy(
                List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of("quality-approver"), 1)), false);
        TenantId other = new TenantId("other");
        DeviceTransferId transfer = DeviceTransferId.of(tenant, "ada", "1");
        TransferTerms terms = new TransferTerms(
                tenant, other, pump, DeviceId.of(other, "Acme", "P-1"), "Acme", "P-1", "B", null, then, true);
        return List.of(
                new TenantEvent.TenantCreated(tenant, "Tenant, \"quoted\""),
                new TenantEvent.SiteOpened(tenant, site, "basel", "Basel\nEast", "Europe/Zurich"),
                new DeviceModelEvent.DeviceModelVersionPublished(
                        model, tenant, "Acme", "Pump", 1, new ModelContract(30, List.of(), List.of(), List.of())),
                new DeviceModelEvent.DeviceModelVersionDeprecated(model, 1),
                new DeviceEvent.DeviceRegistered(
                        pump,
                        tenant,
                        site,
                        "Acme",
                        "P-1",
                        model,
                        1,
                        "B",
                        null,
                        null,
                        new TreeMap<>(Map.of("line", "=1+1", "note", "'quoted'", "grüße", "±5 °C 🌡"))),
                new DeviceEvent.DeviceEnrolled(pump, LifeCycle.REGISTERED),
                new DeviceEvent.DeviceCommissioned(pump, LifeCycle.ENROLLED),
                new DeviceEvent.DeviceSuspended(pump, LifeCycle.ACTIVE),
                new DeviceEvent.DeviceResumed(pump, LifeCycle.SUSPENDED),
                new DeviceEvent.DeviceSentToRepair(pump, LifeCycle.ACTIVE),
                new DeviceEvent.DeviceReturnedFromRepair(pump, LifeCycle.UNDER_REPAIR),
                new DeviceEvent.DeviceMoved(pump, site, SiteId.of(tenant, "bern")),
                new DeviceEvent.DeviceAttachedToGateway(pump, null, spare),
                new DeviceEvent.DeviceTagged(pump, "line", "=1+1", "@SUM(A1)"),
                new DeviceEvent.DeviceUntagged(pump, "line", "@SUM(A1)"),
                new DeviceEvent.DeviceHardwareRevised(pump, "B", "-C"),
                new CommandEvent.CommandRequested(
                        command, tenant, pump, "reboot", new TreeMap<>(Map.of("delay", 5)), 60),
                new CommandEvent.CommandSent(command, pump, CommandState.REQUESTED, 1),
                new CommandEvent.CommandAnswered(
                        command, pump, CommandState.SENT, CommandAnswer.FAILED, "", "\tcell\r\n=HYPERLINK()", then),
                new CommandEvent.LateAnswerRecorded(
                        command, pump, CommandState.FAILED, CommandAnswer.SUCCEEDED, "0", null, null),
                new CommandEvent.CommandTimedOut(command, pump, CommandState.SENT),
                new CommandEvent.CommandCancelled(command, pump, CommandState.SENT),
                new CommandEvent.CommandHeld(command, pump, policy, then),
                new CommandEvent.CommandReleased(command, pump, List.of(new SignatureId(new UUID(7, 12)))),
                new ConnectivityEvent.ConnectivityChanged(
                        ConnectivityId.of(pump),
                        pump,
                        tenant,
                        Connectivity.ONLINE,
                        Connectivity.OFFLINE,
                        List.of(ConnectivityReason.LEASE_EXPIRED),
                        then,
                        new Lease(then, "telemetry", 30, null, false),
                        then),
                new LedgerEvent.LedgerMismatchFound(
                        new LedgerId("example.com/" + tenant), 7L, "=it differs, \"quoted\"", 9),
                new LedgerEvent.LedgerKeyRotated(
                        new LedgerId("example.com/" + tenant), List.of("a+1+x"), List.of("a+2+y")),
                new AuthorityEvent.FirstAdministratorAppointed(new PersonId(new UUID(7, 9))),
                new AuthorityEvent.OperationDenied(
                        new DenialId(new UUID(7, 8)), new PersonId(new UUID(7, 9)), "retireDevice", "acme", 2),
                new AuthorityEvent.OperationDeniedToKey(new DenialId(new UUID(7, 11)), key, "retireDevice", "acme", 2),
                new ApiKeyEvent.ApiKeyIssued(key, tenant, site, "=MES", List.of("integrator"), List.of("device"), then),
                new ApiKeyEvent.ApiKeyRevoked(key),
                new ApiKeyEvent.ApiKeyTokenIssued(key, new ApiKeyTokenId(new UUID(7, 12)), then),
                new OwnRoleEvent.RoleDefined(cleaner, tenant, "cleaner", Duty.WORK, "=Cleaner", List.of("tagDevice")),
                new OwnRoleEvent.RolePermissionsChanged(
                        cleaner,
                        tenant,
                        "cleaner",
                        Duty.WORK,
                        "=Cleaner",
                        "+Cleaner",
                        List.of("tagDevice"),
                        List.of("device")),
                new OwnRoleEvent.RoleWithdrawn(cleaner, tenant, "cleaner", Duty.WORK, "+Cleaner", List.of("device")),
                new ReplayEvent.ReplayStarted(replay, List.of("read-devices")),
                new ReplayEvent.ReplayEnded(replay, List.of(new Rebuilt("read-devices", 7, "0a", "0b"))),
                new PersonEvent.PersonRegistered(ada, "https://login.example.com", "=ada", "Ada L.", "HR 1"),
                new PersonEvent.PersonDeactivated(ada),
                new PersonEvent.PersonReactivated(ada),
                new PersonEvent.RoleGranted(ada, tenant, null, "auditor", Duty.QUALITY, "TR 1"),
                new PersonEvent.RoleRevoked(ada, tenant, null, "auditor"),
                new AccountEvent.SignInSecretIssued(account, ada, then),
                new AccountEvent.PasswordSet(account, ada),
                new AccountEvent.SecondFactorEnrolled(account, ada, "otp"),
                new AccountEvent.SignedIn(account, ada, "=s1", List.of("pwd", "otp")),
                new AccountEvent.TokenIssued(account, ada, "=s1", "+cli", "refresh_token", then),
                new AccountEvent.SignedOut(account, ada, "=s1", "idle"),
                new AccountEvent.SignedInElsewhere(
                        account, ada, "=s2", "https://login.example.com", List.of("mfa"), List.of()),
                new AccountEvent.SignInFailed(account, ada, "password", 1, 0),
                new AccountEvent.AccountLocked(account, ada, 1, then),
                new AccountEvent.AccountUnlocked(account, ada),
                new AccountEvent.SecondFactorReset(account, ada),
                new DeviceEvent.DeviceReplaced(pump, spare, LifeCycle.ACTIVE),
                new DeviceEvent.DeviceRetired(spare, LifeCycle.ACTIVE),
                new DeadLetterEvent.DeadLettersRetried(
                        DeadLettersId.of("read-devices", pump.toString()), tenant, "read-devices", pump.toString(), 7),
                new DeadLetterEvent.DeadLettersReleased(
                        DeadLettersId.of("read-fleet", pump.toString()), tenant, "read-fleet", pump.toString(), 7),
                signed(SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, model + ":1"), ada),
                corrected(tenant, pump),
                new AuditExportEvent.AuditTrailExported(
                        new ExportId(new UUID(7, 12)),
                        tenant,
                        new ExportScope(pump.toString(), then, then.plusSeconds(1), 1L, 7L),
                        new ExportedFile("csv", 7, 17, 4711, "0".repeat(64))),
                new ExportJobEvent.ExportJobRequested(
                        new ExportJobId(new UUID(7, 12)),
                        tenant,
                        new ExportScope(pump.toString(), then, then.plusSeconds(1), 1L, 7L),
                        7L,
                        true),
                new ExportJobEvent.ExportJobMade(
                        new ExportJobId(new UUID(7, 12)),
                        tenant,
                        7,
                        17,
                        List.of(new ExportJobFile("=audit-trail.csv", "csv", 17, 4711, "0".repeat(64)))),
                new ExportJobEvent.ExportJobFailed(
                        new ExportJobId(new UUID(7, 13)), tenant, ExportJobFailure.QUEUE_FULL),
                new ExportJobEvent.ExportJobCancelled(new ExportJobId(new UUID(7, 14)), tenant),
                new ExportJobEvent.ExportJobRemoved(
                        new ExportJobId(new UUID(7, 12)), tenant, ExportJobRemoval.TOO_MANY),
                new SignaturePolicyEvent.SignaturePolicySet(
                        SignaturePolicyId.of(tenant, SignableKind.DEVICE_COMMAND),
                        tenant,
                        SignableKind.DEVICE_COMMAND,
                        null,
                        policy),
                new SignaturePolicyEvent.SignaturePolicyWithdrawn(
                        SignaturePolicyId.of(tenant, SignableKind.DEVICE_COMMAND),
                        tenant,
                        SignableKind.DEVICE_COMMAND,
                        policy),
                new TenantEvent.SignaturesCertified(tenant, "FDA", "DOC-1"),
                new QuarantineEvent.QuarantinedMessageReleased(
                        QuarantinedMessageId.of(tenant, 17),
                        tenant,
                        pump,
                        17,
                        1,
                        "UNKNOWN_DEVICE",
                        then,
                        120,
                        "0".repeat(64)),
                new QuarantineEvent.QuarantineReleaseSettled(
                        QuarantinedMessageId.of(tenant, 17), tenant, pump, 17, 1, "TAKEN_IN", "=stored"),
                new RolloutEvent.RolloutPlanDrafted(RolloutPlanId.of(tenant, "ada", "1"), tenant, plan(model, "First")),
                new RolloutEvent.RolloutPlanRevised(
                        RolloutPlanId.of(tenant, "ada", "1"), tenant, 2, plan(model, "First"), fullPlan(model, site)),
                new RolloutEvent.RolloutPlanWithdrawn(RolloutPlanId.of(tenant, "ada", "1"), tenant, 2),
                new RolloutEvent.RolloutPlanApplied(
                        RolloutPlanId.of(tenant, "ada", "1"), tenant, 2, RolloutRunId.of(tenant, "ada", "1"), 1),
                new ArtifactEvent.ArtifactStored(
                        ArtifactId.of(tenant, "0".repeat(64)),
                        tenant,
                        new ArtifactFile("0".repeat(64), 1, "=flow.bin", "application/zip")),
                new SoftwareReleaseEvent.SoftwareReleasePublished(
                        SoftwareReleaseId.of(tenant, "flow", "2.1"),
                        tenant,
                        new SoftwareRelease(
                                "flow",
                                "2.1",
                                "0".repeat(64),
                                model,
                                List.of(1),
                                List.of("A, B"),
                                List.of(),
                                "=notes",
                                1)),
                new SoftwareReleaseEvent.SoftwareReleaseWithdrawn(SoftwareReleaseId.of(tenant, "flow", "2.1"), tenant),
                new DeviceEvent.DeviceModelVersionChanged(pump, 1, 2),
                new AuthorityEvent.OperationDeniedToDevice(
                        new DenialId(new UUID(7, 15)), pump, "simpleenroll", "=acme", 2),
                new EnrolmentEvent.DeviceEnrolmentAllowed(EnrolmentId.of(pump), tenant, pump, "0".repeat(64), then),
                new EnrolmentEvent.DeviceCertificateIssued(
                        EnrolmentId.of(pump),
                        tenant,
                        pump,
                        new DeviceCertificate("80f1", "1".repeat(64), "2".repeat(64), then, then, "=pem"),
                        EnrolmentMeans.TOKEN,
                        null),
                new EnrolmentEvent.DeviceCertificateRevoked(
                        EnrolmentId.of(pump), tenant, pump, "80f1", "1".repeat(64), RevocationReason.KEY_COMPROMISE),
                new TwinEvent.DesiredPropertiesChanged(
                        TwinId.of(pump), pump, tenant, 0, 1, List.of(new PropertyChange("interval", null, 30, "s"))),
                new TwinEvent.ReportedPropertiesChanged(
                        TwinId.of(pump),
                        pump,
                        tenant,
                        new ReportStamp("b1", 1, then),
                        List.of(new PropertyChange("sealed", true, false, null))),
                new TwinEvent.DesiredPropertiesRefused(
                        TwinId.of(pump),
                        pump,
                        tenant,
                        1,
                        new ReportStamp("b1", 2, then),
                        Convergence.PENDING,
                        "BUSY",
                        "later"),
                new TwinEvent.DesiredPropertiesConverged(
                        TwinId.of(pump), pump, tenant, 1, new ReportStamp("b1", 3, then), Convergence.REFUSED),
                new CommandEvent.CommandApprovalAsked(command, pump, ada.toString(), then),
                new CommandEvent.CommandApproved(command, pump, ada.toString(), CommandState.REQUESTED),
                new CommandEvent.CommandProgressed(command, pump, 0, 40, "=far", then),
                new CommandEvent.CommandAttemptFailed(command, pump, CommandState.SENT, 1, "BUSY", "=busy", null),
                new CommandEvent.CommandRetried(command, pump, CommandState.REQUESTED, 2, RetryReason.ATTEMPT_FAILED),
                new CommandEvent.CommandExpired(command, pump, CommandState.SENT),
                new CommandEvent.CommandQueued(command, pump, then),
                new CommandEvent.CommandDequeued(command, pump),
                new EnrolmentEvent.FactoryKeyImported(
                        EnrolmentId.of(pump),
                        tenant,
                        pump,
                        "3".repeat(64),
                        "5".repeat(64),
                        "4".repeat(64),
                        new SignedBy("6".repeat(64), "CN=lists")),
                new EnrolmentEvent.DeviceClaimed(EnrolmentId.of(pump), tenant, pump, SiteId.of(tenant, "claimed")),
                new DeviceEvent.DeviceHandedOver(pump, transfer, other, LifeCycle.ACTIVE),
                new TransferEvent.DeviceTransferOffered(transfer, TransferSide.GIVER, terms, ada.toString()),
                new TransferEvent.DeviceTransferAccepted(
                        transfer,
                        TransferSide.RECEIVER,
                        terms,
                        TransferState.OFFERED,
                        TransferState.ACCEPTED,
                        new Placement(SiteId.of(other, "oslo"), DeviceModelId.of(other, "Acme", "Pump"), 2)),
                new TransferEvent.DeviceTransferDeclined(
                        transfer, TransferSide.RECEIVER, terms, TransferState.OFFERED, TransferState.DECLINED),
                new TransferEvent.DeviceTransferWithdrawn(
                        transfer, TransferSide.GIVER, terms, TransferState.OFFERED, TransferState.WITHDRAWN),
                new TransferEvent.DeviceTransferLapsed(
                        transfer, TransferSide.GIVER, terms, TransferState.OFFERED, TransferState.LAPSED),
                new TransferEvent.DeviceTransferAbandoned(
                        transfer,
                        TransferSide.GIVER,
                        terms,
                        TransferState.ACCEPTED,
                        TransferState.ABANDONED,
                        "ILLEGAL_TRANSITION"),
                new TransferEvent.DeviceTransferHeldUp(
                        transfer, TransferSide.GIVER, terms, TransferState.ACCEPTED, TransferState.HELD_UP, null),
                new TransferEvent.DeviceTransferCompleted(
                        transfer, TransferSide.RECEIVER, terms, TransferState.ACCEPTED, TransferState.COMPLETED),
                new DeviceEvent.DevicePlaceTaken(spare, pump, new TreeMap<>(Map.of("site", "SITE_UNKNOWN"))),
                incident(tenant, pump, then),
                new IncidentEvent.IncidentRecurred(
                        INCIDENT, tenant, IncidentSubject.of(pump), 1, 1, 2, new TreeMap<>(), "command 2"),
                new IncidentEvent.IncidentClosed(
                        INCIDENT, tenant, IncidentSubject.of(pump), 1, IncidentEnd.RECOVERED, "command 3"),
                new IncidentEvent.IncidentAcknowledged(INCIDENT, tenant, IncidentSubject.of(pump), 1),
                new IncidentEvent.IncidentNoted(INCIDENT, tenant, IncidentSubject.of(pump), 1, "=loose\ncable"),
                new JobEvent.JobCreated(
                        job,
                        tenant,
                        work,
                        2,
                        "0".repeat(64),
                        new TreeMap<>(Map.of(JobSelection.Exclusion.UNKNOWN, 1)),
                        true,
                        ada.toString(),
                        "1".repeat(64)),
                new JobEvent.JobCohortListed(job, tenant, 1, List.of(pump)),
                new JobEvent.JobStarted(job, tenant, work, 2, "0".repeat(64), true),
                new JobEvent.JobPaused(job, tenant),
                new JobEvent.JobResumed(job, tenant),
                new JobEvent.JobCancelled(job, tenant, JobState.RUNNING, 1, 1),
                new JobEvent.JobRetried(job, tenant, work, JobState.HALTED, 2, 1, true),
                new JobEvent.JobHandedOut(job, tenant, 1, 7, List.of(pump), 1, 0),
                new JobEvent.JobDeviceTakenBack(job, tenant, 1, pump, "TOO_MANY_OPEN_COMMANDS", 0),
                new JobEvent.JobDeviceEnded(job, tenant, 1, pump, JobDeviceState.FAILED, "=E17", 0),
                new JobEvent.JobHalted(job, tenant, JobState.RUNNING, JobPlan.Cause.FAILED_COUNT, 1, 1, 1, 0),
                new JobEvent.JobCompleted(job, tenant, JobState.RUNNING, 0, 2),
                new TenantEvent.ListSignerTrusted(
                        tenant,
                        "Flow AG",
                        new ListSigner("6".repeat(64), "=CN=lists", then, then.plusSeconds(1), "pem")),
                new TenantEvent.ListSignerDistrusted(tenant, "Flow AG", "6".repeat(64)),
                new CommandEvent.CommandWithdrawn(command, pump, CommandState.QUEUED, LifeCycle.REPLACED),
                new DeviceModelEvent.DeviceModelVersionReportsOnly(model, 2, 1),
                new DeviceModelEvent.DeviceModelVersionEnforced(model, 2, 1),
                new CommandEvent.CommandAgreedByJob(command, pump, job.value(), 1, ada.toString(), "=Ada"));
    }

    private static IncidentEvent incident(TenantId tenant, DeviceId pump, Instant since) {
        return new IncidentEvent.IncidentOpened(
                INCIDENT,
                tenant,
                IncidentSubject.of(pump),
                1,
                IncidentKind.COMMAND_FAILED,
                "reboot",
                since,
                new TreeMap<>(Map.of("code", "=E7")),
                "command 1");
    }

    private static RolloutPlan plan(DeviceModelId model, String title) {
        return new RolloutPlan(
                title,
                new Release("firmware", "2.1", "0".repeat(64), 4711),
                model,
                List.of(1),
                new Cohort(List.of(), List.of("A"), new TreeMap<>(Map.of("line", "1"))),
                List.of(new Wave(10, 60), new Wave(100, 0)),
                new StopThresholds(5, null),
                60,
                false);
    }

    /** With all that a plan may leave out. */
    private static RolloutPlan fullPlan(DeviceModelId model, SiteId site) {
        return new RolloutPlan(
                "Second",
                new Release("firmware", "2.1", "0".repeat(64), 4711),
                model,
                List.of(1),
                new Cohort(
                        List.of(site),
                        List.of("A"),
                        new TreeMap<>(Map.of("line", "1")),
                        List.of(DeviceTrait.SITE, DeviceTrait.HARDWARE_REVISION)),
                List.of(new Wave(null, 1, 60, 20, 3, 95, new RecentFailures(20, null, 2)), new Wave(100, 0)),
                new StopThresholds(5, 3, new RecentFailures(50, 10, null)),
                60,
                true,
                List.of(MaintenanceWindow.of("sat, sun from 22:00 for 120 min, offers for 60 min")),
                new Prerequisites(30, List.of("1.9", "2.0")),
                new RolloutTerms(90));
    }

    private static CorrectionEvent corrected(TenantId tenant, DeviceId pump) {
        return new CorrectionEvent.EntryCorrected(
                CorrectionId.of(tenant, 7, 2),
                tenant,
                1,
                7,
                2,
                "device.DeviceRegistered",
                "device",
                pump.toString(),
                "serialNumber",
                "P-100",
                "=P-101",
                null);
    }

    private static SignatureEvent signed(SignableRecord record, PersonId ada) {
        String hash = "0".repeat(64);
        return new SignatureEvent.RecordSigned(
                SignatureId.of(record, hash, ada, SignatureMeaning.AUTHORSHIP),
                record,
                7,
                hash,
                ada,
                "=Ada L.",
                SignatureMeaning.AUTHORSHIP,
                "Europe/Zurich",
                "+01:00",
                "s1",
                List.of("pwd", "otp"),
                2,
                "0".repeat(64));
    }
}

package io.devicetrail.commandside.authority;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.domain.apikey.ApiKeyCommand;
import io.devicetrail.domain.apikey.ApiKeyCommand.IssueApiKey;
import io.devicetrail.domain.apikey.ApiKeyRejection.ApiKeyUnknown;
import io.devicetrail.domain.artifact.ArtifactCommand.StoreArtifact;
import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandRejection.CommandUnknown;
import io.devicetrail.domain.correction.CorrectionCommand.CorrectEntry;
import io.devicetrail.domain.correction.CorrectionRejection.EntryUnknown;
import io.devicetrail.domain.deadletter.DeadLetterCommand;
import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.RegisterDevices;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.DeprecateDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.EnforceDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.PublishDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.enrolment.EnrolmentCommand;
import io.devicetrail.domain.enrolment.EnrolmentCommand.AllowDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ClaimDevice;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ImportFactoryKeys;
import io.devicetrail.domain.enrolment.EnrolmentCommand.RevokeDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.exportjob.ExportJobCommand.RequestExportJob;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportJobUnknown;
import io.devicetrail.domain.incident.IncidentCommand.AcknowledgeIncident;
import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentRejection.IncidentUnknown;
import io.devicetrail.domain.job.JobCommand;
import io.devicetrail.domain.job.JobCommand.CreateJob;
import io.devicetrail.domain.job.JobRejection.JobUnknown;
import io.devicetrail.domain.ownrole.OwnRoleCommand;
import io.devicetrail.domain.ownrole.OwnRoleCommand.DefineRole;
import io.devicetrail.domain.ownrole.OwnRoleRejection.OwnRoleUnknown;
import io.devicetrail.domain.person.PersonCommand;
import io.devicetrail.domain.person.PersonRejection.PersonUnknown;
import io.devicetrail.domain.quarantine.QuarantineCommand;
import io.devicetrail.domain.quarantine.QuarantineRejection.QuarantinedMessageUnknown;
import io.devicetrail.domain.release.SoftwareReleaseCommand;
import io.devicetrail.domain.release.SoftwareReleaseCommand.PublishSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseRejection.SoftwareReleaseUnknown;
import io.devicetrail.domain.rollout.RolloutCommand;
import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutRejection.RolloutPlanUnknown;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RolloutUnknown;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand;
import io.devicetrail.domain.tenant.TenantCommand;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import io.devicetrail.domain.transfer.TransferCommand;
import io.devicetrail.domain.transfer.TransferCommand.OfferDeviceTransfer;
import io.devicetrail.domain.transfer.TransferRejection.TransferUnknown;
import io.devicetrail.domain.twin.TwinCommand;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Says "there is no such record" in the domain's words where the framework says that an aggregate was not found, or that
 * the id leads to the events of something else (a device's id given as a command's).
 */
class UnknownRecord implements MessageHandlerInterceptor<CommandMessage<?>> {
    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException | IncompatibleAggregateException e) {
            Rejection unknown = unknown(work.getMessage().getPayload());
            throw unknown == null ? e : because(unknown, e);
        }
    }

    private static @Nullable Rejection unknown(Object command) {
        return switch (command) {
            case RegisterDevice c -> new TenantUnknown(c.tenant());
            case RegisterDevices c -> new TenantUnknown(c.devices().getFirst().tenant());
            case PublishDeviceModelVersion c -> new TenantUnknown(c.tenant());
            case DeadLetterCommand c -> new TenantUnknown(c.tenant());
            case QuarantineCommand c -> new QuarantinedMessageUnknown(c.number());
            case RequestCommand c -> new DeviceUnknown(c.device());
            case RequestJobCommand c -> new DeviceUnknown(c.device());
            case AllowDeviceEnrolment c -> new DeviceUnknown(c.device());
            case ClaimDevice c -> new ClaimCodeUnknown();
            case ImportFactoryKeys c -> new DeviceUnknown(c.device());
            case RevokeDeviceCertificate c -> new DeviceUnknown(c.device());
            case EnrolmentCommand c -> new NotAllowed();
            case OfferDeviceTransfer c -> new DeviceUnknown(c.device());
            case TransferCommand c -> new TransferUnknown(c.transfer());
            case AcknowledgeIncident c -> new IncidentUnknown(new IncidentEpisode(c.incident(), c.number()).toString());
            case AddIncidentNote c -> new IncidentUnknown(new IncidentEpisode(c.incident(), c.number()).toString());
            case TwinCommand c -> new DeviceUnknown(c.device());
            case TenantCommand c -> new TenantUnknown(c.tenant());
            case DeviceCommand c -> new DeviceUnknown(c.device());
            case DeprecateDeviceModelVersion c -> new ModelVersionUnknown(c.deviceModel(), c.version());
            case EnforceDeviceModelVersion c -> new ModelVersionUnknown(c.deviceModel(), c.version());
            case CommandOrder c -> new CommandUnknown(c.command());
            case IssueApiKey c -> new TenantUnknown(c.tenant());
            case SignaturePolicyCommand c -> new TenantUnknown(c.tenant());
            case ApiKeyCommand c -> new ApiKeyUnknown(c.key());
            case Sign c -> new RecordUnknown(c.record());
            case CorrectEntry c -> new EntryUnknown(c.index(), c.ordinal());
            case DefineRole c -> new TenantUnknown(c.tenant());
            case OwnRoleCommand c -> new OwnRoleUnknown(c.key());
            case CreateJob c -> new TenantUnknown(c.tenant());
            case JobCommand c -> new JobUnknown(c.job());
            case StoreArtifact c -> new TenantUnknown(c.tenant());
            case PublishSoftwareRelease c -> new TenantUnknown(c.tenant());
            case SoftwareReleaseCommand c -> new SoftwareReleaseUnknown(c.release());
            case DraftRolloutPlan c -> new TenantUnknown(c.tenant());
            case RolloutCommand c -> new RolloutPlanUnknown(c.plan());
            case CreateRollout c -> new RolloutPlanUnknown(c.plan());
            case RolloutRunCommand c -> new RolloutUnknown(c.run());
            case RequestExportJob c -> new TenantUnknown(c.tenant());
            case ExportJobCommand c -> new ExportJobUnknown(c.job());
            case PersonCommand c -> new PersonUnknown(c.person());
            default -> null;
        };
    }
}

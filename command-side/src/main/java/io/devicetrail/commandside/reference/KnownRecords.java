package io.devicetrail.commandside.reference;

import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** What the log says about records, as of now. Another command may change them before this one's events are stored. */
public interface KnownRecords {
    Optional<KnownTenant> tenant(TenantId tenant);

    Optional<KnownModel> model(DeviceModelId model);

    Optional<KnownDevice> device(DeviceId device);

    Optional<KnownPerson> person(PersonId person);

    /** The request that made the command. */
    Optional<CommandRequested> command(CommandId command);

    /** The draft that made the plan. */
    Optional<RolloutPlanDrafted> rolloutPlan(RolloutPlanId plan);

    /** What put the file on record. */
    Optional<ArtifactStored> artifact(ArtifactId artifact);

    /** The publication that made the release. */
    Optional<SoftwareReleasePublished> softwareRelease(SoftwareReleaseId release);

    /** Whether the command message {@code commandId} left an event on the record {@code subject}. */
    boolean wroteTo(String subject, String commandId);
}

package io.devicetrail.domain.release;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about software releases. */
public sealed interface SoftwareReleaseCommand {
    SoftwareReleaseId release();

    /** Makes a release of an artifact. Like anything new it needs no reason. */
    record PublishSoftwareRelease(
            @TargetAggregateIdentifier SoftwareReleaseId release, TenantId tenant, SoftwareRelease content)
            implements SoftwareReleaseCommand {
        public PublishSoftwareRelease {
            content = content.checked();
            if (!release.equals(SoftwareReleaseId.of(tenant, content.name(), content.version()))) {
                throw new MalformedInput("release", "is not the id of this name and version");
            }
        }
    }

    /** Gives it up for ever. */
    record WithdrawSoftwareRelease(
            @TargetAggregateIdentifier SoftwareReleaseId release) implements SoftwareReleaseCommand, RegulatedChange {}
}

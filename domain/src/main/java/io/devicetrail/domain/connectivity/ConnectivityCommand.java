package io.devicetrail.domain.connectivity;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What the judge can ask. People cannot: connectivity is judged, never written. */
public sealed interface ConnectivityCommand {
    ConnectivityId connectivity();

    /** Records a judgement if it differs from the last one recorded. */
    record RecordJudgement(
            @TargetAggregateIdentifier ConnectivityId connectivity,
            DeviceId device,
            TenantId tenant,
            Judgement judgement,
            Lease evidence,
            Instant judgedAt)
            implements ConnectivityCommand {}
}

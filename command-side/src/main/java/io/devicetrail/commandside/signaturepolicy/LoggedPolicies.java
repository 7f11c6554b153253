package io.devicetrail.commandside.signaturepolicy;

import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicySet;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicyWithdrawn;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the policy's own stream: short, read by aggregate, always up to date. */
@Component
class LoggedPolicies implements SignaturePolicies {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedPolicies(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<SignaturePolicy> of(TenantId tenant, SignableKind kind) {
        @Nullable SignaturePolicy inForce = null;
        for (Object event : events.readEvents(SignaturePolicyId.of(tenant, kind).toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList()) {
            if (event instanceof SignaturePolicySet set) {
                inForce = set.to();
            } else if (event instanceof SignaturePolicyWithdrawn) {
                inForce = null;
            }
        }
        return Optional.ofNullable(inForce);
    }
}

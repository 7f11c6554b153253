package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import java.io.IOException;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;

/**
 * Tells devices what they are offered as soon as the log says so, at least once: a crash between the broker's
 * acknowledgement and ours tells one again, and the device knows it by rollout and attempt. While the broker is away the
 * handler fails and its processor tries again.
 */
@ProcessingGroup("rollout-delivery")
@DisallowReplay
public final class OfferDelivery {
    private final OfferSending sending;

    public OfferDelivery(OfferSending sending) {
        this.sending = sending;
    }

    @EventHandler
    public void on(RolloutOffered offered) throws IOException {
        sending.send(offered.run(), offered.round(), offered.devices());
    }
}

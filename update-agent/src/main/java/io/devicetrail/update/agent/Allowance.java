package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DeviceProfile;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;

/** What the signed metadata allows of an offer: it has the say, the offer only chooses among it. */
final class Allowance {
    /** Attempts at metadata before an offer is given up. */
    static final int MOST_ATTEMPTS = 5;

    /** The offer says something else of the image than who signed it. */
    static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final UpdateClient metadata;
    private final Pause pause;

    Allowance(UpdateClient metadata, Pause pause) {
        this.metadata = metadata;
        this.pause = pause;
    }

    /**
     * @throws io.devicetrail.update.metadata.UpdateRefused for metadata that does not check, or an image for others
     * @throws Unreachable after all attempts
     */
    Target of(Offer offer, DeviceProfile device) throws IOException {
        Target target = refreshed().target(offer.target());
        if (!offer.says(target)) {
            throw new Differs();
        }
        target.suits().mustSuit(device);
        return target;
    }

    private Targets refreshed() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return metadata.refresh();
            } catch (Unreachable now) {
                if (attempt >= MOST_ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw now;
                }
                pause.before(attempt);
            }
        }
    }
}

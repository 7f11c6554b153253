package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import java.util.HashMap;
import java.util.Map;

/** The message of a round, written once for each time zone. Of one thread. */
final class Payloads {
    private static final String WITHOUT_WINDOWS = "";

    private final RolloutCreated run;
    private final int round;
    private final Map<String, byte[]> written = new HashMap<>();

    Payloads(RolloutCreated run, int round) {
        this.run = run;
        this.round = round;
    }

    byte[] of(RolloutOffer offer) {
        String zone = offer.zone();
        return written.computeIfAbsent(
                zone == null ? WITHOUT_WINDOWS : zone, key -> OfferMessage.payload(run, round, zone));
    }
}

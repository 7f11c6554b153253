package io.devicetrail.update.agent;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about an offer.
 *
 * @param version that runs when this is said, not the one offered
 * @param code of {@link Code} or of {@link io.devicetrail.update.metadata.Refusal}; null where nothing is wrong
 * @param progress of the download in percent
 */
record Report(
        JobId job, State state, String version, @Nullable String code, int progress, Instant at) {

    enum State {
        DOWNLOADING,
        INSTALLED,
        VERIFIED,
        FAILED,
        ROLLED_BACK,
        REFUSED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Nothing comes after it for this attempt. */
        boolean isLast() {
            return this != DOWNLOADING && this != INSTALLED;
        }
    }
}

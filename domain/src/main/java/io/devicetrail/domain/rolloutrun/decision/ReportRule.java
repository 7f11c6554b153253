package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.ReportOutcome.CONTRADICTORY;
import static io.devicetrail.domain.rolloutrun.ReportOutcome.COUNTED;
import static io.devicetrail.domain.rolloutrun.ReportOutcome.OVERTAKEN;
import static io.devicetrail.domain.rolloutrun.ReportOutcome.REPEATED;
import static io.devicetrail.domain.rolloutrun.RolloutDeviceState.DOWNLOADING;
import static io.devicetrail.domain.rolloutrun.RolloutDeviceState.FAILED;
import static io.devicetrail.domain.rolloutrun.RolloutDeviceState.INSTALLED;
import static io.devicetrail.domain.rolloutrun.RolloutDeviceState.REFUSED;
import static io.devicetrail.domain.rolloutrun.RolloutDeviceState.ROLLED_BACK;

import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;

/**
 * What a report of the last attempt makes of a device. Messages come twice, late and in another order, so what is on
 * record is passed by what comes after it alone; and a device that came to nothing is not made good by a message: what is
 * worse is believed, what is better is contradictory until a retry.
 */
public final class ReportRule {
    private ReportRule() {}

    /**
     * Of a device on record as {@code now}.
     *
     * @param said {@code VERIFIED} with another version than the release's is {@link #meant} as {@code ROLLED_BACK}
     */
    public static ReportOutcome of(RolloutDeviceState now, RolloutDeviceState said) {
        if (now == said) {
            return REPEATED;
        }
        return switch (now) {
            // One that was taken back from its turn and says something was told all the same.
            case WAITING, NOT_OFFERED, OFFERED, DOWNLOADING -> COUNTED;
            case INSTALLED -> said == DOWNLOADING ? OVERTAKEN : said == REFUSED ? CONTRADICTORY : COUNTED;
            case VERIFIED -> progress(said) ? OVERTAKEN : said == REFUSED ? CONTRADICTORY : COUNTED;
            case FAILED -> progress(said) ? OVERTAKEN : said == ROLLED_BACK ? COUNTED : CONTRADICTORY;
            case ROLLED_BACK -> progress(said) || said == FAILED ? OVERTAKEN : CONTRADICTORY;
            case REFUSED -> said == DOWNLOADING ? OVERTAKEN : CONTRADICTORY;
            // Who was given up, or was silent for too long, is waited for no more. How it ended is a fact all the same,
            // and may halt the run, or make good what nobody but the platform said of it.
            case SKIPPED, TIMED_OUT -> progress(said) ? ReportOutcome.GIVEN_UP : COUNTED;
        };
    }

    /** A device that restarted into another version has rolled back, whatever it calls it. */
    static RolloutDeviceState meant(DeviceReport report, String release) {
        return report.says() == RolloutDeviceState.VERIFIED && !release.equals(report.version())
                ? ROLLED_BACK
                : report.says();
    }

    private static boolean progress(RolloutDeviceState said) {
        return said == DOWNLOADING || said == INSTALLED;
    }
}

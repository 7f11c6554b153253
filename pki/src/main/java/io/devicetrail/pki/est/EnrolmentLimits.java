package io.devicetrail.pki.est;

import java.util.function.LongSupplier;

/** Who guesses, or asks without end, is told to wait. */
final class EnrolmentLimits {
    /** Requests of one address: a site's whole fleet may come from one. */
    static final int REQUESTS = 3_000;
    /** Requests of one address for other things, such as files: counted apart, so that they keep nobody from renewing. */
    static final int OTHERS = 3_000;
    /** Tries that came to nothing, of one address. */
    static final int FAILURES = 30;
    /** Tries for one device from one address that came to nothing. */
    static final int FAILURES_FOR_DEVICE = 5;
    /** Renewals of one device, and signatures of another's authority for it. */
    static final int RENEWALS = 6;
    /**
     * Signatures of another's authority for one device in a day that came to nothing, and after those one an hour: as many
     * as for a device that waits the hour that it is told each time, and soon well again once the authority is.
     */
    static final int SIGNED_IN_VAIN_PER_DAY = 24;
    /** A device that was renewed as often as may be in a day is told to come back after this. */
    static final long SECONDS_TO_NEXT_RENEWAL = 3_600;

    private final Allowance requests;
    private final Allowance others;
    private final Allowance failures;
    private final Allowance failuresForDevice;
    private final Allowance renewals;
    private final Allowance signedInVain;

    EnrolmentLimits(LongSupplier nanos) {
        requests = new Allowance(REQUESTS, nanos);
        others = new Allowance(OTHERS, nanos);
        failures = new Allowance(FAILURES, nanos);
        failuresForDevice = new Allowance(FAILURES_FOR_DEVICE, nanos);
        renewals = new Allowance(RENEWALS, nanos);
        signedInVain = Allowance.ofDay(SIGNED_IN_VAIN_PER_DAY, nanos);
    }

    /**
     * Of anybody, whatever is asked for.
     *
     * @throws EstRefusal 429
     */
    void request(Origin origin) {
        take(requests, origin.network());
    }

    /**
     * Of anybody, for something else than a certificate.
     *
     * @throws EstRefusal 429
     */
    void other(Origin origin) {
        take(others, origin.network());
    }

    /**
     * Of who has shown no certificate that stands. Who has one is not made to wait for what others at the same address do.
     *
     * @throws EstRefusal 429
     */
    void attempt(Origin origin, String device) {
        refuseFor(failures.secondsToWait(origin.network()));
        refuseFor(failuresForDevice.secondsToWait(forDevice(origin, device)));
    }

    void failed(Origin origin, String device) {
        failures.take(origin.network());
        failuresForDevice.take(forDevice(origin, device));
    }

    /** @throws EstRefusal 429 */
    void renewal(String device) {
        take(renewals, device);
    }

    /**
     * Before another's authority is asked to sign.
     *
     * @throws EstRefusal 429
     */
    void signature(String device) {
        long seconds = signedInVain.secondsToWait(device);
        if (seconds > 0) {
            throw new EstRefusal(
                    EstRefusal.TOO_MANY,
                    "SIGNATURES_LIMITED: The authority has signed " + SIGNED_IN_VAIN_PER_DAY
                            + " times and more for this device what could not be taken; its operator has to look. Repeat in "
                            + seconds + (seconds == 1 ? " second." : " seconds."),
                    seconds,
                    null);
        }
    }

    /** It has signed what nobody takes. */
    void signedInVain(String device) {
        signedInVain.take(device);
    }

    private static void take(Allowance allowance, String whose) {
        boolean taken = allowance.take(whose);
        refuseFor(taken ? 0 : Math.max(1, allowance.secondsToWait(whose)));
    }

    private static void refuseFor(long seconds) {
        if (seconds > 0) {
            throw new EstRefusal(
                    EstRefusal.TOO_MANY,
                    "RATE_LIMITED: Too many requests; repeat in " + seconds + (seconds == 1 ? " second." : " seconds."),
                    seconds,
                    null);
        }
    }

    private static String forDevice(Origin origin, String device) {
        return origin.network() + " " + device;
    }
}

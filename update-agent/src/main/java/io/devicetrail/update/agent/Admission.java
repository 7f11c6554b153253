package io.devicetrail.update.agent;

import io.devicetrail.update.agent.Report.State;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether an offer is taken up at all, by itself and what runs; before anything signed is asked. */
record Admission(State state, Code code) {
    private static final int WHOLE = 100;

    /**
     * Empty if it is taken up.
     *
     * @param atAnother another update is not at its end
     * @param battery in percent; empty where there is none
     */
    static Optional<Admission> refused(
            Offer offer, Slots.Content runs, boolean atAnother, Instant now, OptionalInt battery) {
        if (atAnother) {
            return Optional.of(new Admission(State.REFUSED, Code.BUSY));
        }
        if (runs.sha256().equals(offer.sha256())) {
            return Optional.of(new Admission(State.VERIFIED, Code.ALREADY_RUNNING));
        }
        if (!offer.downgradeAllowed() && offer.version().compareTo(runs.version()) < 0) {
            return Optional.of(new Admission(State.REFUSED, Code.DOWNGRADE));
        }
        return offer.prerequisites()
                .unmet(runs.version())
                .or(() -> notNow(offer, now, battery))
                .map(code -> new Admission(State.REFUSED, code));
    }

    /** Asked again of what was taken up: before it goes on after a start, and before its restart. */
    static Optional<Code> notNow(Offer offer, Instant now, OptionalInt battery) {
        if (offer.notAfter() != null && !now.isBefore(offer.notAfter())) {
            return Optional.of(Code.OFFER_EXPIRED);
        }
        boolean open = offer.windows().isEmpty() || offer.windows().stream().anyMatch(each -> each.contains(now));
        return open ? offer.prerequisites().unmet(battery) : Optional.of(Code.OUTSIDE_WINDOW);
    }

    int progress() {
        return state == State.VERIFIED ? WHOLE : 0;
    }
}

package io.devicetrail.ingress.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All sightings of one device within a batch, as one change of its lease.
 *
 * @param activityAt when it was last heard itself; null if only its will was
 * @param word what presence said last, if it said anything
 * @param wordAt when
 */
record LeaseRenewal(
        Sighting last,
        @Nullable Instant activityAt,
        @Nullable String activity,
        @Nullable PresenceWord word,
        @Nullable Instant wordAt) {

    /** @param sightings in the order of their arrival */
    static List<LeaseRenewal> of(List<Sighting> sightings, Duration stragglerWindow) {
        Map<UUID, LeaseRenewal> renewals = new LinkedHashMap<>();
        for (Sighting sighting : sightings) {
            renewals.merge(
                    sighting.device().value(), first(sighting), (before, next) -> before.then(next, stragglerWindow));
        }
        List<LeaseRenewal> ordered = new ArrayList<>(renewals.values());
        ordered.sort(Comparator.comparing(renewal -> renewal.last().device().value()));
        return ordered;
    }

    /** Whether the word leaves the device gone. */
    boolean gone() {
        return word != null && word.leaves();
    }

    private static LeaseRenewal first(Sighting sighting) {
        PresenceWord word = sighting.presence();
        boolean heard = word == null || word.says() != PresenceMessage.WILL;
        return new LeaseRenewal(
                sighting,
                heard ? sighting.at() : null,
                heard ? sighting.activity() : null,
                word,
                word == null ? null : sighting.at());
    }

    private LeaseRenewal then(LeaseRenewal next, Duration stragglerWindow) {
        if (word != null && next.word != null && next.word.isBefore(word)) {
            return this;
        }
        boolean heard = next.activityAt != null;
        PresenceWord lastWord = next.word == null ? word : next.word;
        Instant lastWordAt = next.word == null ? wordAt : next.wordAt;
        if (next.word == null
                && gone()
                && wordAt != null
                && heard
                && next.last.at().isAfter(wordAt.plus(stragglerWindow))) {
            lastWord = new PresenceWord(PresenceMessage.ONLINE, null);
            lastWordAt = next.last.at();
        }
        return new LeaseRenewal(
                next.last,
                heard ? next.activityAt : activityAt,
                heard ? next.activity : activity,
                lastWord,
                lastWordAt);
    }
}

package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Header;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.repository.Lifetimes;
import io.devicetrail.update.metadata.repository.Published;
import io.devicetrail.update.metadata.repository.RepositoryAuthor;
import io.devicetrail.update.metadata.repository.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From what is published to what should be: what was left half-way, other keys, the targets, what ends soon, in this
 * order. What a missing key keeps from being done is told, and all else goes on.
 */
final class Renewal {
    /** Before their end, while their keys are there. The timestamp's is half of its life. */
    static final Duration TIMESTAMP_AHEAD = Duration.ofHours(12);

    static final Duration TARGETS_AHEAD = Duration.ofDays(30);
    static final Duration ROOT_AHEAD = Duration.ofDays(60);
    /** From then on it is told that the root ends. */
    static final Duration ROOT_WARNED = Duration.ofDays(30);
    /** How far nodes' clocks may differ: what ends later than that beyond its life was signed by a wrong clock. */
    static final Duration CLOCKS_APART = Duration.ofHours(1);

    private static final String UNASKED = ", and the log cannot be asked which releases stand; it is tried again";

    private final RepositoryAuthor author;
    private final KeysAtHand keys;
    private final KeyFolder folder;
    private final Instant now;
    private final Set<String> troubles;
    private boolean changed;

    Renewal(RepositoryAuthor author, KeysAtHand keys, KeyFolder folder, Instant now, Set<String> troubles) {
        this.author = author;
        this.keys = keys;
        this.folder = folder;
        this.now = now;
        this.troubles = troubles;
    }

    boolean isChanged() {
        return changed;
    }

    /** @param wanted null where it cannot be asked: then nothing gets a new life that may have been withdrawn */
    Published of(Published published, @Nullable Wanted wanted) {
        tellOfAnotherTime(published);
        Published next = isWhole(published) ? published : said(published, wanted, new HashSet<>());
        next = trusted(next, wanted);
        next = said(next, wanted, troubles);
        for (Role role : List.of(Role.SNAPSHOT, Role.TIMESTAMP)) {
            missing(next, "nothing can be published or renewed without it", troubles, role);
        }
        return next;
    }

    /** Else a new root stands there, and what the others said before it came. */
    private static boolean isWhole(Published published) {
        Root root = published.readRoot();
        return isSigned(published.targets(), root.keys(Role.TARGETS))
                && isSigned(published.snapshot(), root.keys(Role.SNAPSHOT))
                && isSigned(published.timestamp(), root.keys(Role.TIMESTAMP));
    }

    private void tellOfAnotherTime(Published published) {
        Map<Role, Header> headers = new EnumMap<>(Role.class);
        headers.put(Role.ROOT, published.readRoot().header());
        headers.put(Role.TARGETS, published.readTargets().header());
        headers.put(Role.SNAPSHOT, published.readSnapshot().header());
        headers.put(Role.TIMESTAMP, published.readTimestamp().header());
        headers.forEach((role, header) -> {
            if (isOfAnotherTime(role, header)) {
                troubles.add("the " + role.text() + " ends " + header.expires() + ", later than one that is signed now:"
                        + " the clock was ahead when it was signed, or is behind now; see \"A wrong clock\" in"
                        + " docs/updates.md");
            }
        });
    }

    /** A root with the keys that follow, or with a new life. */
    private Published trusted(Published published, @Nullable Wanted wanted) {
        Root root = published.readRoot();
        Map<Role, RoleKeys> trust = new EnumMap<>(root.roles());
        for (Map.Entry<Role, SigningKey> each : keys.following().entrySet()) {
            trust.put(each.getKey(), new RoleKeys(List.of(each.getValue().verification()), 1));
        }
        boolean rotates = !trust.equals(root.roles());
        boolean ofAnotherTime = isOfAnotherTime(Role.ROOT, root.header());
        if (!rotates && !ofAnotherTime && !endsWithin(ROOT_AHEAD, root.header())) {
            return published;
        }
        boolean told = rotates || ofAnotherTime || endsWithin(ROOT_WARNED, root.header());
        Set<String> why = told ? troubles : new HashSet<>();
        String what = rotates
                ? "a key that follows waits for a new root"
                : "the root ends " + root.header().expires()
                        + (ofAnotherTime ? ", and has to be signed anew" : ", and devices refuse all from then on");
        if (wanted == null && !root.keys(Role.TARGETS).equals(trust.get(Role.TARGETS))) {
            why.add(what + UNASKED);
            return published;
        }
        if (missing(published, what, why, Role.ROOT) || lacksFollowing(trust, what, why)) {
            return published;
        }
        return changed(published, what, why, each -> author.withTrust(each, trust));
    }

    /** With another root all that hangs on it is signed anew. */
    private boolean lacksFollowing(Map<Role, RoleKeys> trust, String what, Set<String> why) {
        boolean lacks = false;
        for (Map.Entry<Role, RoleKeys> each : trust.entrySet()) {
            boolean needed = each.getKey() != Role.TARGETS || keys.following().containsKey(Role.TARGETS);
            if (needed && !keys.speakFor(each.getValue())) {
                why.add(sentence(what, each.getKey()));
                lacks = true;
            }
        }
        return lacks;
    }

    private Published said(Published published, @Nullable Wanted wanted, Set<String> why) {
        Root root = published.readRoot();
        boolean targetsStand = isSigned(published.targets(), root.keys(Role.TARGETS));
        Targets targets = published.readTargets();
        boolean differs = wanted != null && !byPath(wanted).equals(targets.byPath());
        if (differs || !targetsStand || isDue(Role.TARGETS, TARGETS_AHEAD, targets.header())) {
            String what = differs ? "what was published or withdrawn waits" : "the targets have to be signed anew";
            if (wanted == null) {
                why.add(what + UNASKED);
            } else if (!missing(published, what, why, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
                List<Target> all = wanted.targets();
                return changed(published, what, why, each -> author.withTargets(each, all));
            }
        }
        boolean snapshotStands = isSigned(published.snapshot(), root.keys(Role.SNAPSHOT));
        if (targetsStand
                && (!snapshotStands
                        || isDue(
                                Role.SNAPSHOT,
                                TARGETS_AHEAD,
                                published.readSnapshot().header()))) {
            String what = "the snapshot has to be signed anew";
            return missing(published, what, why, Role.SNAPSHOT, Role.TIMESTAMP)
                    ? published
                    : changed(published, what, why, author::withSnapshotRenewed);
        }
        boolean timestampStands = isSigned(published.timestamp(), root.keys(Role.TIMESTAMP));
        if (targetsStand
                && snapshotStands
                && (!timestampStands
                        || isDue(
                                Role.TIMESTAMP,
                                TIMESTAMP_AHEAD,
                                published.readTimestamp().header()))) {
            String what = "the timestamp has to be renewed";
            return missing(published, what, why, Role.TIMESTAMP)
                    ? published
                    : changed(published, what, why, author::withTimestampRenewed);
        }
        return published;
    }

    private Published changed(Published published, String what, Set<String> why, UnaryOperator<Published> act) {
        try {
            Published next = act.apply(published);
            changed = true;
            return next;
        } catch (UpdateRefused refused) {
            why.add(what + ": " + refused.getMessage());
            return published;
        }
    }

    private boolean missing(Published published, String what, Set<String> why, Role... needed) {
        boolean any = false;
        for (Role role : needed) {
            if (!keys.speakFor(published.readRoot().keys(role))) {
                why.add(sentence(what, role));
                any = true;
            }
        }
        return any;
    }

    private String sentence(String what, Role role) {
        return what + ": the key of " + role.text() + " that devices trust is not at hand; put it back as "
                + folder.file(role);
    }

    private boolean isDue(Role role, Duration ahead, Header header) {
        return endsWithin(ahead, header) || isOfAnotherTime(role, header);
    }

    /** Whoever has such a timestamp could show it to devices until then, whatever was published since. */
    private boolean isOfAnotherTime(Role role, Header header) {
        return header.expires().isAfter(now.plus(Lifetimes.USUAL.of(role)).plus(CLOCKS_APART));
    }

    private boolean endsWithin(Duration ahead, Header header) {
        return !now.plus(ahead).isBefore(header.expires());
    }

    private static Map<String, Target> byPath(Wanted wanted) {
        return Targets.of(new Header(1, Instant.EPOCH), wanted.targets()).byPath();
    }

    static boolean isSigned(SignedFile file, RoleKeys keys) {
        try {
            file.mustBeSignedBy(keys);
            return true;
        } catch (UpdateRefused notByThem) {
            return false;
        }
    }
}

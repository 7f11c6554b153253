package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.KnownArtifacts;
import io.devicetrail.domain.release.KnownSoftwareReleases;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.CanonicalJson;
import io.devicetrail.update.metadata.Header;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Suits;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.Limits;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes targets of published releases. One that cannot be one is left out with its reason, one that cannot be read
 * stays what it was, and neither holds up another.
 */
final class ReleaseTargets {
    /** Of the largest file that devices take; the rest is for what stands around the targets. */
    static final int MOST_BYTES = Limits.USUAL.targetsBytes() - 64 * 1024;

    /** From then on it is the log that does not answer, and no further release is waited for. */
    static final int MOST_UNREAD_IN_A_ROW = 3;

    private static final Header ANY_HEADER = new Header(1, Instant.EPOCH);

    private final ReleaseLists lists;
    private final KnownSoftwareReleases releases;
    private final KnownArtifacts artifacts;
    private final int mostBytes;

    ReleaseTargets(ReleaseLists lists, KnownSoftwareReleases releases, KnownArtifacts artifacts, int mostBytes) {
        this.lists = lists;
        this.releases = releases;
        this.artifacts = artifacts;
        this.mostBytes = mostBytes;
    }

    /**
     * As the log has it now.
     *
     * @param published by path, what devices were told last: of a release that cannot be read that stands on
     * @throws RuntimeException what the log answered, if it seems to answer nothing at all
     */
    Wanted of(TenantId tenant, Map<String, Target> published) throws IOException {
        Gathering all = new Gathering(mostBytes);
        RuntimeException nothingRead = null;
        boolean anyRead = false;
        int inARow = 0;
        for (SoftwareReleaseId id : lists.releases(tenant)) {
            try {
                // Empty: withdrawn, or never one of this tenant's.
                releases.published(id)
                        .filter(each -> each.tenant().equals(tenant))
                        .ifPresent(each -> add(each, all));
                anyRead = true;
                inARow = 0;
            } catch (RuntimeException unreadable) {
                if (++inARow == MOST_UNREAD_IN_A_ROW) {
                    throw unreadable;
                }
                nothingRead = unreadable;
                all.addAsBefore(id, published.get(id.target()), unreadable);
            }
        }
        if (nothingRead != null && !anyRead) {
            throw nothingRead;
        }
        return all.wanted();
    }

    private void add(SoftwareReleasePublished release, Gathering all) {
        String named = named(release);
        try {
            all.add(target(release), named);
        } catch (Unfit | UpdateRefused unfit) {
            all.leftOut.add(named + ": " + unfit.getMessage());
        }
    }

    private Target target(SoftwareReleasePublished release) throws Unfit {
        SoftwareRelease content = release.content();
        ArtifactFile file = artifacts
                .artifact(release.tenant(), content.artifact())
                .orElseThrow(() -> new Unfit("its artifact is not on record"));
        if (content.hardwareRevisions().contains(Suits.ANY)) {
            throw new Unfit("the hardware revision " + Suits.ANY + " means any to devices; name none for any");
        }
        List<SoftwareVersion> currentVersions = new ArrayList<>();
        for (String each : content.currentVersions()) {
            currentVersions.add(version(each));
        }
        return new Target(
                release.release().target(),
                file.size(),
                content.artifact(),
                new Suits(
                        content.name(),
                        version(content.version()),
                        content.model().toString(),
                        content.modelVersions(),
                        content.hardwareRevisions().isEmpty() ? List.of(Suits.ANY) : content.hardwareRevisions(),
                        null,
                        currentVersions));
    }

    private static SoftwareVersion version(String text) throws Unfit {
        try {
            return SoftwareVersion.of(text);
        } catch (UpdateRefused withoutOrder) {
            throw new Unfit(
                    "devices cannot order version " + text + ": publish it anew under one such as 2.1.0 or 2.1.0-rc.1");
        }
    }

    /** What fits into one list. */
    private static final class Gathering {
        private final int mostBytes;
        private final List<Target> targets = new ArrayList<>();
        private final List<String> leftOut = new ArrayList<>();
        private final List<String> unread = new ArrayList<>();
        private int bytes;

        Gathering(int mostBytes) {
            this.mostBytes = mostBytes;
        }

        void add(Target target, String named) {
            int size = CanonicalJson.of(Targets.of(ANY_HEADER, List.of(target)).toJson()).length;
            if (bytes + size > mostBytes) {
                leftOut.add(named + ": devices take no longer list; withdraw earlier releases");
            } else {
                bytes += size;
                targets.add(target);
            }
        }

        /** Neither published nor withdrawn by a fault of ours. */
        void addAsBefore(SoftwareReleaseId id, @Nullable Target before, RuntimeException why) {
            if (before != null) {
                add(before, id.toString());
            }
            unread.add("release " + id + " cannot be read from the log, so it stays "
                    + (before == null ? "unpublished" : "published, even if it was withdrawn")
                    + "; `./devicetrail verify` names an event that was changed: " + why);
        }

        Wanted wanted() {
            return new Wanted(targets, leftOut, unread);
        }
    }

    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String sentence) {
            super(sentence);
        }
    }

    private static String named(SoftwareReleasePublished release) {
        return release.content().name() + " " + release.content().version() + " (" + release.release() + ")";
    }
}

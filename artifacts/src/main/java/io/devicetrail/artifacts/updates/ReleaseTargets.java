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
import java.util.Optional;

/** Makes targets of published releases. One that cannot be one is left out with its reason, and holds up no other. */
final class ReleaseTargets {
    /** Of the largest file that devices take; the rest is for what stands around the targets. */
    static final int MOST_BYTES = Limits.USUAL.targetsBytes() - 64 * 1024;

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

    /** As the log has it now. */
    Wanted of(TenantId tenant) throws IOException {
        List<Target> targets = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        int bytes = 0;
        for (SoftwareReleaseId id : lists.releases(tenant)) {
            Optional<SoftwareReleasePublished> release =
                    releases.published(id).filter(each -> each.tenant().equals(tenant));
            if (release.isEmpty()) {
                continue; // withdrawn, or never one of this tenant's
            }
            try {
                Target target = target(release.get());
                int size =
                        CanonicalJson.of(Targets.of(ANY_HEADER, List.of(target)).toJson()).length;
                if (bytes + size > mostBytes) {
                    leftOut.add(named(release.get()) + ": devices take no longer list; withdraw earlier releases");
                    continue;
                }
                bytes += size;
                targets.add(target);
            } catch (Unfit | UpdateRefused unfit) {
                leftOut.add(named(release.get()) + ": " + unfit.getMessage());
            }
        }
        return new Wanted(targets, leftOut);
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

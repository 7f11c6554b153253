package io.devicetrail.domain.release;

import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import java.util.Optional;

/** What the log says of software releases, as of now. */
public interface KnownSoftwareReleases {
    /** Empty for one that was withdrawn since, or never was. */
    Optional<SoftwareReleasePublished> published(SoftwareReleaseId release);
}

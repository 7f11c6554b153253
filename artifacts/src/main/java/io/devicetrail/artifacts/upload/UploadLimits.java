package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which uploads may begin: by size and type, and by the places and the space that others leave. */
final class UploadLimits {
    /** Uploads under way of all tenants. */
    static final int MOST_OPEN = 256;

    /** Largest files of which the uploads of one tenant may have all bytes yet to bring: the space is kept for them. */
    static final int MOST_PROMISED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(UploadLimits.class);

    private final ArtifactSettings settings;
    private final UploadFolder folder;

    UploadLimits(ArtifactSettings settings, UploadFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /** @throws UploadRefusal 413, 415, 429 or 507 */
    void require(TenantId tenant, String uploader, ArtifactFile file) throws IOException {
        requireTaken(file);
        List<Upload> open = folder.open();
        List<Upload> own =
                open.stream().filter(upload -> upload.tenant().equals(tenant)).toList();
        if (own.size() >= settings.openUploads() || open.size() >= MOST_OPEN) {
            throw tooMany("Too many uploads are under way (devicetrail.artifacts.open-uploads)", own);
        }
        long most = MOST_PROMISED * settings.largest().toBytes();
        if (missing(own) + file.size() > most) {
            throw tooMany("The uploads under way may have " + most + " bytes yet to bring at the most", own);
        }
        requireSpace(tenant, uploader, file, open);
    }

    private void requireTaken(ArtifactFile file) {
        if (file.size() > settings.largest().toBytes()) {
            throw new UploadRefusal(
                    UploadRefusal.TOO_LARGE,
                    "ARTIFACT_TOO_LARGE",
                    "An artifact has " + settings.largest().toBytes()
                            + " bytes at the most (devicetrail.artifacts.largest).");
        }
        if (!settings.mediaTypes().contains(file.mediaType())) {
            throw new UploadRefusal(
                    UploadRefusal.WRONG_TYPE,
                    "MEDIA_TYPE_NOT_TAKEN",
                    "Artifacts are of one of the types " + String.join(", ", settings.mediaTypes())
                            + " (devicetrail.artifacts.media-types).");
        }
    }

    /** With their names: whoever may upload in the tenant may give them up. */
    private static UploadRefusal tooMany(String what, List<Upload> own) {
        return new UploadRefusal(
                UploadRefusal.TOO_MANY,
                "TOO_MANY_UPLOADS",
                what + "; finish one, or give one up by DELETE. Of this tenant: "
                        + (own.isEmpty()
                                ? "none"
                                : own.stream()
                                        .map(upload -> upload.id().toString())
                                        .collect(Collectors.joining(", ")))
                        + ".");
    }

    /** What the others have yet to bring is theirs already. */
    private void requireSpace(TenantId tenant, String uploader, ArtifactFile file, List<Upload> open)
            throws IOException {
        long promised = settings.keepFree().toBytes() + missing(open);
        if (folder.usableBytes() - promised < file.size()) {
            LOG.warn(
                    "{} in {} was refused an upload of {} bytes with SHA-256 {}: no space",
                    uploader,
                    tenant,
                    file.size(),
                    file.sha256());
            throw new UploadRefusal(
                    UploadRefusal.NO_SPACE,
                    "NO_SPACE",
                    "There is not enough space for it; an operator has to make some (devicetrail.artifacts.keep-free).");
        }
    }

    private long missing(List<Upload> uploads) throws IOException {
        long missing = 0;
        for (Upload upload : uploads) {
            missing += folder.missing(upload);
        }
        return missing;
    }
}

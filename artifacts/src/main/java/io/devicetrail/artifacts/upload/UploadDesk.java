package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.artifacts.store.DamagedFileException;
import io.devicetrail.artifacts.upload.ArtifactLog.NotRecorded;
import io.devicetrail.artifacts.upload.ArtifactLog.Recorded;
import io.devicetrail.artifacts.upload.ArtifactLog.Uploader;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files in pieces, with memory for one buffer whatever their size. The order of an end is: all bytes on the disk, the
 * hash checked, the file in the store, the upload done, the event in the log; so the log never names a file that is not
 * there.
 */
final class UploadDesk {
    /** Pieces that are read at once by this node: each keeps a thread of the server waiting for its sender. */
    static final int MOST_PIECES = 32;

    private static final int BUFFER = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(UploadDesk.class);

    private final ArtifactSettings settings;
    private final UploadFolder folder;
    private final ArtifactStore store;
    private final UploadLimits limits;
    private final Hashes hashes = new Hashes();
    private final Semaphore pieces = new Semaphore(MOST_PIECES);

    UploadDesk(ArtifactSettings settings, UploadFolder folder, ArtifactStore store) {
        this.settings = settings;
        this.folder = folder;
        this.store = store;
        this.limits = new UploadLimits(settings, folder);
    }

    /**
     * Where an upload is.
     *
     * @param recorded what it has become; null while bytes are to come
     */
    record Standing(
            Upload upload,
            long offset,
            Instant expires,
            @Nullable Recorded recorded) {}

    /** One at a time, so that two that begin at once do not both get the last place. */
    synchronized Standing begin(TenantId tenant, Uploader uploader, ArtifactFile file) throws IOException {
        limits.require(tenant, uploader.id(), file);
        Upload upload = new Upload(UUID.randomUUID(), tenant, uploader.id(), file);
        folder.begin(upload);
        return standing(upload);
    }

    Standing find(TenantId tenant, Uploader uploader, UUID id) throws IOException {
        return standing(known(tenant, uploader, id));
    }

    /** By whoever may upload in the tenant: what a colleague left keeps a place and space from all. */
    @SuppressWarnings("try") // The lock is for the time of the block.
    void giveUp(TenantId tenant, UUID id) throws IOException {
        known(tenant, id);
        try (UploadLock own = locked(id)) {
            folder.end(known(tenant, id).id());
        }
    }

    /**
     * Adds what comes; with the last byte the file is checked and goes on record.
     *
     * @param offset at which the sender believes to be
     * @throws IOException if the sender breaks off: what came until then is kept
     */
    @SuppressWarnings("try") // The lock is for the time of the block.
    Standing append(TenantId tenant, Uploader uploader, UUID id, long offset, InputStream body) throws IOException {
        known(tenant, uploader, id);
        if (!pieces.tryAcquire()) {
            throw new UploadRefusal(
                    UploadRefusal.TOO_MANY,
                    "TOO_MANY_UPLOADS",
                    "Too many pieces are on their way to this node; send this one again shortly.");
        }
        try (UploadLock own = locked(id)) {
            // Asked again: until it was locked, it may have been given up.
            Upload upload = known(tenant, uploader, id);
            if (folder.isDone(id)) {
                requireOffset(offset, upload.file().size());
            } else if (!brought(upload, offset, body)) {
                return standing(upload);
            }
            return recorded(upload, uploader);
        } finally {
            pieces.release();
        }
    }

    /** Whether the file is whole, and in the store: then it is done, and that is on the disk. */
    private boolean brought(Upload upload, long offset, InputStream body) throws IOException {
        UUID id = upload.id();
        FileTime lastByte;
        try (FileChannel file = opened(id)) {
            requireOffset(offset, file.size());
            Hashes.Hash hash = hashes.upTo(id, file, offset);
            if (write(upload, file, offset, body, hash) < upload.file().size()) {
                return false;
            }
            requireHash(upload, hash);
            lastByte = Files.getLastModifiedTime(folder.part(id));
        }
        store.keep(folder.part(id), upload.file().sha256());
        folder.done(id, lastByte);
        return true;
    }

    private FileChannel opened(UUID id) throws IOException {
        try {
            return FileChannel.open(folder.part(id), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException lost) {
            // A crash took it before it was done. That it is not there proves nothing of what the store has.
            throw UploadRefusal.unknown();
        }
    }

    private long write(Upload upload, FileChannel file, long offset, InputStream body, Hashes.Hash hash)
            throws IOException {
        long at = offset;
        long size = upload.file().size();
        byte[] buffer = new byte[BUFFER];
        try {
            int count;
            while ((count = body.read(buffer)) >= 0) {
                if (at + count > size) {
                    file.truncate(offset);
                    throw new UploadRefusal(
                            UploadRefusal.TOO_LARGE,
                            "UPLOAD_TOO_LONG",
                            "More came than the " + size + " bytes that were said; nothing of this piece was taken.");
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
                hash.add(ByteBuffer.wrap(buffer, 0, count));
            }
        } finally {
            // Also of what broke off: it is told as there, so it has to be.
            file.force(false);
            hashes.keep(upload.id(), file, hash);
        }
        return at;
    }

    private void requireHash(Upload upload, Hashes.Hash hash) throws IOException {
        String actual = HexFormat.of().formatHex(hash.end());
        if (!actual.equals(upload.file().sha256())) {
            LOG.warn(
                    "Upload {} by {} in {} has SHA-256 {}, not {}: thrown away",
                    upload.id(),
                    upload.uploader(),
                    upload.tenant(),
                    actual,
                    upload.file().sha256());
            folder.end(upload.id());
            throw new UploadRefusal(
                    UploadRefusal.WRONG_CONTENT,
                    "HASH_MISMATCH",
                    "The bytes have SHA-256 " + actual + ", not "
                            + upload.file().sha256()
                            + "; they were thrown away. Compare the file with its source, and upload it anew.");
        }
    }

    /** Only of one that is done. The description stays until it is swept: who did not hear the answer asks again, and is told the same. */
    private Standing recorded(Upload upload, Uploader uploader) throws IOException {
        OptionalLong kept = store.size(upload.file().sha256());
        if (kept.orElse(-1) != upload.file().size()) {
            throw new DamagedFileException(upload.file().sha256(), upload.file().size(), kept.orElse(0));
        }
        try {
            Recorded recorded = uploader.record(upload.tenant(), upload.file(), upload.id());
            return new Standing(
                    upload, upload.file().size(), folder.expiry(upload.id(), settings.uploadLife()), recorded);
        } catch (NotRecorded e) {
            throw new UploadRefusal(
                    e.away() ? UploadRefusal.UNAVAILABLE : UploadRefusal.FORBIDDEN,
                    e.code(),
                    e.getMessage() + " The bytes are kept; send an empty piece at their end to try again.",
                    e);
        }
    }

    private Upload known(TenantId tenant, Uploader uploader, UUID id) throws IOException {
        Upload upload = known(tenant, id);
        if (!upload.uploader().equals(uploader.id())) {
            throw UploadRefusal.unknown();
        }
        return upload;
    }

    private Upload known(TenantId tenant, UUID id) throws IOException {
        return folder.find(id).filter(upload -> upload.tenant().equals(tenant)).orElseThrow(UploadRefusal::unknown);
    }

    private Standing standing(Upload upload) throws IOException {
        long offset = folder.offset(upload).orElseThrow(UploadRefusal::unknown);
        return new Standing(upload, offset, folder.expiry(upload.id(), settings.uploadLife()), null);
    }

    private UploadLock locked(UUID id) throws IOException {
        return folder.lock(id)
                .orElseThrow(() -> new UploadRefusal(
                        UploadRefusal.LOCKED,
                        "UPLOAD_IN_USE",
                        "Another piece of this upload is on its way; ask for the offset again shortly."));
    }

    private static void requireOffset(long said, long actual) {
        if (said != actual) {
            throw new UploadRefusal(
                    UploadRefusal.CONFLICT,
                    "OFFSET_MISMATCH",
                    "The upload is at offset " + actual + ", not at " + said + "; go on from there.");
        }
    }
}

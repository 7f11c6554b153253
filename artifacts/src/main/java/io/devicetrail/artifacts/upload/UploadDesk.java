package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.artifacts.upload.ArtifactLog.NotRecorded;
import io.devicetrail.artifacts.upload.ArtifactLog.Recorded;
import io.devicetrail.artifacts.upload.ArtifactLog.Uploader;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Takes files in pieces, with memory for one buffer whatever their size. The order of an end is: all bytes on the disk, the
 * hash checked, the file in the store, the event in the log; so the log never names a file that is not there.
 */
final class UploadDesk {
    /** Uploads under way of all tenants. */
    static final int MOST_OPEN = 256;

    /** Pieces that are read at once by this node: each keeps a thread of the server waiting for its sender. */
    static final int MOST_PIECES = 32;

    private static final int BUFFER = 1 << 16;

    private final ArtifactSettings settings;
    private final UploadFolder folder;
    private final ArtifactStore store;
    private final Hashes hashes = new Hashes();
    private final Semaphore pieces = new Semaphore(MOST_PIECES);

    UploadDesk(ArtifactSettings settings, UploadFolder folder, ArtifactStore store) {
        this.settings = settings;
        this.folder = folder;
        this.store = store;
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
        requireTaken(file);
        List<Upload> open = folder.open();
        requirePlace(tenant, open);
        requireSpace(file, open);
        Upload upload = new Upload(UUID.randomUUID(), tenant, uploader.id(), file);
        folder.begin(upload);
        return standing(upload);
    }

    Standing find(TenantId tenant, Uploader uploader, UUID id) throws IOException {
        return standing(known(tenant, uploader, id));
    }

    @SuppressWarnings("try") // The lock is for the time of the block.
    void giveUp(TenantId tenant, Uploader uploader, UUID id) throws IOException {
        Upload upload = known(tenant, uploader, id);
        try (FileChannel file = FileChannel.open(folder.part(id), StandardOpenOption.WRITE);
                FileLock own = locked(file)) {
            folder.end(upload.id());
        } catch (NoSuchFileException complete) {
            folder.end(upload.id());
        }
    }

    /**
     * Adds what comes; with the last byte the file is checked and goes on record.
     *
     * @param offset at which the sender believes to be
     * @throws IOException if the sender breaks off: what came until then is kept
     */
    Standing append(TenantId tenant, Uploader uploader, UUID id, long offset, InputStream body) throws IOException {
        Upload upload = known(tenant, uploader, id);
        if (!pieces.tryAcquire()) {
            throw new UploadRefusal(
                    UploadRefusal.TOO_MANY,
                    "TOO_MANY_UPLOADS",
                    "Too many pieces are on their way to this node; send this one again shortly.");
        }
        try {
            return taken(upload, uploader, offset, body);
        } finally {
            pieces.release();
        }
    }

    @SuppressWarnings("try") // The lock is for the time of the block.
    private Standing taken(Upload upload, Uploader uploader, long offset, InputStream body) throws IOException {
        UUID id = upload.id();
        try (FileChannel file = FileChannel.open(folder.part(id), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock own = locked(file)) {
            requireOffset(offset, file.size());
            Hashes.Hash hash = hashes.upTo(id, file, offset);
            if (write(upload, file, offset, body, hash) < upload.file().size()) {
                return standing(upload);
            }
            requireHash(upload, hash);
            store.keep(folder.part(id), upload.file().sha256());
        } catch (NoSuchFileException complete) {
            requireOffset(offset, upload.file().size());
        }
        return recorded(upload, uploader);
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
            hashes.keep(upload.id(), hash);
        }
        return at;
    }

    private void requireHash(Upload upload, Hashes.Hash hash) throws IOException {
        String actual = HexFormat.of().formatHex(hash.end());
        if (!actual.equals(upload.file().sha256())) {
            folder.end(upload.id());
            throw new UploadRefusal(
                    UploadRefusal.WRONG_CONTENT,
                    "HASH_MISMATCH",
                    "The bytes have SHA-256 " + actual + ", not "
                            + upload.file().sha256()
                            + "; they were thrown away. Compare the file with its source, and upload it anew.");
        }
    }

    /** The description stays until it is swept: who did not hear the answer asks again, and is told the same. */
    private Standing recorded(Upload upload, Uploader uploader) throws IOException {
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
        return folder.find(id)
                .filter(upload ->
                        upload.tenant().equals(tenant) && upload.uploader().equals(uploader.id()))
                .orElseThrow(UploadRefusal::unknown);
    }

    private Standing standing(Upload upload) throws IOException {
        return new Standing(upload, folder.offset(upload), folder.expiry(upload.id(), settings.uploadLife()), null);
    }

    private static FileLock locked(FileChannel file) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException here) {
            lock = null;
        }
        if (lock == null) {
            throw new UploadRefusal(
                    UploadRefusal.LOCKED,
                    "UPLOAD_IN_USE",
                    "Another piece of this upload is on its way; ask for the offset again shortly.");
        }
        return lock;
    }

    private static void requireOffset(long said, long actual) {
        if (said != actual) {
            throw new UploadRefusal(
                    UploadRefusal.CONFLICT,
                    "OFFSET_MISMATCH",
                    "The upload is at offset " + actual + ", not at " + said + "; go on from there.");
        }
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

    private void requirePlace(TenantId tenant, List<Upload> open) {
        long own =
                open.stream().filter(upload -> upload.tenant().equals(tenant)).count();
        if (own >= settings.openUploads() || open.size() >= MOST_OPEN) {
            throw new UploadRefusal(
                    UploadRefusal.TOO_MANY,
                    "TOO_MANY_UPLOADS",
                    "Too many uploads are under way; finish one, or give one up by DELETE"
                            + " (devicetrail.artifacts.open-uploads).");
        }
    }

    /** What the others have yet to bring is theirs already. */
    private void requireSpace(ArtifactFile file, List<Upload> open) throws IOException {
        long promised = settings.keepFree().toBytes();
        for (Upload upload : open) {
            promised += Math.max(0, upload.file().size() - folder.offset(upload));
        }
        if (folder.usableBytes() - promised < file.size()) {
            throw new UploadRefusal(
                    UploadRefusal.NO_SPACE,
                    "NO_SPACE",
                    "There is not enough space for it; an operator has to make some (devicetrail.artifacts.keep-free).");
        }
    }
}

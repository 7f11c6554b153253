package io.devicetrail.artifacts.download;

import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.artifacts.store.DamagedFileException;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.KnownArtifacts;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives a device a file of its tenant. Its strong entity tag is its hash, and a year's cache may keep it: under one hash
 * there are no other bytes. Which one the device may install is not for this to say; that its update does.
 */
@Component
public final class ArtifactDownload {
    /** One answer: a device that takes longer asks for the rest anew, and others get its place in between. */
    static final Duration LONGEST = Duration.ofMinutes(30);

    private static final int BUFFER = 1 << 16;
    private static final String AWAY_SECONDS = "5";
    private static final String BUSY_SECONDS = "30";
    private static final int SC_TOO_MANY = 429;
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactDownload.class);

    private final KnownArtifacts known;
    private final ArtifactStore store;
    private final Clock clock;
    private final DownloadLimits limits = new DownloadLimits();

    ArtifactDownload(KnownArtifacts known, ArtifactStore store, Clock clock) {
        this.known = known;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Answers the request, whatever comes of it.
     *
     * @param tenant of the device
     * @param device id of who asks
     * @param sha256 as the address says it
     * @throws IOException if the device breaks off, or the file does after its first bytes: then the connection has to be
     *     closed, as what was given is not all that was said
     */
    public void answer(
            TenantId tenant, String device, String sha256, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean head = request.getMethod().equals("HEAD");
        if (!head && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, HEAD");
            Said.say(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED: See Allow.");
            return;
        }
        if (!limits.take(tenant, device)) {
            response.setHeader("Retry-After", BUSY_SECONDS);
            Said.say(
                    response,
                    SC_TOO_MANY,
                    "TOO_MANY_DOWNLOADS: Too many are under way; repeat in " + BUSY_SECONDS + " seconds.");
            return;
        }
        try {
            Optional<ArtifactFile> file = find(tenant, sha256);
            if (file.isEmpty()) {
                Said.say(response, HttpServletResponse.SC_NOT_FOUND, "ARTIFACT_UNKNOWN: There is no such artifact.");
            } else {
                give(file.get(), head, request, response);
            }
        } catch (DamagedFileException damaged) {
            LOG.error("An artifact was not given out", damaged);
            away(response, "ARTIFACT_DAMAGED: The file is not as it was stored; its operator has to look.");
        } catch (BrokenOffException broken) {
            LOG.error("An artifact was not given out to its end", broken);
            if (response.isCommitted()) {
                throw broken;
            }
            away(response, "STORAGE_UNAVAILABLE: The file cannot be read; repeat shortly.");
        } catch (RuntimeException e) {
            LOG.warn("An artifact was not given out", e);
            if (response.isCommitted()) {
                throw new BrokenOffException("An artifact was not given out to its end", e);
            }
            away(response, "LOG_UNAVAILABLE: Whose the artifact is cannot be asked; repeat shortly.");
        } finally {
            limits.giveBack(tenant, device);
        }
    }

    private Optional<ArtifactFile> find(TenantId tenant, String sha256) {
        try {
            return known.artifact(tenant, ArtifactFile.sha256("sha256", sha256));
        } catch (MalformedInput noHash) {
            return Optional.empty();
        }
    }

    private void give(ArtifactFile file, boolean head, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        requireThere(file);
        String tag = '"' + file.sha256() + '"';
        response.setHeader("ETag", tag);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Repr-Digest", "sha-256=:" + base64(file.sha256()) + ":");
        if (Said.names(request.getHeader("If-None-Match"), tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String condition = request.getHeader("If-Range");
        Optional<ByteRange> range =
                head || (condition != null && !condition.strip().equals(tag))
                        ? Optional.empty()
                        : ByteRange.of(request.getHeader("Range"), file.size());
        if (range.isPresent() && !range.get().satisfiable()) {
            response.setHeader("Content-Range", "bytes */" + file.size());
            Said.say(
                    response,
                    HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE,
                    "RANGE_UNFIT: The artifact has " + file.size() + " bytes.");
            return;
        }
        ByteRange part = range.orElse(new ByteRange(0, file.size() - 1, true));
        if (head) {
            begin(file, part, range.isPresent(), response);
            return;
        }
        // Before anything is said of it: whether it can be read.
        try (InputStream in = opened(file, part)) {
            begin(file, part, range.isPresent(), response);
            stream(in, file, part, response);
        }
    }

    private static void begin(ArtifactFile file, ByteRange part, boolean partial, HttpServletResponse response) {
        response.setStatus(partial ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK);
        if (partial) {
            response.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        }
        response.setContentType(file.mediaType());
        response.setContentLengthLong(part.length());
    }

    private InputStream opened(ArtifactFile file, ByteRange part) throws BrokenOffException {
        try {
            return store.read(file.sha256(), part.first(), part.length());
        } catch (IOException e) {
            throw new BrokenOffException(file.sha256() + " cannot be opened", e);
        }
    }

    private void stream(InputStream in, ArtifactFile file, ByteRange part, HttpServletResponse response)
            throws IOException {
        Instant end = clock.instant().plus(LONGEST);
        byte[] buffer = new byte[BUFFER];
        long given = 0;
        int count;
        while ((count = read(in, buffer, file)) >= 0) {
            if (clock.instant().isAfter(end)) {
                throw new IOException("a device took longer than " + LONGEST + "; it may go on where it was");
            }
            response.getOutputStream().write(buffer, 0, count);
            given += count;
        }
        if (given < part.length()) {
            throw new BrokenOffException(
                    file.sha256() + " ended after " + given + " of " + part.length() + " bytes", null);
        }
    }

    private static int read(InputStream in, byte[] buffer, ArtifactFile file) throws BrokenOffException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenOffException(file.sha256() + " cannot be read", e);
        }
    }

    private void requireThere(ArtifactFile file) throws IOException {
        OptionalLong size;
        try {
            size = store.size(file.sha256());
        } catch (IOException e) {
            throw new BrokenOffException(file.sha256() + " cannot be found", e);
        }
        if (size.orElse(-1) != file.size()) {
            throw new DamagedFileException(file.sha256(), file.size(), size.orElse(0));
        }
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static void away(HttpServletResponse response, String sentence) throws IOException {
        if (!response.isCommitted()) {
            response.reset();
            response.setHeader("Retry-After", AWAY_SECONDS);
            Said.say(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, sentence);
        }
    }
}

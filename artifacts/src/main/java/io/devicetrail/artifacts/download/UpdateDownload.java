package io.devicetrail.artifacts.download;

import io.devicetrail.artifacts.updates.UpdateMetadata;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives a device the update metadata of its tenant, and the images that it names. Each file but the timestamp is for
 * ever the same under its name.
 */
@Component
public final class UpdateDownload {
    /** Lists of targets that this node gives out at once: apart from images, so that these keep none back. */
    static final int MOST_LISTS = 16;
    /**
     * And of all else, which is short: so that nobody who fetches lists slowly keeps a timestamp from others, which
     * they need each day.
     */
    static final int MOST_SHORT = 8;
    /** One answer, as devices wait for it: who reads more slowly gets nothing out of it, and holds a place. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    static final int MOST_OF_DEVICE = 2;

    /** What is written between two looks at the clock. */
    private static final int PIECE = 4096;

    private static final String METADATA = "metadata/";
    private static final Pattern IMAGE = Pattern.compile("targets/releases/([0-9a-f]{64})\\.[0-9a-f-]{36}");
    private static final String BUSY_SECONDS = "1";
    private static final String AWAY_SECONDS = "5";
    private static final int SC_TOO_MANY = 429;
    private static final Logger LOG = LoggerFactory.getLogger(UpdateDownload.class);

    private final UpdateMetadata updates;
    private final ArtifactDownload images;
    private final Clock clock;
    /** Half of each to the devices of one tenant. */
    private final DownloadLimits lists = new DownloadLimits(MOST_LISTS, MOST_LISTS / 2, MOST_OF_DEVICE);

    private final DownloadLimits shorts = new DownloadLimits(MOST_SHORT, MOST_SHORT / 2, MOST_OF_DEVICE);

    UpdateDownload(UpdateMetadata updates, ArtifactDownload images, Clock clock) {
        this.updates = updates;
        this.images = images;
        this.clock = clock;
    }

    /**
     * Answers the request, whatever comes of it.
     *
     * @param tenant of the device
     * @param device id of who asks
     * @param path behind {@code /updates/}
     * @throws IOException as {@link ArtifactDownload#answer}, and if the device takes longer than {@link #LONGEST}
     */
    public void answer(
            TenantId tenant, String device, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Matcher image = IMAGE.matcher(path);
        DownloadLimits limits = path.endsWith(".targets.json") ? lists : shorts;
        if (image.matches()) {
            images.answer(tenant, device, image.group(1), request, response);
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            Said.say(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED: See Allow.");
        } else if (!limits.take(tenant, device)) {
            response.setHeader("Retry-After", BUSY_SECONDS);
            Said.say(response, SC_TOO_MANY, "TOO_MANY_DOWNLOADS: Too many are under way; repeat shortly.");
        } else {
            try {
                metadata(tenant, path, request, response);
            } finally {
                limits.giveBack(tenant, device);
            }
        }
    }

    private void metadata(TenantId tenant, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<byte[]> file;
        try {
            file = path.startsWith(METADATA)
                    ? updates.metadata(tenant, path.substring(METADATA.length()))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.error("Update metadata was not given out", e);
            response.setHeader("Retry-After", AWAY_SECONDS);
            Said.say(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "STORAGE_UNAVAILABLE: The file cannot be read; repeat shortly.");
            return;
        }
        if (file.isEmpty()) {
            Said.say(response, HttpServletResponse.SC_NOT_FOUND, "METADATA_UNKNOWN: There is no such file.");
        } else {
            give(file.get(), path.endsWith("/timestamp.json"), request, response);
        }
    }

    private void give(byte[] file, boolean changes, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String tag = '"' + Said.sha256(file) + '"';
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", changes ? "private, no-cache" : "private, max-age=31536000, immutable");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (Said.names(request.getHeader("If-None-Match"), tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setContentLength(file.length);
        if (!request.getMethod().equals("HEAD")) {
            write(file, response.getOutputStream());
        }
    }

    private void write(byte[] file, OutputStream out) throws IOException {
        Instant end = clock.instant().plus(LONGEST);
        for (int given = 0; given < file.length; given += PIECE) {
            if (clock.instant().isAfter(end)) {
                throw new IOException("a device took longer than " + LONGEST + " for metadata");
            }
            out.write(file, given, Math.min(PIECE, file.length - given));
        }
    }
}

package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.ImageCheck;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An image on its way into a file, taken up where it broke off, after a power cut too. How many bytes are safely on
 * disk is noted beside the file each time they have been forced: what stands behind that may be anything after a cut.
 */
final class ImageDownload {
    /** Attempts in a row that bring not one byte. */
    static final int MOST_IDLE = 5;
    /** Attempts in all: a server that begins anew each time is not followed for ever. */
    static final int MOST_ATTEMPTS = 100;

    static final long FORCED_EACH = 4L * 1024 * 1024;

    private static final int BUFFER = 65_536;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Path part;
    private final Path note;
    private final DurableFiles files;
    private final HttpServerSide server;
    private final Pause pause;
    private final long forcedEach;

    private long have;
    private long forced;
    private @Nullable String validator;

    ImageDownload(Path folder, DurableFiles files, HttpServerSide server, Pause pause, long forcedEach) {
        this.part = folder.resolve("image.part");
        this.note = folder.resolve("part.json");
        this.files = files;
        this.server = server;
        this.pause = pause;
        this.forcedEach = forcedEach;
    }

    /**
     * @param progress hears how many bytes are there
     * @return the file, whole and checked
     * @throws UpdateRefused for an image that is not the one that was signed
     * @throws Unreachable after all attempts
     */
    Path fetch(Target target, LongConsumer progress) throws IOException {
        Files.createDirectories(DurableFiles.parent(part));
        takeUp(target);
        boolean resumed = have > 0;
        while (true) {
            complete(target, progress);
            try (InputStream in = Files.newInputStream(part)) {
                ImageCheck.of(target, in);
                return part;
            } catch (UpdateRefused altered) {
                forget();
                if (!resumed) {
                    throw altered;
                }
                resumed = false; // the pieces may be of two answers: once more, in one piece
            }
        }
    }

    /** Goes on from what a run before this one has left. */
    private void takeUp(Target target) throws IOException {
        JsonNode left = Files.exists(note) ? Wire.MAPPER.readTree(Files.readAllBytes(note)) : null;
        if (left == null || !left.path("sha256").stringValue().equals(target.sha256()) || !Files.exists(part)) {
            forget();
            return;
        }
        forced = Math.min(left.path("forced").longValue(), Files.size(part));
        validator = left.path("etag").stringValue(null);
        files.truncate(part, forced);
        have = forced;
    }

    private void complete(Target target, LongConsumer progress) throws IOException {
        int idle = 0;
        for (int attempt = 0; have < target.length(); attempt++) {
            long before = have;
            IOException broken = null;
            try {
                attempt(target, progress);
            } catch (Unreachable now) {
                broken = now;
            }
            idle = have > before ? 0 : idle + 1;
            if (have < target.length() && (idle >= MOST_IDLE || attempt + 1 >= MOST_ATTEMPTS)) {
                throw givenUp(target, broken);
            }
            if (have < target.length()) {
                pause.before(idle);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new Unreachable("stopped");
            }
        }
        force(target);
    }

    /** A server that ends in good order, and too early each time, has another file. */
    private IOException givenUp(Target target, @Nullable IOException broken) {
        if (broken == null) {
            throw new UpdateRefused(
                    Refusal.TARGET_TRUNCATED,
                    target.path() + " ends after " + have + " of " + target.length() + " bytes");
        }
        return broken;
    }

    private void attempt(Target target, LongConsumer progress) throws IOException {
        HttpResponse<InputStream> answer = server.image(target, have, validator);
        try (InputStream in = answer.body()) {
            boolean goesOn = answer.statusCode() == PARTIAL
                    && answer.headers()
                            .firstValue("Content-Range")
                            .filter(range -> range.startsWith("bytes " + have + "-"))
                            .isPresent();
            if (!goesOn && tellsOfAnother(answer.statusCode())) {
                forget();
            }
            if (!goesOn && answer.statusCode() != OK) {
                throw new Unreachable(target.path() + " was answered with " + answer.statusCode());
            }
            validator = answer.headers()
                    .firstValue("ETag")
                    .filter(tag -> !tag.startsWith("W/"))
                    .orElse(null);
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                take(target, buffer, count);
                progress.accept(have);
            }
        }
    }

    /** A server that is overloaded, say, tells nothing of the image: what is there of it stays. */
    private static boolean tellsOfAnother(int status) {
        return status == OK || status == PARTIAL || status == RANGE_NOT_SATISFIABLE;
    }

    private void take(Target target, byte[] buffer, int count) throws IOException {
        if (have + count > target.length()) {
            forget();
            throw new UpdateRefused(
                    Refusal.TARGET_TOO_LONG, target.path() + " goes on beyond " + target.length() + " bytes");
        }
        files.append(part, buffer, count);
        have += count;
        if (have - forced >= forcedEach) {
            force(target);
        }
    }

    private void force(Target target) throws IOException {
        if (have == forced) {
            return;
        }
        files.force(part);
        files.forceDirectory(DurableFiles.parent(part));
        forced = have;
        files.replace(
                note,
                Wire.MAPPER.writeValueAsBytes(JsonNodeFactory.instance
                        .objectNode()
                        .put("sha256", target.sha256())
                        .put("etag", validator)
                        .put("forced", forced)));
    }

    void forget() throws IOException {
        have = 0;
        forced = 0;
        validator = null;
        if (Files.exists(note)) {
            files.remove(note);
        }
        if (Files.exists(part)) {
            files.remove(part);
        }
    }
}

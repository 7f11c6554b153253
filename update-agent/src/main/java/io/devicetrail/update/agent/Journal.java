package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a device must not forget of its offers: the one it is at, and how the last ones ended. One file, replaced whole.
 * How far an update is stands in the {@link BootRecord}, not here: two places could say two things.
 */
final class Journal {
    /** Ends that are remembered, of a rollout that of its last attempt; only what was told is forgotten for another. */
    static final int MOST_KNOWN = 20;

    private record Ended(Report report, boolean sent) {}

    private final Path file;
    private final DurableFiles files;
    private List<Ended> ended = List.of();
    private @Nullable Offer open;

    Journal(Path file, DurableFiles files) throws IOException {
        this.file = file;
        this.files = files;
        if (Files.exists(file)) {
            byte[] bytes = Files.readAllBytes(file);
            try {
                read(Wire.MAPPER.readTree(bytes));
            } catch (JacksonException | IllegalArgumentException | DateTimeException | Wire.MalformedOffer damaged) {
                throw new IOException(file + " cannot be read: the device has to be repaired", damaged);
            }
        }
    }

    Optional<Offer> open() {
        return Optional.ofNullable(open);
    }

    /** How the last known attempt of a rollout ended. */
    Optional<Report> last(String rollout) {
        return ended.stream()
                .map(Ended::report)
                .filter(each -> each.job().rollout().equals(rollout))
                .max(Comparator.comparingInt(each -> each.job().attempt()));
    }

    /** The oldest first: what was said last is then heard last. */
    List<Report> unsent() {
        return ended.stream()
                .filter(each -> !each.sent())
                .map(Ended::report)
                .toList()
                .reversed();
    }

    /** No end is forgotten before it is told: with so many untold, nothing further may be taken. */
    boolean isFull() {
        return unsent().size() >= MOST_KNOWN;
    }

    void begin(Offer offer) throws IOException {
        write(offer, ended);
    }

    void end(Report report) throws IOException {
        List<Ended> next = new ArrayList<>(ended);
        next.removeIf(each -> each.report().job().equals(report.job())
                || (each.sent() && isOfEarlierAttempt(each.report().job(), report.job())));
        next.addFirst(new Ended(report, false));
        for (int at = next.size() - 1; at > 0 && next.size() > MOST_KNOWN; at--) {
            if (next.get(at).sent()) {
                next.remove(at);
            }
        }
        write(open != null && open.job().equals(report.job()) ? null : open, next);
    }

    private static boolean isOfEarlierAttempt(JobId one, JobId other) {
        return one.rollout().equals(other.rollout()) && one.attempt() < other.attempt();
    }

    void sent(Report report) throws IOException {
        List<Ended> next = new ArrayList<>(ended);
        next.replaceAll(each -> each.report().equals(report) ? new Ended(report, true) : each);
        write(open, next);
    }

    /**
     * The image that a job had brought is damaged, and an earlier one runs: whatever said that it runs is not true any
     * more, and is said anew.
     *
     * @param as the end of a job, by what is so now
     */
    void lost(String job, Function<JobId, Report> as) throws IOException {
        List<Ended> next = new ArrayList<>(ended);
        for (int at = 0; at < next.size(); at++) {
            Report said = next.get(at).report();
            boolean itself = said.job().text().equals(job);
            if (said.state() == Report.State.VERIFIED && said.code() == null && !itself) {
                break; // before it, another image ran
            }
            Report now = as.apply(said.job());
            if (said.state() == Report.State.VERIFIED
                    && (itself || !said.version().equals(now.version()))) {
                next.set(at, new Ended(now, false));
            }
        }
        if (!next.equals(ended)) {
            write(open, next);
        }
    }

    /** What cannot be written is not so: memory follows the disk. */
    private void write(@Nullable Offer nextOpen, List<Ended> nextEnded) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (nextOpen != null) {
            json.set("open", Wire.offerJson(nextOpen));
        }
        ArrayNode list = json.putArray("ended");
        nextEnded.forEach(each -> list.add(Wire.reportJson(each.report()).put("sent", each.sent())));
        files.replace(file, Wire.MAPPER.writeValueAsBytes(json));
        open = nextOpen;
        ended = List.copyOf(nextEnded);
    }

    private void read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        JsonNode begun = json.get("open");
        open = begun == null ? null : Wire.offer(begun);
        List<Ended> read = new ArrayList<>();
        for (JsonNode each : json.path("ended").values()) {
            Report report = new Report(
                    new JobId(
                            each.path("rollout").stringValue(),
                            each.path("attempt").intValue()),
                    Report.State.valueOf(each.path("state").stringValue().toUpperCase(Locale.ROOT)),
                    each.path("version").stringValue(),
                    each.path("code").stringValue(null),
                    each.path("progress").intValue(),
                    Instant.parse(each.path("at").stringValue()));
            read.add(new Ended(report, each.path("sent").booleanValue()));
        }
        ended = List.copyOf(read);
    }
}

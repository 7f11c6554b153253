package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a device must not forget of its offers: the one it is at, and how the last ones ended. One file, replaced whole.
 * How far an update is stands in the {@link BootRecord}, not here: two places could say two things.
 */
final class Journal {
    /** Rollouts whose end is remembered; of each the last attempt. */
    static final int MOST_KNOWN = 20;

    private record Ended(Report report, boolean sent) {}

    private final Path file;
    private final DurableFiles files;
    private final List<Ended> ended = new ArrayList<>();
    private @Nullable Offer open;

    Journal(Path file, DurableFiles files) throws IOException {
        this.file = file;
        this.files = files;
        if (Files.exists(file)) {
            read(Wire.MAPPER.readTree(Files.readAllBytes(file)));
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
                .findFirst();
    }

    List<Report> unsent() {
        return ended.stream().filter(each -> !each.sent()).map(Ended::report).toList();
    }

    void begin(Offer offer) throws IOException {
        open = offer;
        write();
    }

    void end(Report report) throws IOException {
        ended.removeIf(each -> each.report().job().rollout().equals(report.job().rollout()));
        ended.addFirst(new Ended(report, false));
        if (ended.size() > MOST_KNOWN) {
            ended.removeLast();
        }
        if (open != null && open.job().equals(report.job())) {
            open = null;
        }
        write();
    }

    void sent(Report report) throws IOException {
        ended.replaceAll(each -> each.report().equals(report) ? new Ended(report, true) : each);
        write();
    }

    private void write() throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (open != null) {
            json.set("open", Wire.offerJson(open));
        }
        ArrayNode list = json.putArray("ended");
        ended.forEach(each -> list.add(Wire.reportJson(each.report()).put("sent", each.sent())));
        files.replace(file, Wire.MAPPER.writeValueAsBytes(json));
    }

    private void read(JsonNode json) {
        JsonNode begun = json.get("open");
        open = begun == null ? null : Wire.offer(Wire.MAPPER.writeValueAsBytes(begun));
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
            ended.add(new Ended(report, each.path("sent").booleanValue()));
        }
    }
}

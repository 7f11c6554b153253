package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.UpdateRefused;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Offers and reports as JSON; fields that are not known are passed over, so that later platforms may say more. */
final class Wire {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "mon", DayOfWeek.MONDAY,
            "tue", DayOfWeek.TUESDAY,
            "wed", DayOfWeek.WEDNESDAY,
            "thu", DayOfWeek.THURSDAY,
            "fri", DayOfWeek.FRIDAY,
            "sat", DayOfWeek.SATURDAY,
            "sun", DayOfWeek.SUNDAY);

    private Wire() {}

    /** @throws MalformedOffer with the job it was for, where that can be read at least */
    static Offer offer(byte[] payload) {
        return offer(tree(payload));
    }

    /** Without a bound on its length: for one that was taken already. */
    static Offer offer(JsonNode json) {
        JobId job = job(json);
        try {
            return new Offer(
                    job,
                    required(json, "release").path("name").stringValue(),
                    SoftwareVersion.of(required(json, "release").path("version").stringValue()),
                    required(json, "target").stringValue(),
                    required(json, "sha256").stringValue(),
                    required(json, "size").longValue(),
                    windows(json.get("windows")),
                    instant(json.get("notAfter")),
                    json.path("downgradeAllowed").booleanValue(false),
                    prerequisites(json.get("prerequisites")));
        } catch (JacksonException | DateTimeException | IllegalArgumentException | UpdateRefused unreadable) {
            throw new MalformedOffer(job, unreadable);
        }
    }

    private static JsonNode tree(byte[] payload) {
        if (payload.length > Offer.LONGEST_BYTES) {
            throw new MalformedOffer(null, null);
        }
        try {
            return MAPPER.readTree(payload);
        } catch (JacksonException notJson) {
            throw new MalformedOffer(null, notJson);
        }
    }

    private static JobId job(JsonNode json) {
        try {
            String rollout = required(json, "rollout").stringValue();
            int attempt = required(json, "attempt").intValue();
            if (attempt < 1 || !UUID.fromString(rollout).toString().equals(rollout)) {
                throw new IllegalArgumentException("rollout or attempt");
            }
            return new JobId(rollout, attempt);
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new MalformedOffer(null, unreadable);
        }
    }

    private static JsonNode required(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    private static @Nullable Instant instant(@Nullable JsonNode json) {
        return json == null || json.isNull() ? null : Instant.parse(json.stringValue());
    }

    /** What is there and no list is not taken for none: that would mean at any time. */
    private static List<Window> windows(@Nullable JsonNode json) {
        List<Window> windows = new ArrayList<>();
        for (JsonNode each : json == null ? List.<JsonNode>of() : list(json)) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (JsonNode day : list(required(each, "days"))) {
                days.add(Optional.ofNullable(DAYS.get(day.stringValue()))
                        .orElseThrow(() -> new IllegalArgumentException("no day of the week")));
            }
            windows.add(new Window(
                    days,
                    LocalTime.parse(required(each, "from").stringValue()),
                    LocalTime.parse(required(each, "to").stringValue()),
                    ZoneId.of(required(each, "zone").stringValue())));
        }
        return windows;
    }

    /** What is there and is no object is not taken for none: the device would take what it must not. */
    private static Prerequisites prerequisites(@Nullable JsonNode json) {
        if (json == null) {
            return Prerequisites.NONE;
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("no prerequisites");
        }
        JsonNode battery = json.get("leastBatteryPercent");
        JsonNode from = json.get("fromVersions");
        List<SoftwareVersion> versions = new ArrayList<>();
        for (JsonNode each : from == null ? List.<JsonNode>of() : list(from)) {
            versions.add(SoftwareVersion.of(each.stringValue()));
        }
        return new Prerequisites(battery == null ? null : battery.intValue(), versions);
    }

    private static Iterable<JsonNode> list(JsonNode json) {
        if (!json.isArray()) {
            throw new IllegalArgumentException("no list");
        }
        return json.values();
    }

    static byte[] report(Report report) {
        return MAPPER.writeValueAsBytes(reportJson(report));
    }

    static ObjectNode reportJson(Report report) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rollout", report.job().rollout())
                .put("attempt", report.job().attempt())
                .put("state", report.state().text())
                .put("version", report.version())
                .put("code", report.code())
                .put("progress", report.progress())
                .put("at", report.at().toString());
    }

    static ObjectNode offerJson(Offer offer) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("rollout", offer.job().rollout())
                .put("attempt", offer.job().attempt());
        json.putObject("release")
                .put("name", offer.releaseName())
                .put("version", offer.version().text());
        json.put("target", offer.target()).put("sha256", offer.sha256()).put("size", offer.size());
        ArrayNode windows = json.putArray("windows");
        for (Window each : offer.windows()) {
            ObjectNode window = windows.addObject()
                    .put("from", each.from().toString())
                    .put("to", each.to().toString())
                    .put("zone", each.zone().getId());
            ArrayNode days = window.putArray("days");
            DAYS.forEach((name, day) -> {
                if (each.days().contains(day)) {
                    days.add(name);
                }
            });
        }
        if (offer.notAfter() != null) {
            json.put("notAfter", offer.notAfter().toString());
        }
        Prerequisites asked = offer.prerequisites();
        ObjectNode prerequisites = json.putObject("prerequisites");
        if (asked.leastBatteryPercent() != null) {
            prerequisites.put("leastBatteryPercent", asked.leastBatteryPercent());
        }
        ArrayNode versions = prerequisites.putArray("fromVersions");
        asked.fromVersions().forEach(each -> versions.add(each.text()));
        return json.put("downgradeAllowed", offer.downgradeAllowed());
    }

    static final class MalformedOffer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable JobId job;

        MalformedOffer(@Nullable JobId job, @Nullable Throwable why) {
            super("an offer cannot be read", why);
            this.job = job;
        }

        /** Null where not even that can be read: then there is nobody to answer. */
        @Nullable JobId job() {
            return job;
        }
    }
}

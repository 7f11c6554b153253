package io.devicetrail.audit.copy;

import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.FailedDevice;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Failures;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Signature;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Wave;
import io.devicetrail.domain.rolloutrun.report.RolloutStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report as one JSON object; its fields are those of the GraphQL type, 64-bit numbers are strings. */
final class RolloutReportJson {
    /** Most failed devices that are listed; the trail beside it has all of them. */
    static final int MOST_DEVICES = 10_000;

    private static final String FORMAT = "devicetrail-rollout-report/1";

    private RolloutReportJson() {}

    static ObjectNode of(RolloutReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        what(json, report);
        json.put("position", Long.toString(report.last().index()));
        json.put("recordedAt", time(report.last().at()));
        json.put("state", report.state().name());
        json.put("round", report.round());
        json.put("wave", report.wave());
        ArrayNode signatures = json.putArray("signatures");
        report.signatures().forEach(id -> signatures.add(id.toString()));
        ArrayNode signed = json.putArray("signed");
        report.signed().forEach(signature -> put(signed.addObject(), signature));
        ArrayNode steps = json.putArray("steps");
        report.steps().forEach(step -> put(steps.addObject(), step));
        json.put("stepsLeftOut", report.stepsLeftOut());
        if (report.stopped() == null) {
            json.putNull("stopped");
        } else {
            put(json.putObject("stopped"), report.stopped());
        }
        times(json.putObject("times"), report.times());
        ArrayNode waves = json.putArray("waves");
        List<RolloutPlan.Wave> planned = report.created().content().waves();
        report.waves().forEach(wave -> put(waves.addObject(), wave, planned.get(wave.number() - 1)));
        ArrayNode failures = json.putArray("failures");
        report.failures().forEach(way -> put(failures.addObject(), way));
        json.put("failuresLeftOut", report.failuresLeftOut());
        ArrayNode failed = json.putArray("failedDevices");
        report.failed().stream().limit(MOST_DEVICES).forEach(device -> put(failed.addObject(), device));
        json.put("failedDevicesLeftOut", Math.max(0, report.failed().size() - MOST_DEVICES));
        return json;
    }

    private static void what(ObjectNode json, RolloutReport report) {
        RolloutPlan content = report.created().content();
        json.put("rolloutId", report.created().run().toString());
        json.put("tenant", report.created().tenant().value());
        json.put("rolloutPlanId", report.created().plan().toString());
        json.put("revision", report.created().revision());
        json.put("planHash", report.created().planHash());
        json.put("title", content.title());
        ObjectNode release = json.putObject("release");
        release.put("name", content.release().name());
        release.put("version", content.release().version());
        release.put("sha256", content.release().sha256());
        release.put("size", Long.toString(content.release().size()));
        ObjectNode stop = json.putObject("stop");
        stop.put("mostFailedPercent", content.stop().mostFailedPercent());
        stop.put("mostFailedDevices", content.stop().mostFailedDevices());
        put(stop, content.stop().recent());
        json.put("offersPerMinute", content.offersPerMinute());
        ArrayNode windows = json.putArray("windows");
        content.windows().forEach(window -> put(windows.addObject(), window));
        ObjectNode prerequisites = json.putObject("prerequisites");
        prerequisites.put("leastBatteryPercent", content.prerequisites().leastBatteryPercent());
        ArrayNode versions = prerequisites.putArray("fromVersions");
        content.prerequisites().fromVersions().forEach(versions::add);
        ArrayNode spreadOver = json.putArray("spreadOver");
        content.cohort().spreadOver().forEach(trait -> spreadOver.add(trait.name()));
        json.put("mostSilentMinutes", content.mostSilentMinutes());
        json.put("deviceCount", report.created().devices());
        json.put("cohortHash", report.created().cohortHash());
        json.put("seed", report.created().seed());
    }

    private static void put(ObjectNode json, MaintenanceWindow window) {
        ArrayNode days = json.putArray("days");
        window.days().forEach(day -> days.add(day.name()));
        json.put("from", window.from().toString());
        json.put("minutes", window.minutes());
        json.put("offerMinutes", window.offerMinutes());
    }

    private static void put(ObjectNode json, @Nullable RecentFailures recent) {
        if (recent == null) {
            json.putNull("recent");
        } else {
            ObjectNode last = json.putObject("recent");
            last.put("lastDevices", recent.lastDevices());
            last.put("mostFailedPercent", recent.mostFailedPercent());
            last.put("mostFailedDevices", recent.mostFailedDevices());
        }
    }

    private static void put(ObjectNode json, Signature signature) {
        json.put("id", signature.id().toString());
        json.put("person", signature.person().toString());
        json.put("printedName", signature.printedName());
        json.put("role", signature.role());
        json.put("meaning", signature.meaning().name());
        json.put("signedAt", time(signature.signedAt()));
        json.put("zone", signature.zone());
        json.put("offset", signature.offset());
        json.put("hash", signature.hash());
        json.put("index", Long.toString(signature.index()));
    }

    private static void put(ObjectNode json, RolloutStep step) {
        json.put("kind", step.kind().name());
        json.put("index", Long.toString(step.recorded().index()));
        json.put("at", time(step.recorded().at()));
        json.put("by", step.recorded().by());
        json.put("role", step.recorded().role());
        json.put("reason", step.recorded().reason());
        json.put("round", step.round());
        json.put("wave", step.wave());
        json.put("cause", step.cause() == null ? null : step.cause().name());
        json.put("failedOfWave", step.failedOfWave());
        json.put("failedOfLast", step.failedOfLast());
        json.put("failed", step.failed());
    }

    private static void times(ObjectNode json, RolloutReport.Times times) {
        json.put("createdAt", time(times.createdAt()));
        json.put("startedAt", time(times.startedAt()));
        json.put("offeredAt", time(times.offeredAt()));
        json.put("verifiedAt", time(times.verifiedAt()));
        json.put("endedAt", time(times.endedAt()));
    }

    /** @param planned what the plan says of it: its own thresholds take the place of the plan's, or come beside them */
    private static void put(ObjectNode json, Wave wave, RolloutPlan.Wave planned) {
        json.put("number", wave.number());
        json.put("devices", wave.devices());
        json.put("soakMinutes", wave.soakMinutes());
        json.put("mostFailedPercent", planned.mostFailedPercent());
        json.put("mostFailedDevices", planned.mostFailedDevices());
        json.put("leastVerifiedPercent", planned.leastVerifiedPercent());
        put(json, planned.recent());
        json.put("begunAt", time(wave.begunAt()));
        json.put("endedAt", time(wave.endedAt()));
        ObjectNode counts = json.putObject("counts");
        for (RolloutDeviceState state : RolloutDeviceState.values()) {
            counts.put(state.name(), wave.counts().getOrDefault(state, 0));
        }
        if (wave.verifying() == null) {
            json.putNull("verifying");
        } else {
            ObjectNode verifying = json.putObject("verifying");
            verifying.put("devices", wave.verifying().devices());
            verifying.put("p50Millis", Long.toString(wave.verifying().p50Millis()));
            verifying.put("p95Millis", Long.toString(wave.verifying().p95Millis()));
            verifying.put("longestMillis", Long.toString(wave.verifying().longestMillis()));
        }
    }

    private static void put(ObjectNode json, Failures way) {
        json.put("state", way.state().name());
        json.put("code", way.code());
        json.put("devices", way.devices());
    }

    private static void put(ObjectNode json, FailedDevice device) {
        json.put("deviceId", device.device().toString());
        json.put("place", device.place());
        json.put("wave", device.wave());
        json.put("state", device.state().name());
        json.put("attempt", device.attempt());
        json.put("code", device.code());
        json.put("version", device.version());
        json.put("at", time(device.at()));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : AuditColumn.utcMicroseconds(time);
    }
}

package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An offer as it goes down, the same for each device of a round in one time zone. docs/device-guide.md tells its fields. */
final class OfferMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OfferMessage() {}

    /**
     * As JSON.
     *
     * @param round its number is that of the attempt
     * @param zone IANA time zone of the device's site; null where the plan has no windows
     */
    static byte[] payload(RolloutCreated run, int round, @Nullable String zone) {
        Release release = run.content().release();
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", release.name());
        named.put("version", release.version());
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("rollout", run.run().toString());
        message.put("attempt", round);
        message.put("release", named);
        message.put(
                "target",
                SoftwareReleaseId.of(run.tenant(), release.name(), release.version())
                        .target());
        message.put("sha256", release.sha256());
        message.put("size", release.size());
        message.put("downgradeAllowed", run.content().downgradeAllowed());
        if (zone != null) {
            message.put(
                    "windows",
                    run.content().windows().stream()
                            .map(window -> window(window, zone))
                            .toList());
        }
        Prerequisites asked = run.content().prerequisites();
        if (!asked.none()) {
            message.put("prerequisites", asked(asked));
        }
        return MAPPER.writeValueAsBytes(message);
    }

    /** What is not asked is left out. */
    private static Map<String, Object> asked(Prerequisites asked) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (asked.leastBatteryPercent() != null) {
            told.put("leastBatteryPercent", asked.leastBatteryPercent());
        }
        if (!asked.fromVersions().isEmpty()) {
            told.put("fromVersions", asked.fromVersions());
        }
        return told;
    }

    /** All of it, whatever part of it is for offers: the device may come to its end until it closes. */
    private static Map<String, Object> window(MaintenanceWindow window, String zone) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(
                "days", window.days().stream().map(MaintenanceWindow::shortName).toList());
        told.put("from", window.from().toString());
        told.put("to", window.from().plusMinutes(window.minutes()).toString());
        told.put("zone", zone);
        return told;
    }

    /** @param life how long the broker may keep it for a device that is away */
    static MqttProperties properties(Duration life) {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(Math.max(1, life.toSeconds()));
        return properties;
    }
}

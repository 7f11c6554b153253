package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.databind.json.JsonMapper;

/** An offer as it goes down, the same for each device of a round. docs/device-guide.md tells its fields. */
final class OfferMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OfferMessage() {}

    /** @param round its number is that of the attempt */
    static byte[] payload(RolloutCreated run, int round) {
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
        return MAPPER.writeValueAsBytes(message);
    }

    /** @param life how long the broker may keep it for a device that is away */
    static MqttProperties properties(Duration life) {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(Math.max(1, life.toSeconds()));
        return properties;
    }
}

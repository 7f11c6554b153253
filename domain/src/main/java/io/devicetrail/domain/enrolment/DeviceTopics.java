package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;

/**
 * What a device may say and hear: MQTT topics, whole or as filters. The one place that says it, for the embedded broker and
 * for what outside brokers are told.
 *
 * @param up it may publish there, without the retain flag
 * @param presence it may publish there, retained or not
 * @param down it may subscribe to these
 */
public record DeviceTopics(List<String> up, String presence, List<String> down) {
    public static DeviceTopics of(TenantId tenant, DeviceId device) {
        String prefix = "dt/v1/" + tenant + "/" + device + "/";
        return new DeviceTopics(
                List.of(
                        prefix + "telemetry",
                        prefix + "state",
                        prefix + "event",
                        prefix + "log",
                        prefix + "ack/+",
                        prefix + "update"),
                prefix + "presence",
                List.of(prefix + "command", prefix + "desired", prefix + "rollout", prefix + "certificate"));
    }

    private static final String ANY_LEVEL = "/+";

    /** A topic, without wildcards. */
    public boolean mayPublish(String topic, boolean retained) {
        return topic.equals(presence) || (!retained && up.stream().anyMatch(each -> matches(each, topic)));
    }

    /** A filter as it is asked for: only the whole topic, so that nothing is widened by a wildcard. */
    public boolean maySubscribe(String filter) {
        return down.contains(filter);
    }

    private static boolean matches(String filter, String topic) {
        if (!filter.endsWith(ANY_LEVEL)) {
            return filter.equals(topic);
        }
        String prefix = filter.substring(0, filter.length() - 1);
        return topic.startsWith(prefix)
                && topic.length() > prefix.length()
                && topic.substring(prefix.length()).chars().noneMatch(c -> c == '/' || c == '+' || c == '#');
    }
}

package io.devicetrail.ingress.twin;

import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What is desired, as it goes down. */
final class DesiredMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private DesiredMessage() {}

    /** What is other than in the version before; null for what is not desired any more. */
    static byte[] delta(DesiredPropertiesChanged changed) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        for (PropertyChange change : changed.changes()) {
            properties.put(change.name(), change.to());
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("version", changed.to());
        message.put("base", changed.from());
        message.put("properties", properties);
        return MAPPER.writeValueAsBytes(message);
    }

    /** All there is, whatever the device had before. */
    static byte[] full(DeviceTwin twin) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("version", twin.version());
        message.put("full", true);
        message.put("properties", twin.desired());
        return MAPPER.writeValueAsBytes(message);
    }
}

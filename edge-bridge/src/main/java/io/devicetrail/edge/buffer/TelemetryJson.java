package io.devicetrail.edge.buffer;

import io.devicetrail.edge.source.Quality;
import io.devicetrail.edge.source.ReadValue;
import io.devicetrail.edge.source.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The telemetry message as it goes over the wire; written once, at buffer time, and sent unchanged ever after. */
final class TelemetryJson {

    private static final JsonMapper mapper = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private TelemetryJson() {}

    static byte[] encode(String boot, long seq, Reading reading) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("boot", boot);
        message.put("seq", seq);
        message.put("at", reading.at().toString());
        List<Object> values = new ArrayList<>();
        for (ReadValue value : reading.values()) {
            values.add(encode(value));
        }
        message.put("values", values);
        return mapper.writeValueAsBytes(message);
    }

    private static Map<String, @Nullable Object> encode(ReadValue value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", value.name());
        json.put("value", value.value());
        json.put("quality", value.quality().name());
        if (value.at() != null) {
            json.put("at", value.at().toString());
        }
        if (value.unit() != null) {
            json.put("unit", value.unit());
        }
        if (value.status() != null && value.quality() != Quality.GOOD) {
            json.put("status", value.status());
        }
        return json;
    }
}

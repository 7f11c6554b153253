package io.devicetrail.queryside.telemetry;

import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.graphql.QueryError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers what devices measure. */
@Controller
class TelemetryController {
    /** Most points of a series. */
    private static final int MOST_POINTS = 5_000;

    private final Telemetry telemetry;

    TelemetryController(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @BatchMapping
    Map<Device, List<TelemetryValue>> latestTelemetry(List<Device> of) {
        Map<UUID, List<TelemetryValue>> latest =
                telemetry.latest(of.stream().map(Device::deviceId).distinct().toList());
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), d -> latest.getOrDefault(d.deviceId(), List.of())));
    }

    @SchemaMapping(typeName = Device.TYPE, field = "telemetry")
    TelemetrySeries series(
            Device device, @Argument String name, @Argument Instant from, @Argument Instant to, @Argument int points) {
        if (points < 1 || points > MOST_POINTS) {
            throw new QueryError("BAD_POINTS", "A series has 1 to 5,000 points, not " + points + ".");
        }
        if (!from.isBefore(to)) {
            throw new QueryError("BAD_RANGE", "The range ends at " + to + ", which is not after " + from + ".");
        }
        return telemetry.range(device.deviceId(), name, from, to, points);
    }
}

package io.devicetrail.queryside.devicerisk;

import io.devicetrail.queryside.devicedetails.Device;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.stereotype.Controller;

/** Answers how much of a risk a device is. */
@Controller
class DeviceRiskController {
    private final DeviceFacts facts;
    private final Clock clock;

    DeviceRiskController(DeviceFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** All of one question as of one time. */
    @BatchMapping
    Map<Device, DeviceRisk> risk(List<Device> of) {
        Instant asOf = clock.instant();
        Map<UUID, RiskFacts> found =
                facts.of(of.stream().map(Device::deviceId).distinct().toList());
        Map<Device, DeviceRisk> each = new HashMap<>();
        for (Device device : of) {
            RiskFacts known = found.get(device.deviceId());
            if (known != null) {
                each.put(device, RiskPolicy.of(known, asOf));
            }
        }
        return each;
    }
}

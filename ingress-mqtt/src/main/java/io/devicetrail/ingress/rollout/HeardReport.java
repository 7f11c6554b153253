package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.topic.Topic;

/** A report that was read, and is neither in the log nor in quarantine yet. */
record HeardReport(Topic.Update topic, ReportMessage message, Delivery delivery) {
    DeviceReport asSaid() {
        return new DeviceReport(
                topic.device(),
                message.attempt(),
                message.says(),
                message.version(),
                message.code(),
                delivery.receivedAt());
    }
}

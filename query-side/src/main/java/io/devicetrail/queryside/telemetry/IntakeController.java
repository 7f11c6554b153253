package io.devicetrail.queryside.telemetry;

import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Answers what did not fit and what did not arrive. */
@Controller
class IntakeController {
    private final ReachedTables tables;

    IntakeController(ReachedTables tables) {
        this.tables = tables;
    }

    record QuarantinedMessage(
            long number,
            String topic,
            String reason,
            String detail,
            String payloadBase64,
            int size,
            Instant receivedAt) {}

    record TelemetryGap(String boot, long from, long to, Instant detectedAt) {}

    @QueryMapping
    List<QuarantinedMessage> quarantine(@Argument String tenant, @Argument int first) {
        return tables.sql("select * from ingress.quarantine where tenant = ? order by number desc limit ?")
                .params(GlobalId.local("Tenant", tenant), Page.size(first))
                .query((row, number) -> new QuarantinedMessage(
                        row.getLong("number"),
                        row.getString("topic"),
                        row.getString("reason"),
                        row.getString("detail"),
                        Base64.getEncoder().encodeToString(row.getBytes("payload")),
                        row.getInt("size"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    @QueryMapping
    List<TelemetryGap> telemetryGaps(@Argument String device) {
        return tables.sql(
                        "select * from ingress.telemetry_gap where device_id = ? order by detected_at, boot, from_seq")
                .param(GlobalId.uuid(Device.TYPE, device))
                .query((row, number) -> new TelemetryGap(
                        row.getString("boot"),
                        row.getLong("from_seq"),
                        row.getLong("to_seq"),
                        row.getObject("detected_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}

package io.devicetrail.queryside.telemetry;

import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            byte[] payload,
            int size,
            Instant receivedAt,
            @Nullable QuarantineRelease release) {
        public String payloadBase64() {
            return Base64.getEncoder().encodeToString(payload);
        }

        public String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** @param record as signatures of kind QUARANTINE_RELEASE name it */
    record QuarantineRelease(
            String record,
            long position,
            @Nullable String outcome,
            @Nullable String detail,
            @Nullable Instant at) {}

    record TelemetryGap(String boot, long from, long to, Instant detectedAt) {}

    @QueryMapping
    List<QuarantinedMessage> quarantine(@Argument String tenant, @Argument int first, @Argument @Nullable Long number) {
        return tables.sql("""
                        select * from ingress.quarantine
                         where tenant = ? and (?::bigint is null or number = ?) order by number desc limit ?
                        """)
                .params(GlobalId.local("Tenant", tenant))
                .param(number)
                .param(number)
                .param(Page.size(first))
                .query((row, ignored) -> new QuarantinedMessage(
                        row.getLong("number"),
                        row.getString("topic"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getBytes("payload"),
                        row.getInt("size"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        release(row)))
                .list();
    }

    private static @Nullable QuarantineRelease release(ResultSet row) throws SQLException {
        int release = row.getInt("release");
        if (row.wasNull()) {
            return null;
        }
        OffsetDateTime settledAt = row.getObject("settled_at", OffsetDateTime.class);
        TenantId tenant = new TenantId(row.getString("tenant"));
        return new QuarantineRelease(
                QuarantinedMessageId.of(tenant, row.getLong("number")) + ":" + release,
                row.getLong("release_position"),
                row.getString("release_outcome"),
                row.getString("release_detail"),
                settledAt == null ? null : settledAt.toInstant());
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

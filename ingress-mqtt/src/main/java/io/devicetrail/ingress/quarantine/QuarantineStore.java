package io.devicetrail.ingress.quarantine;

import io.devicetrail.ingress.Columns;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps messages that did not fit. At least once: a crash between commit and acknowledgement keeps one twice. */
public final class QuarantineStore {
    /** Bytes of a message that are kept. */
    public static final int KEPT_BYTES = 65_536;

    private static final String INSERT = """
            insert into ingress.quarantine (tenant, device, topic, reason, detail, payload, size, received_at)
            select * from unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::integer[],
                                 ?::timestamptz[])""";

    private final JdbcTemplate jdbc;

    public QuarantineStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One message; {@code payload} is already cut to {@link #KEPT_BYTES}. */
    public record Quarantined(
            @Nullable String tenant,
            @Nullable UUID device,
            String topic,
            String reason,
            String detail,
            byte[] payload,
            int size,
            Instant receivedAt) {}

    public void keep(List<Quarantined> messages) {
        if (messages.isEmpty()) {
            return;
        }
        jdbc.update(
                INSERT,
                new Columns<>(messages)
                        .with("text", Quarantined::tenant)
                        .with("uuid", Quarantined::device)
                        .with("text", Quarantined::topic)
                        .with("text", Quarantined::reason)
                        .with("text", Quarantined::detail)
                        .with("bytea", Quarantined::payload)
                        .with("int4", Quarantined::size)
                        .with("timestamptz", Quarantined::receivedAt));
    }
}

package io.devicetrail.ingress.quarantine;

import io.devicetrail.ingress.Columns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
    private static final String FIND = """
            select topic, reason, payload, size, received_at from ingress.quarantine where number = ?""";
    private static final String BEGIN = """
            update ingress.quarantine
               set release = ?, release_position = ?, release_outcome = null, release_detail = null, settled_at = null
             where number = ?""";
    private static final String SETTLE = """
            update ingress.quarantine set release_outcome = ?, release_detail = ?, settled_at = ?
             where number = ? and release = ?""";

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

    /**
     * A message as it is kept.
     *
     * @param payload of a message of more than {@link #KEPT_BYTES} the first ones
     * @param size of the whole message
     */
    public record Kept(String topic, String reason, byte[] payload, int size, Instant receivedAt) {}

    public Optional<Kept> find(long number) {
        return jdbc
                .query(
                        FIND,
                        (row, ignored) -> new Kept(
                                row.getString("topic"),
                                row.getString("reason"),
                                row.getBytes("payload"),
                                row.getInt("size"),
                                row.getObject("received_at", OffsetDateTime.class)
                                        .toInstant()),
                        number)
                .stream()
                .findFirst();
    }

    /** Shows that a release is under way, whatever the row said before: they are told in the order of the log. */
    public void begin(long number, int release, long position) {
        jdbc.update(BEGIN, release, position, number);
    }

    /** Shows what became of a release, if it is the last one. */
    public void settle(long number, int release, String outcome, String detail, Instant at) {
        jdbc.update(SETTLE, outcome, detail, at.atOffset(ZoneOffset.UTC), number, release);
    }

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

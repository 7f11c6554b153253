package io.devicetrail.identity.signing;

import io.devicetrail.identity.account.Origin;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The series of signings within a single, continuous period of controlled access (21 CFR 11.200(a)(1)): one session, one
 * client at one address, no pause that is too long. Whatever breaks it, the next signature takes all components.
 */
@Component
public class SigningSessions {
    private final JdbcClient jdbc;
    private final SigningSettings settings;
    private final Clock clock;

    public SigningSessions(JdbcClient jdbc, SigningSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether a signature from there would go on with a series. */
    public boolean continues(String sid, Origin from) {
        return jdbc.sql("""
                        select true from identity.signing_session
                         where sid = :sid and last_signed_at > :since and address = :address and client = :client""")
                .param("sid", UUID.fromString(sid))
                .param("since", clock.instant().minus(settings.idle()).atOffset(ZoneOffset.UTC))
                .param("address", from.address())
                .param("client", from.client())
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    /** Somebody signed; series that have ended are forgotten. */
    public void signed(String sid, Origin from) {
        jdbc.sql("delete from identity.signing_session where last_signed_at <= :since")
                .param("since", clock.instant().minus(settings.idle()).atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                        insert into identity.signing_session (sid, last_signed_at, address, client)
                        values (:sid, :now, :address, :client)
                        on conflict (sid) do update
                           set last_signed_at = excluded.last_signed_at, address = excluded.address,
                               client = excluded.client""")
                .param("sid", UUID.fromString(sid))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("address", from.address())
                .param("client", from.client())
                .update();
    }
}

package io.devicetrail.identity.credential;

import io.devicetrail.domain.person.PersonId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tests every enrolled second factor once a day: that it can be read, is its person's and was not altered (21 CFR
 * 11.300(e)). That a person's own device works is tested at its enrolment, and by each code that is taken.
 */
@Component
public final class FactorProbe {
    static final Duration EVERY = Duration.ofDays(1);
    /** Rows that are read at once. */
    static final int PAGE = 1_000;
    /** People who are named; the others are counted. */
    private static final int MOST_NAMED = 20;

    private static final Logger LOG = LoggerFactory.getLogger(FactorProbe.class);
    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final SecretCipher cipher;
    private final Clock clock;
    private @Nullable Instant last;
    private volatile int altered;

    public FactorProbe(JdbcClient jdbc, SecretCipher cipher, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.clock = clock;
        Gauge.builder("devicetrail.sign.in.factors.altered", () -> altered).register(meters);
    }

    private record Row(UUID person, byte[] secret) {}

    /** If the last time is a day ago, or there was none since the start. */
    public synchronized void runIfDue() {
        Instant now = clock.instant();
        if (last == null || !now.isBefore(last.plus(EVERY))) {
            run();
            last = now;
        }
    }

    /** The people whose second factor cannot be read. */
    List<PersonId> run() {
        List<PersonId> unreadable = new ArrayList<>();
        UUID after = FIRST;
        for (List<Row> page = page(after); !page.isEmpty(); page = page(after)) {
            for (Row row : page) {
                PersonId person = new PersonId(row.person());
                if (!EnrolledFactors.readable(cipher, row.person(), row.secret())) {
                    unreadable.add(person);
                }
            }
            after = page.getLast().person();
        }
        altered = unreadable.size();
        if (!unreadable.isEmpty()) {
            LOG.error(
                    "The second factors of {} people were altered or are another key's: {}. They cannot sign in; find out"
                            + " who changed the table identity.credential, then reset their second factors",
                    unreadable.size(),
                    unreadable.subList(0, Math.min(MOST_NAMED, unreadable.size())));
        }
        return unreadable;
    }

    /** In the order of the database, which is not Java's of UUIDs. */
    private List<Row> page(UUID after) {
        return jdbc.sql("""
                        select person_id, totp_secret from identity.credential
                         where totp_secret is not null and person_id > :after order by person_id limit :page""")
                .param("after", after)
                .param("page", PAGE)
                .query((row, number) -> new Row(row.getObject("person_id", UUID.class), row.getBytes("totp_secret")))
                .list();
    }
}

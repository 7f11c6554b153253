package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.PostgresRoles;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** The database's superuser changes one byte of the past; the application says which event it was, by itself. */
@Requirement("11.10(a)")
class LedgerScrubTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api api = Api.shared();

    @Test
    void aByteTheSuperuserChangedIsNamedByItsIndexInHealthLogAndMetric() throws IOException {
        Plant.of(api, "scrubbed").registered("S-1");
        long index = head();
        Plant.of(api, "scrubbed-more");
        long last = head();
        await().until(() -> ledger().path("details").path("size").asLong() > last);
        JdbcClient superuser = superuser();
        assertThat(ledger().path("status").asString()).isEqualTo("UP");

        flip(superuser, index);
        try {
            await().atMost(PATIENCE)
                    .until(() -> ledger().path("status").asString().equals("DOWN"));
            JsonNode details = ledger().path("details");
            assertThat(details.path("first").get(0).asString())
                    .isEqualTo("event " + index + ": the log holds something else than the ledger");
            assertThat(mismatchGauge()).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> !events(index).isEmpty());
            double rounds = rounds();
            await().atMost(PATIENCE).until(() -> rounds() >= rounds + 3);
            assertThat(events(index)).as("once, in however many rounds").containsExactly("ledger-scrubber");
        } finally {
            flip(superuser, index);
        }
        await().atMost(PATIENCE).until(() -> ledger().path("status").asString().equals("UP"));
        assertThat(mismatchGauge()).isZero();
    }

    private long head() {
        return api.database()
                .sql("select max(index) from log.event")
                .query(Long.class)
                .single();
    }

    private JsonNode ledger() {
        return Api.JSON
                .readTree(api.get("/actuator/health").body())
                .path("components")
                .path("ledger");
    }

    private double mismatchGauge() {
        return meters().get("devicetrail.ledger.mismatches").gauge().value();
    }

    private double rounds() {
        return meters().get("devicetrail.ledger.rounds").functionCounter().count();
    }

    private MeterRegistry meters() {
        return api.instance().context().getBean(MeterRegistry.class);
    }

    /** Who recorded a mismatch of that event. */
    private List<String> events(long index) {
        return api.database().sql("""
                        select convert_from(metadata, 'UTF8')::jsonb ->> 'actorId' from log.event
                        where name = 'ledger.LedgerMismatchFound'
                            and (convert_from(payload, 'UTF8')::jsonb ->> 'index')::bigint = ?
                        """).param(index).query(String.class).list();
    }

    private JdbcClient superuser() throws IOException {
        String password = Files.readString(api.instance().home().resolve("secrets/postgres-superuser"))
                .strip();
        String url = "jdbc:postgresql://" + api.instance().addresses().postgres() + "/" + PostgresRoles.DATABASE;
        return JdbcClient.create(new DriverManagerDataSource(url, "postgres", password));
    }

    /** A second time puts it right. */
    private static void flip(JdbcClient superuser, long index) {
        superuser.sql("alter table log.event disable trigger append_only").update();
        superuser
                .sql("update log.event set payload = set_bit(payload, 90, 1 - get_bit(payload, 90)) where index = ?")
                .param(index)
                .update();
        superuser.sql("alter table log.event enable trigger append_only").update();
    }
}

package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.audit.scrub.MismatchLog;
import io.devicetrail.audit.verify.Verdict.Finding;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was found is remembered by the events alone, whatever is kept beside them. */
@Requirement("11.10(a)")
class LoggedMismatchesTest {
    /** Of a ledger that is not this instance's. */
    private static final LedgerId LEDGER = new LedgerId("snapshots.example/ledger");

    private static final String AGGREGATE = "io.devicetrail.commandside.ledger.LedgerAggregate";
    private static final String WHAT = "the log holds something else than the ledger";
    private static final Finding NOT_RECORDED = new Finding(421, WHAT);

    private static final String FORGED =
            "{\"ledger\":\"%s\",\"mismatches\":[{\"index\":%d,\"what\":\"%s\"}],\"recordedThatDay\":1}"
                    .formatted(LEDGER.value(), NOT_RECORDED.index(), NOT_RECORDED.what());

    private final ConfigurableApplicationContext context = TestInstance.shared().context();
    private final JdbcClient application = JdbcClient.create(context.getBean(DataSource.class));

    @AfterEach
    void takeTheForgedOneAway() {
        application
                .sql("delete from process.snapshot where aggregate_id = ?")
                .param(LEDGER.value())
                .update();
    }

    /** As a process that has just started. */
    private MismatchLog mismatches() {
        return new LoggedMismatches(
                LEDGER, context.getBean(CommandGateway.class), context.getBean(EventStore.class), Clock.systemUTC());
    }

    @Test
    void aSnapshotNeitherForgetsWhatWasFoundNorHasAnythingTakenForRecorded() throws Exception {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i <= LogWiring.EVENTS_BEFORE_SNAPSHOT; i++) {
            found.add(new Finding(9_000_000_000L + i, WHAT));
            mismatches().record(found.getLast(), 700);
        }
        assertThat(mismatches().recorded()).containsAll(found);
        assertThat(application
                        .sql("select count(*) from process.snapshot where aggregate_id = ?")
                        .param(LEDGER.value())
                        .query(Long.class)
                        .single())
                .isZero();

        forge("ledger", AGGREGATE, found.size() - 1, FORGED);
        assertThat(mismatches().recorded()).containsAll(found);
        mismatches().record(NOT_RECORDED, 700);
        found.add(NOT_RECORDED);
        assertThat(mismatches().recorded()).containsAll(found);
    }

    /** It would stand for all events before it, and be nothing that a ledger's code understands. */
    @ParameterizedTest
    @ValueSource(strings = {"ledger", "tenant"})
    void neitherDoesOneOfAnotherAggregate(String type) throws Exception {
        Finding known = new Finding("ledger".equals(type) ? 8_000_000_001L : 8_000_000_002L, WHAT);
        mismatches().record(known, 700);
        Collection<Finding> before = mismatches().recorded();
        assertThat(before).contains(known);

        forge(type, "io.devicetrail.commandside.tenant.TenantAggregate", before.size() - 1, "{}");
        mismatches().record(known, 700);
        assertThat(mismatches().recorded()).as("it is on record").isEqualTo(before);
    }

    /** With the rights of the application: the revision of today's code is no secret. */
    private void forge(String type, String aggregate, long sequence, String state) throws ClassNotFoundException {
        String revision = SnapshotSerializer.create()
                .typeForClass(Class.forName(aggregate))
                .getRevision();
        application
                .sql("insert into process.snapshot"
                        + " (aggregate_id, aggregate_type, sequence, name, revision, taken_at, payload)"
                        + " values (?, ?, ?, ?, ?, now(), ?)"
                        + " on conflict (aggregate_id) do update set aggregate_type = excluded.aggregate_type,"
                        + " sequence = excluded.sequence, name = excluded.name, revision = excluded.revision,"
                        + " payload = excluded.payload")
                .params(LEDGER.value(), type, sequence, aggregate, revision, state.getBytes(StandardCharsets.UTF_8))
                .update();
    }
}

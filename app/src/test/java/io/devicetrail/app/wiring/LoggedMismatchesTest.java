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
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
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

    private final ConfigurableApplicationContext context = TestInstance.shared().context();
    private final JdbcClient application = JdbcClient.create(context.getBean(DataSource.class));

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
        assertThat(mismatches().recorded()).containsExactlyElementsOf(found);
        assertThat(application
                        .sql("select count(*) from process.snapshot where aggregate_id = ?")
                        .param(LEDGER.value())
                        .query(Long.class)
                        .single())
                .isZero();

        forge(found.size() - 1);
        assertThat(mismatches().recorded()).containsExactlyElementsOf(found);
        mismatches().record(NOT_RECORDED, 700);
        found.add(NOT_RECORDED);
        assertThat(mismatches().recorded()).containsExactlyElementsOf(found);
    }

    /** With the rights of the application: the revision of today's code is no secret. */
    private void forge(long sequence) throws ClassNotFoundException {
        String state = "{\"ledger\":\"%s\",\"mismatches\":[{\"index\":%d,\"what\":\"%s\"}],\"recordedThatDay\":1}"
                .formatted(LEDGER.value(), NOT_RECORDED.index(), NOT_RECORDED.what());
        String revision = SnapshotSerializer.create()
                .typeForClass(Class.forName(AGGREGATE))
                .getRevision();
        application
                .sql("insert into process.snapshot"
                        + " (aggregate_id, aggregate_type, sequence, name, revision, taken_at, payload)"
                        + " values (?, 'ledger', ?, ?, ?, now(), ?)")
                .params(LEDGER.value(), sequence, AGGREGATE, revision, state.getBytes(StandardCharsets.UTF_8))
                .update();
    }
}

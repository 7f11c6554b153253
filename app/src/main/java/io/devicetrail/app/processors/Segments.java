package io.devicetrail.app.processors;

import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.eventstore.deadletter.DeadLetters;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The segments of read models: their tokens, and the positions beside the rows, always changed together. A rebuild goes
 * not by Axon's reset: to a read model a rebuilt event is an event like any other, and a token that says otherwise would
 * only be one more thing to store.
 */
@Component
public class Segments {
    /** This process among those that share the tokens. */
    public static final String NODE = ManagementFactory.getRuntimeMXBean().getName();

    /** A node that has not said for so long that it goes on with a segment has lost it. */
    public static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(5);

    private static final GlobalSequenceTrackingToken TAIL = new GlobalSequenceTrackingToken(-1);

    private final TokenStore tokens;
    private final TransactionManager transactions;
    private final DeadLetters deadLetters;
    private final Progress progress;
    private final JdbcClient jdbc;

    Segments(
            TokenStore tokens,
            TransactionManager transactions,
            DeadLetters deadLetters,
            Progress progress,
            JdbcClient jdbc,
            FlywayMigrationInitializer migrated) {
        this.tokens = tokens;
        this.transactions = transactions;
        this.deadLetters = deadLetters;
        this.progress = progress;
        this.jdbc = jdbc;
    }

    /** Makes those of a read model that never had any; gives how many there are. */
    public int begin(ReadModel readModel) {
        return transactions.fetchInTransaction(() -> {
            // Two nodes may start at once.
            jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                    .param("segments of " + readModel.name())
                    .query(row -> {});
            int stored = tokens.fetchSegments(readModel.name()).length;
            if (stored > 0) {
                return stored;
            }
            tokens.initializeTokenSegments(readModel.name(), readModel.segments(), TAIL);
            if (ReadModelName.ALL.contains(readModel.name())) {
                progress.begin(readModel.name(), readModel.segments());
            }
            return readModel.segments();
        });
    }

    /** How many there are now. */
    public int count(String processor) {
        return transactions.fetchInTransaction(() -> tokens.fetchSegments(processor).length);
    }

    /** Other nodes that go on with a segment of the processor now, as {@code process@host}. */
    public List<String> heldElsewhere(String processor) {
        return jdbc.sql("""
                        select distinct owner from process.token
                         where processor_name = ? and owner <> ? and timestamp::timestamptz > ?::timestamptz
                         order by owner""")
                // By the clock of the nodes, which have set the time.
                .params(
                        processor,
                        NODE,
                        AbstractTokenEntry.clock.instant().minus(CLAIM_TIMEOUT).toString())
                .query(String.class)
                .list();
    }

    /** For each segment the log index of the last event that it has committed, -1 for none; the processor stands still. */
    public List<Long> positions(String processor) {
        return transactions.fetchInTransaction(() -> {
            List<Long> positions = new ArrayList<>();
            for (int segment : tokens.fetchSegments(processor)) {
                // It stays claimed, so that another node that waits for it does not get it in the middle of a rebuild.
                TrackingToken token = tokens.fetchToken(processor, segment);
                positions.add(token == null ? -1L : token.position().orElse(-1));
            }
            return Collections.unmodifiableList(positions);
        });
    }

    /**
     * Empties a read model whose processor stands still, and begins it anew with as many segments as it now wants. Every
     * event will be given again, so none of them is a dead letter any more.
     */
    public void beginAnew(ReadModel readModel) {
        String name = readModel.name();
        transactions.executeInTransaction(() -> {
            deadLetters.forget(name);
            for (int segment : tokens.fetchSegments(name)) {
                // Only who has claimed it may delete it.
                tokens.fetchToken(name, segment);
                tokens.deleteToken(name, segment);
            }
            tokens.initializeTokenSegments(name, readModel.segments(), TAIL);
            for (int segment : tokens.fetchSegments(name)) {
                tokens.fetchToken(name, segment);
            }
            readModel.beginRebuild();
        });
    }
}

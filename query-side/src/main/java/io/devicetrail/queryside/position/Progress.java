package io.devicetrail.queryside.position;

import io.devicetrail.domain.shared.Redelivery;
import java.util.List;
import java.util.function.LongConsumer;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies each event to a read model once. The position is written in the transaction of the rows it speaks for, so
 * after a crash both are there or neither, and an event delivered again is known by its position and left out.
 */
@Component
public class Progress {
    private static final LongConsumer NOTHING = to -> {};
    private static final int ONLY_SEGMENT = 0;

    private final JdbcClient jdbc;
    private final Positions positions;
    private final TransactionTemplate transaction;

    Progress(JdbcClient jdbc, Positions positions, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Runs {@code change} with the event's log index, unless the read model has seen it. */
    public void once(String readModel, TrackingToken token, LongConsumer change) {
        once(readModel, token, change, NOTHING);
    }

    /**
     * Like {@link #once(String, TrackingToken, LongConsumer)}.
     *
     * @param endOfBatch runs once before the transaction commits, with the position the read model then has; what it
     *     throws rolls the whole batch back, and the processor tries it again
     */
    public void once(String readModel, TrackingToken token, LongConsumer change, LongConsumer endOfBatch) {
        long index = token.position().orElseThrow(() -> new IllegalStateException("no log index in " + token));
        Batch batch = batchOf(readModel, endOfBatch);
        if (redelivered()) {
            change.accept(index);
        } else if (index > batch.position) {
            change.accept(index);
            batch.position = index;
        }
    }

    private static boolean redelivered() {
        return CurrentUnitOfWork.isStarted()
                && CurrentUnitOfWork.get().root().resources().containsKey(Redelivery.RESOURCE);
    }

    /** Empties the read model and says so in one transaction: the beginning of a rebuild in that many segments. */
    public void restart(String readModel, int segments, Runnable empty) {
        transaction.executeWithoutResult(status -> {
            empty.run();
            begin(readModel, segments);
        });
    }

    /** Every segment has a place from the first moment: one that has seen nothing yet holds the read model back. */
    public void begin(String readModel, int segments) {
        jdbc.sql("delete from read.position where name = ?").param(readModel).update();
        for (int segment = 0; segment < segments; segment++) {
            write(readModel, segment, Positions.NONE);
        }
    }

    private Batch batchOf(String readModel, LongConsumer endOfBatch) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a read model is written in a transaction only: " + readModel);
        }
        List<Object> key = List.of(Progress.class, readModel);
        if (TransactionSynchronizationManager.getResource(key) instanceof Batch open) {
            // An event that was passed over may have opened the batch, and knows no end.
            open.atEnd = open.atEnd == NOTHING ? endOfBatch : open.atEnd;
            return open;
        }
        int segment = segmentOf(readModel);
        Batch batch = new Batch(key, readModel, segment, lockedPosition(readModel, segment), endOfBatch);
        TransactionSynchronizationManager.bindResource(key, batch);
        TransactionSynchronizationManager.registerSynchronization(batch);
        return batch;
    }

    /** Locks the row: should two processors ever run at once, the second waits and then finds the events seen. */
    private long lockedPosition(String readModel, int segment) {
        @Nullable Long position = jdbc.sql("select position from read.position where name = ? and segment = ? for update")
                .params(readModel, segment)
                .query(Long.class)
                .optional()
                .orElse(null);
        if (position == null) {
            write(readModel, segment, Positions.NONE);
            return Positions.NONE;
        }
        return position;
    }

    /** Axon leaves the segment of a batch in its unit of work. */
    private static int segmentOf(String readModel) {
        return CurrentUnitOfWork.isStarted()
                        && CurrentUnitOfWork.get().root().getResource("Processor[" + readModel + "]/SegmentId")
                                instanceof Integer segment
                ? segment
                : ONLY_SEGMENT;
    }

    private void write(String readModel, int segment, long position) {
        jdbc.sql("""
                insert into read.position (name, segment, position) values (?, ?, ?)
                on conflict (name, segment) do update set position = excluded.position
                """).params(readModel, segment, position).update();
    }

    /** Lives as long as its transaction. */
    private final class Batch implements TransactionSynchronization {
        private final Object key;
        private final String readModel;
        private final int segment;
        private final long from;
        private LongConsumer atEnd;
        private long position;

        private Batch(Object key, String readModel, int segment, long from, LongConsumer atEnd) {
            this.key = key;
            this.readModel = readModel;
            this.segment = segment;
            this.from = from;
            this.position = from;
            this.atEnd = atEnd;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            if (position > from) {
                atEnd.accept(position);
                write(readModel, segment, position);
            }
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(key);
            if (status == STATUS_COMMITTED) {
                positions.moved(readModel);
            }
        }
    }
}

package io.devicetrail.app.wiring;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines whose cancelling never fails what asked for it. Within a unit of work a deadline is cancelled when the work
 * is about to be committed, where a process can catch nothing any more. Axon takes a deadline that is gone in its
 * stride, but not one that is being handled: it would take back the whole batch of a processor, again and again for as
 * long as the deadline is taken, and after a kill that is until its node is found to be dead. What is being handled
 * fires, and each process finds by itself that it came too late.
 */
final class CancellableDeadlines extends DbSchedulerDeadlineManager {
    private static final Logger LOG = LoggerFactory.getLogger(CancellableDeadlines.class);

    private final Scheduler scheduler;

    CancellableDeadlines(Builder builder, Scheduler scheduler) {
        super(builder);
        this.scheduler = scheduler;
    }

    @Override
    public void cancelSchedule(String deadlineName, String scheduleId) {
        runOnPrepareCommitOrNow(() -> cancel(deadlineName, scheduleId));
    }

    private void cancel(String name, String id) {
        try {
            scheduler.cancel(new DbSchedulerDeadlineToken(id));
        } catch (TaskInstanceException e) {
            LOG.debug("deadline {} {} is being handled, or gone, and is not cancelled", name, id, e);
        }
    }
}

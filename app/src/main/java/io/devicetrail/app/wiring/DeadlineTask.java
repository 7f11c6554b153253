package io.devicetrail.app.wiring;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.function.Supplier;
import org.axonframework.deadline.dbscheduler.DbSchedulerBinaryDeadlineDetails;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;

/** What the scheduler does when a deadline is due: Axon's task, but one that failed is due again soon, not in five minutes. */
final class DeadlineTask {
    /** Pause after the first failure; after each further one twice as long. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Doubled so often, the pause is beyond the longest. */
    private static final int MOST_DOUBLINGS = 5;

    private DeadlineTask() {}

    static Task<DbSchedulerBinaryDeadlineDetails> of(Supplier<DbSchedulerDeadlineManager> manager) {
        Task<DbSchedulerBinaryDeadlineDetails> axons = DbSchedulerDeadlineManager.binaryTask(manager);
        return Tasks.oneTime(axons.getName(), axons.getDataClass())
                .onFailure(DeadlineTask::again)
                .execute(axons::execute);
    }

    private static void again(
            ExecutionComplete failed, ExecutionOperations<DbSchedulerBinaryDeadlineDetails> operations) {
        operations.reschedule(failed, failed.getTimeDone().plus(pauseAfter(failed.getExecution().consecutiveFailures)));
    }

    /** @param failures before this one */
    static Duration pauseAfter(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}

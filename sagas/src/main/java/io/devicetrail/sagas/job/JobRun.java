package io.devicetrail.sagas.job;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent.JobCancelled;
import io.devicetrail.domain.job.JobEvent.JobCompleted;
import io.devicetrail.domain.job.JobEvent.JobDeviceEnded;
import io.devicetrail.domain.job.JobEvent.JobDeviceTakenBack;
import io.devicetrail.domain.job.JobEvent.JobHalted;
import io.devicetrail.domain.job.JobEvent.JobHandedOut;
import io.devicetrail.domain.job.JobEvent.JobPaused;
import io.devicetrail.domain.job.JobEvent.JobResumed;
import io.devicetrail.domain.job.JobEvent.JobRetried;
import io.devicetrail.domain.job.JobEvent.JobStarted;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;

/**
 * One job, from its start to the end of its last command. Which devices are told, and when no more are, is the job's own
 * decision: asked again after a crash, or from the beginning where the saga store was lost, it answers by what is on record, and
 * a command that was asked for once is not asked for twice. Commands go out and are waited for in the order of the log, never
 * from a deadline: so none can end before it is waited for.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-job")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class JobRun {
    /** Due when the next commands may be handed out: as often as the job's rate asks, and once a second at most. */
    static final String TICK = "job-tick";

    /** How long a job that found the tenant or a device full of commands hands out none. */
    static final Duration BACK_OFF = Duration.ofSeconds(30);

    private static final String JOB = "job";
    private static final String COMMAND = "command";

    private @Nullable JobId job;
    private @Nullable TenantId tenant;
    private @Nullable JobPlan plan;
    private boolean agreed;
    private int round;
    /** The one that comes next, from 1. */
    private long tick;
    /** Null while none is due. */
    private @Nullable String deadline;
    /** Whether commands are handed out; false while the job is paused, and for ever when it is over. */
    private boolean running;
    /** Whether it is over, and only the last commands are waited for: how many those are its events say. */
    private boolean over;

    @StartSaga
    @SagaEventHandler(associationProperty = JOB)
    void on(JobStarted e, @Timestamp Instant startedAt, DeadlineManager deadlines) {
        begin(e.job(), e.tenant(), e.plan(), 1, e.agreed(), startedAt, deadlines);
    }

    @StartSaga
    @SagaEventHandler(associationProperty = JOB)
    void on(JobRetried e, @Timestamp Instant retriedAt, DeadlineManager deadlines) {
        begin(e.job(), e.tenant(), e.plan(), e.round(), e.agreed(), retriedAt, deadlines);
    }

    private void begin(
            JobId of, TenantId where, JobPlan what, int number, boolean byTwo, Instant at, DeadlineManager deadlines) {
        job = of;
        tenant = where;
        plan = what;
        round = number;
        agreed = byTwo;
        running = true;
        over = false;
        tick = 1;
        schedule(at, deadlines);
    }

    /** Only asks: what is handed out is sent when the event says so. Fails if the job cannot be asked; then it is tried again. */
    @DeadlineHandler(deadlineName = TICK)
    void onTick(String due, DeadlineManager deadlines, CommandGateway commands) {
        if (!running || !due.equals(dueOf(tick))) {
            return;
        }
        sending(commands).handOut(round, tick);
        tick++;
        deadline = deadlines.schedule(Objects.requireNonNull(plan).interval(), TICK, dueOf(tick));
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(
            JobHandedOut e,
            @Timestamp Instant at,
            DeadlineManager deadlines,
            CommandGateway commands,
            KnownCommands known) {
        tick = Math.max(tick, e.tick() + 1);
        if (sending(commands).tell(e, Objects.requireNonNull(plan), agreed, known, JobRun::waitFor)) {
            schedule(at.plus(BACK_OFF), deadlines);
        } else if (e.left() == 0) {
            cancelTick(deadlines);
        } else if (deadline == null && running) {
            schedule(at.plus(Objects.requireNonNull(plan).interval()), deadlines);
        }
    }

    private static void waitFor(CommandId command) {
        SagaLifecycle.associateWith(COMMAND, command.toString());
    }

    /** It waits again, so there has to be a tick for it. */
    @SagaEventHandler(associationProperty = JOB)
    void on(JobDeviceTakenBack e, @Timestamp Instant at, DeadlineManager deadlines) {
        if (running && deadline == null) {
            schedule(at.plus(BACK_OFF), deadlines);
        }
        endIfOver(e.open());
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobDeviceEnded e) {
        endIfOver(e.open());
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobPaused e, DeadlineManager deadlines) {
        running = false;
        cancelTick(deadlines);
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobResumed e, @Timestamp Instant at, DeadlineManager deadlines) {
        running = true;
        schedule(at, deadlines);
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobHalted e, DeadlineManager deadlines) {
        stop(e.open(), deadlines);
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobCancelled e, DeadlineManager deadlines) {
        stop(e.open(), deadlines);
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobCompleted e, DeadlineManager deadlines) {
        stop(0, deadlines);
    }

    private void stop(int open, DeadlineManager deadlines) {
        running = false;
        over = true;
        cancelTick(deadlines);
        endIfOver(open);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandAnswered e, CommandGateway commands) {
        if (e.answer().state().ended()) {
            ended(e, e.answer().state(), e.code(), commands);
        }
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandTimedOut e, CommandGateway commands) {
        ended(e, CommandState.TIMED_OUT, null, commands);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandExpired e, CommandGateway commands) {
        ended(e, CommandState.EXPIRED, null, commands);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandCancelled e, CommandGateway commands) {
        ended(e, CommandState.CANCELLED, null, commands);
    }

    private void ended(CommandEvent e, CommandState state, @Nullable String code, CommandGateway commands) {
        sending(commands).ended(round, e.device(), JobDeviceState.of(state), code);
        SagaLifecycle.removeAssociationWith(COMMAND, e.command().toString());
    }

    private void endIfOver(int open) {
        if (over && open == 0) {
            SagaLifecycle.end();
        }
    }

    private Sending sending(CommandGateway commands) {
        return new Sending(commands, Objects.requireNonNull(job), Objects.requireNonNull(tenant));
    }

    private String dueOf(long number) {
        return job + " " + round + " " + number;
    }

    private void schedule(Instant at, DeadlineManager deadlines) {
        cancelTick(deadlines);
        deadline = deadlines.schedule(at, TICK, dueOf(tick));
    }

    private void cancelTick(DeadlineManager deadlines) {
        Sending.cancel(TICK, deadline, deadlines);
        deadline = null;
    }
}

package io.devicetrail.sagas.job;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandOrder.JobStart;
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
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;

/**
 * One job, from its start to the end of its last command. Which devices are told, and when no more are, is the job's own
 * decision: asked again after a crash, or from the beginning where the saga store was lost, it answers by what is on record, and
 * a command that was asked for once is not asked for twice. Commands go out and are waited for in the order of the log, never
 * from a deadline: so none can end before it is waited for. Public because Axon makes sagas by a public constructor.
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

    private @Nullable JobId job;
    private @Nullable TenantId tenant;
    private @Nullable JobPlan plan;
    private boolean agreed;
    /** Of the round; null in a saga that was stored before that was kept, and where it is not known. */
    private @Nullable String startedBy;

    private @Nullable String startedByName;
    private int round;
    /** The one that comes next, from 1. */
    private long tick;
    /** That of the tick that comes next; null while none is due. Never cancelled: what it is due for is passed by. */
    private @Nullable String deadline;
    /** Whether commands are handed out; false while the job is paused, and for ever when it is over. */
    private boolean running;
    /** Whether it is over, and only the last commands are waited for: how many those are its events say. */
    private boolean over;

    @StartSaga
    @SagaEventHandler(associationProperty = JOB)
    void on(
            JobStarted e,
            @Timestamp Instant startedAt,
            DeadlineManager deadlines,
            @MetaDataValue(Metadata.ACTOR_ID) @Nullable String by,
            @MetaDataValue(Metadata.ACTOR_NAME) @Nullable String name) {
        startedBy = by;
        startedByName = name;
        begin(e.job(), e.tenant(), e.plan(), 1, e.agreed(), startedAt, deadlines);
    }

    @StartSaga
    @SagaEventHandler(associationProperty = JOB)
    void on(
            JobRetried e,
            @Timestamp Instant retriedAt,
            DeadlineManager deadlines,
            @MetaDataValue(Metadata.ACTOR_ID) @Nullable String by,
            @MetaDataValue(Metadata.ACTOR_NAME) @Nullable String name) {
        startedBy = by;
        startedByName = name;
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
        deadline = deadlines.schedule(interval(), TICK, dueOf(tick));
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(
            JobHandedOut e,
            @Timestamp Instant at,
            DeadlineManager deadlines,
            CommandGateway commands,
            KnownCommands known) {
        // This saga was built anew, or crashed in its tick: the deadline that it knows of is due in vain.
        if (e.tick() >= tick) {
            tick = e.tick() + 1;
            deadline = null;
        }
        boolean full = sending(commands).tell(e, Objects.requireNonNull(plan), agreed, start(e.round()), known);
        if (!running) {
            return;
        }
        if (e.left() == 0 && !full) {
            passTickBy();
        } else if (full || e.left() == e.leftWithoutRoom()) {
            schedule(at.plus(BACK_OFF), deadlines);
        } else if (deadline == null) {
            schedule(at.plus(interval()), deadlines);
        }
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
    void on(JobPaused e) {
        running = false;
        passTickBy();
    }

    /** Not at once: the last commands may have gone out just before the pause. */
    @SagaEventHandler(associationProperty = JOB)
    void on(JobResumed e, @Timestamp Instant at, DeadlineManager deadlines) {
        running = true;
        schedule(at.plus(interval()), deadlines);
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobHalted e) {
        stop(e.open());
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobCancelled e) {
        stop(e.open());
    }

    @SagaEventHandler(associationProperty = JOB)
    void on(JobCompleted e) {
        stop(0);
    }

    private void stop(int open) {
        running = false;
        over = true;
        passTickBy();
        endIfOver(open);
    }

    @SagaEventHandler(associationProperty = Sending.COMMAND)
    void on(CommandAnswered e, CommandGateway commands) {
        if (e.answer().state().ended()) {
            ended(e, JobDeviceState.of(e.answer().state()), e.code(), commands);
        }
    }

    @SagaEventHandler(associationProperty = Sending.COMMAND)
    void on(CommandTimedOut e, CommandGateway commands) {
        ended(e, JobDeviceState.TIMED_OUT, null, commands);
    }

    @SagaEventHandler(associationProperty = Sending.COMMAND)
    void on(CommandExpired e, CommandGateway commands) {
        ended(e, JobDeviceState.EXPIRED, null, commands);
    }

    /** By a person; or by the platform, which found something in the way when its turn came. */
    @SagaEventHandler(associationProperty = Sending.COMMAND)
    void on(CommandCancelled e, @MetaDataValue(Metadata.ACTOR_TYPE) @Nullable String by, CommandGateway commands) {
        if (ActorType.PROCESS.name().equals(by)) {
            ended(e, JobDeviceState.REFUSED, Sending.GIVEN_UP, commands);
        } else {
            ended(e, JobDeviceState.CANCELLED, null, commands);
        }
    }

    /** Neither the command's fault nor to be told again: that it is no failure keeps it from the thresholds and the retries. */
    @SagaEventHandler(associationProperty = Sending.COMMAND)
    void on(CommandWithdrawn e, CommandGateway commands) {
        ended(e, JobDeviceState.CANCELLED, e.cause(), commands);
    }

    private void ended(CommandEvent e, JobDeviceState outcome, @Nullable String code, CommandGateway commands) {
        sending(commands).ended(round, e.device(), outcome, code);
        SagaLifecycle.removeAssociationWith(Sending.COMMAND, e.command().toString());
    }

    private void endIfOver(int open) {
        if (over && open == 0) {
            SagaLifecycle.end();
        }
    }

    private @Nullable JobStart start(int of) {
        return startedBy == null
                ? null
                : new JobStart(
                        Objects.requireNonNull(job).value(),
                        of,
                        startedBy,
                        Objects.requireNonNullElse(startedByName, startedBy));
    }

    private Sending sending(CommandGateway commands) {
        return new Sending(commands, Objects.requireNonNull(job), Objects.requireNonNull(tenant));
    }

    private Duration interval() {
        return Objects.requireNonNull(plan).interval();
    }

    private String dueOf(long number) {
        return job + " " + round + " " + number;
    }

    private void schedule(Instant at, DeadlineManager deadlines) {
        passTickBy();
        deadline = deadlines.schedule(at, TICK, dueOf(tick));
    }

    /** Should its deadline fire, it finds that another number is the next. */
    private void passTickBy() {
        if (deadline != null) {
            tick++;
        }
        deadline = null;
    }
}

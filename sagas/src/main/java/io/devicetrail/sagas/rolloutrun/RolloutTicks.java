package io.devicetrail.sagas.rolloutrun;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.Hearing;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutStanding;
import io.devicetrail.domain.rolloutrun.decision.OfferRate;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;

/**
 * One round of a rollout, from its start or its retry to its end: when the run is asked what comes next. What that is, the
 * run decides by what is on record; a tick that comes twice, late, or from here after everything was lost and the log was
 * read anew, offers nothing twice. A tick is set after each event that may leave the run something to do which it does not
 * do by itself, and after no other: while all of a wave are offered it, and silent, there is none but the one at which the
 * first of them has been silent for too long, which the run tells with each answer.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-rollout-run")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class RolloutTicks {
    /** Due when the run may offer more, or has watched a wave for as long as the plan says. */
    static final String TICK = "rollout-tick";

    /** How long a run offers nothing after devices that could not be told were taken back. */
    static final Duration BACK_OFF = Duration.ofSeconds(30);

    /** After its time a tick is waited for no longer than this: a node that died over one fires it again within half of it. */
    static final Duration OVERDUE = Duration.ofMinutes(1);

    /** Of a run that is found in the middle of a round. The first tick brings nothing about, and tells which it is. */
    private static final int NO_ROUND = 0;

    static final Caller CALLER = Caller.process("rollout-saga");

    private static final String RUN = "run";

    private @Nullable RolloutRunId run;
    private @Nullable TenantId tenant;
    /** Of the plan. */
    private int offersPerMinute;
    /** Of the plan: how long a device may say nothing; null for as long as it likes. */
    private @Nullable Integer mostSilentMinutes;

    private int round;
    /** The one that comes next, from 1. */
    private long tick;
    /** When that one comes; null while none is set. Never cancelled: what it is due for is passed by. */
    private @Nullable Instant due;
    /** What the rate, or a back-off, asks of the next one; of the past where they ask nothing. */
    private Instant notBefore = Instant.EPOCH;
    /** Null unless the run soaks. */
    private @Nullable Instant soakUntil;
    /** When the run is to be asked though nothing happens, as far as it has said; null if it need not be. */
    private @Nullable Instant askAt;
    /** False while the run is paused. */
    private boolean running;

    @StartSaga
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutStarted e, @Timestamp Instant at, KnownRollouts known, DeadlineManager deadlines) {
        begin(e, 1, at, known, deadlines);
    }

    @StartSaga
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutRetried e, @Timestamp Instant at, KnownRollouts known, DeadlineManager deadlines) {
        begin(e, e.round(), at, known, deadlines);
    }

    private void begin(RolloutRunEvent e, int number, Instant at, KnownRollouts known, DeadlineManager deadlines) {
        know(e, known);
        round = number;
        tick = 1;
        due = null;
        soakUntil = null;
        askAt = null;
        running = true;
        tickAt(at, deadlines);
    }

    private void know(RolloutRunEvent e, KnownRollouts known) {
        run = e.run();
        tenant = e.tenant();
        RolloutPlan plan = known.run(e.run())
                .orElseThrow(() -> new IllegalStateException("the log has no rollout " + e.run()))
                .content();
        offersPerMinute = plan.offersPerMinute();
        mostSilentMinutes = plan.mostSilentMinutes();
    }

    /**
     * Only asks. Fails if the run cannot be asked; then it is tried again. Of an id of its own each time: asked again
     * later, a tick may bring about what it did not before, and the log takes what came of one command once.
     */
    @DeadlineHandler(deadlineName = TICK)
    void onTick(
            String number,
            @Timestamp Instant now,
            DeadlineManager deadlines,
            CommandGateway commands,
            Hearing hearing) {
        if (!running || due == null || !number.equals(numbered(tick))) {
            return;
        }
        RolloutStanding standing = Objects.requireNonNull(
                commands.<@Nullable RolloutStanding>sendAndWait(GenericCommandMessage.asCommandMessage(new OfferRollout(
                                Objects.requireNonNull(run),
                                round,
                                tick,
                                now,
                                hearing.since().orElse(null)))
                        .andMetaData(
                                CALLER.toMetadata(Objects.requireNonNull(tenant).toString()))));
        boolean behind = standing.round() != round || standing.tick() > tick;
        tick++;
        due = null;
        askAt = standing.askAt();
        keepApart(now, interval());
        if (behind) {
            goOnFrom(standing, now, deadlines);
            return;
        }
        askInTime(deadlines);
        // It came for another reason, or by a clock that is ahead of that which the soak was reckoned by.
        if (soakUntil != null && now.isBefore(soakUntil)) {
            tickAt(soakUntil, deadlines);
        }
        // No event says so: what waits for a window alone is asked about when that opens, not before.
        if (standing.opensAt() != null) {
            tickAt(standing.opensAt(), deadlines);
        }
    }

    /**
     * What this process had stored was lost, and the run knows better. It brought nothing about yet, so it is asked again at
     * once, in a soak too, as devices that were taken back may wait; unless they wait for a window alone, which opens then.
     */
    private void goOnFrom(RolloutStanding standing, Instant now, DeadlineManager deadlines) {
        round = standing.round();
        tick = standing.tick() + 1;
        soakUntil = standing.soakUntil();
        Instant next = standing.opensAt() == null ? now : standing.opensAt();
        tickAt(soakUntil != null && soakUntil.isBefore(next) ? soakUntil : next, deadlines);
        askInTime(deadlines);
    }

    /** A device is silent for too long by then, and says so by nothing. */
    private void askInTime(DeadlineManager deadlines) {
        if (askAt != null) {
            tickAt(askAt, deadlines);
        }
    }

    /** Also after the last device that waits: a wave whose own devices have all ended ends with the tick after it. */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutOffered e, @Timestamp Instant at, DeadlineManager deadlines) {
        // This saga was built anew, or crashed in its tick: the tick that it knows of was another's.
        if (e.tick() >= tick) {
            tick = e.tick() + 1;
            due = null;
        }
        keepApart(at, interval());
        tickForOneThatIsLost(at, deadlines);
        tickAt(at, deadlines);
    }

    /** They wait again. They are the first to be offered it the next time, so all others wait as long. */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutOffersTakenBack e, @Timestamp Instant at, DeadlineManager deadlines) {
        keepApart(at, BACK_OFF);
        if (due != null && due.isBefore(notBefore)) {
            passTickBy();
        }
        tickAt(at, deadlines);
    }

    /**
     * What ends a wave does so with its report; a run that has soaked, and waits for a device, has to be asked. Of one that was
     * waited for no more, and goes on all the same, the last tick's answer did not know.
     */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutReported e, @Timestamp Instant at, DeadlineManager deadlines) {
        tickForOneThatIsLost(at, deadlines);
        if (mostSilentMinutes != null && askAt == null && e.open() > 0) {
            askAt = at.plus(Duration.ofMinutes(mostSilentMinutes + 1L));
            askInTime(deadlines);
        }
        if (soakUntil != null && e.open() == 0) {
            tickAfterSoak(at, soakUntil, deadlines);
        }
    }

    /** By a tick, which did what follows from it. */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutDevicesTimedOut e, @Timestamp Instant at, DeadlineManager deadlines) {
        tickForOneThatIsLost(at, deadlines);
    }

    /** A person's step has no time, so the wave that ends by it ends with the next tick. */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutDeviceSkipped e, @Timestamp Instant at, DeadlineManager deadlines) {
        tickAfterOneIsGivenUp(at, deadlines);
    }

    /** Those were the last that the wave waited for, maybe. */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutDevicesLeftOut e, @Timestamp Instant at, DeadlineManager deadlines) {
        tickAfterOneIsGivenUp(at, deadlines);
    }

    private void tickAfterOneIsGivenUp(Instant at, DeadlineManager deadlines) {
        tickForOneThatIsLost(at, deadlines);
        if (soakUntil == null) {
            tickAt(at, deadlines);
        } else {
            tickAfterSoak(at, soakUntil, deadlines);
        }
    }

    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutWaveEnded e, DeadlineManager deadlines) {
        soakUntil = e.soakUntil();
        passTickBy();
        tickAt(e.soakUntil(), deadlines);
        askInTime(deadlines);
    }

    /** By a tick, which may have offered as well; by a report, where the plan has no soak; or by hand. */
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutWaveBegun e, @Timestamp Instant at, DeadlineManager deadlines) {
        soakUntil = null;
        tickForOneThatIsLost(at, deadlines);
        tickAt(at, deadlines);
    }

    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutPaused e) {
        running = false;
        passTickBy();
    }

    /**
     * What ended meanwhile has its consequences then. Not at once: the last offers may be of just before the pause. Where
     * what was stored of this process is lost, and its position in the log is not, it begins here in the middle of a round:
     * who pauses and resumes a run that hangs has mended it.
     */
    @StartSaga
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutResumed e, @Timestamp Instant at, KnownRollouts known, DeadlineManager deadlines) {
        if (run == null) {
            know(e, known);
            round = NO_ROUND;
            tick = 1;
        }
        running = true;
        keepApart(at, interval());
        tickAt(at, deadlines);
    }

    /** A retry begins anew. What devices say meanwhile leaves nothing to do. */
    @EndSaga
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutHalted e) {
        running = false;
    }

    @EndSaga
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutAborted e) {
        running = false;
    }

    @EndSaga
    @SagaEventHandler(associationProperty = RUN)
    void on(RolloutCompleted e) {
        running = false;
    }

    private Duration interval() {
        return new OfferRate(offersPerMinute).interval();
    }

    private void keepApart(Instant from, Duration pause) {
        notBefore = later(notBefore, from.plus(pause));
    }

    private void tickAfterSoak(Instant at, Instant soaked, DeadlineManager deadlines) {
        tickAt(later(at, soaked), deadlines);
    }

    /** Its time is long over: the deadline is lost, or finds another number. All that comes by is asked for this. */
    private void tickForOneThatIsLost(Instant at, DeadlineManager deadlines) {
        if (due != null && due.isBefore(at.minus(OVERDUE))) {
            passTickBy();
            tickAt(at, deadlines);
        }
    }

    /** Then, or as soon after it as rate and back-off permit; none, if one is set that comes by then. */
    private void tickAt(Instant at, DeadlineManager deadlines) {
        Instant then = later(at, notBefore);
        if (!running || (due != null && !due.isAfter(then))) {
            return;
        }
        passTickBy();
        due = then;
        deadlines.schedule(then, TICK, numbered(tick));
    }

    /** Should its deadline fire, it finds that another number is the next. */
    private void passTickBy() {
        if (due != null) {
            tick++;
        }
        due = null;
    }

    private String numbered(long number) {
        return run + " " + round + " " + number;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

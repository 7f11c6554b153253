package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStanding;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as its events have it, from {@link RolloutCreated} on. Decisions ask it and never alter it: they try out on a
 * {@link #copy} and give events.
 */
public final class RolloutRun {
    private @Nullable RolloutCreated created;
    private RolloutRunState state = RolloutRunState.CREATED;
    /** In any round. */
    private boolean halted;
    /** Where a paused run goes on. */
    private RolloutRunState resumesTo = RolloutRunState.RUNNING;

    private int round;
    private int wave;
    /** The last that offered something in this round; 0 before. */
    private long tick;
    /** Of a run that soaks. */
    private @Nullable Instant soakUntil;

    private RolloutBook book = new RolloutBook();

    public RolloutRun copy() {
        RolloutRun copy = new RolloutRun();
        copy.created = created;
        copy.state = state;
        copy.halted = halted;
        copy.resumesTo = resumesTo;
        copy.round = round;
        copy.wave = wave;
        copy.tick = tick;
        copy.soakUntil = soakUntil;
        copy.book = book.copy();
        return copy;
    }

    /** The first event. */
    public RolloutCreated created() {
        if (created == null) {
            throw new IllegalStateException("a run begins with its creation");
        }
        return created;
    }

    RolloutRunId id() {
        return created().run();
    }

    TenantId tenant() {
        return created().tenant();
    }

    public RolloutRunState state() {
        return state;
    }

    /** Whether it ever did: a retry may have come to a good end since. */
    boolean hasHalted() {
        return halted;
    }

    /** Where a paused run goes on. */
    public RolloutRunState resumesTo() {
        return resumesTo;
    }

    public int round() {
        return round;
    }

    public int wave() {
        return wave;
    }

    long tick() {
        return tick;
    }

    /**
     * @param opensAt when a window opens, if devices wait for nothing else
     * @param askAt when it is to be asked though nothing happens
     */
    public RolloutStanding standing(@Nullable Instant opensAt, @Nullable Instant askAt) {
        return new RolloutStanding(round, tick, soakUntil, opensAt, askAt);
    }

    /** Whether nothing keeps a run that soaks from going on. */
    boolean soaked(Instant at) {
        return soakUntil != null && !at.isBefore(soakUntil);
    }

    public RolloutBook book() {
        return book;
    }

    public void evolve(RolloutRunEvent event) {
        switch (event) {
            case RolloutCreated e -> {
                created = e;
                book.begin(e.waves(), StopRule.asksForOrder(e.content()));
                book.silence().watch(e.content().mostSilentMinutes(), e.devices());
            }
            case RolloutRunEvent.RolloutCohortListed e -> book.list(e.devices(), e.zones());
            case RolloutRunEvent.RolloutStarted e -> begin(1, 1);
            case RolloutRunEvent.RolloutOffered e -> {
                tick = e.tick();
                book.offer(e.devices(), e.round(), e.at());
            }
            case RolloutRunEvent.RolloutOffersTakenBack e -> book.takeBack(e.devices(), !state.live());
            case RolloutRunEvent.RolloutDevicesLeftOut e -> book.takeBack(e.devices(), true);
            case RolloutRunEvent.RolloutReported e -> e.devices().forEach(book::record);
            case RolloutRunEvent.RolloutDevicesTimedOut e -> e.devices().forEach(book::timeOut);
            case RolloutRunEvent.RolloutDeviceSkipped e -> book.skip(e.device(), e.to());
            case RolloutRunEvent.RolloutWaveEnded e -> {
                state = RolloutRunState.SOAKING;
                soakUntil = e.soakUntil();
            }
            case RolloutRunEvent.RolloutWaveBegun e -> {
                state = RolloutRunState.RUNNING;
                wave = e.wave();
                soakUntil = null;
            }
            case RolloutRunEvent.RolloutPaused e -> {
                state = RolloutRunState.PAUSED;
                resumesTo = e.from();
            }
            case RolloutRunEvent.RolloutResumed e -> {
                state = e.to();
                book.beginSilenceAnew(e.at());
            }
            case RolloutRunEvent.RolloutHalted e -> {
                stop(RolloutRunState.HALTED);
                halted = true;
            }
            case RolloutRunEvent.RolloutAborted e -> stop(RolloutRunState.ABORTED);
            case RolloutRunEvent.RolloutRetried e -> {
                begin(e.round(), e.wave());
                book.beginRound();
            }
            case RolloutRunEvent.RolloutCompleted e -> state = RolloutRunState.COMPLETED;
        }
    }

    private void begin(int number, int first) {
        state = RolloutRunState.RUNNING;
        round = number;
        wave = first;
        tick = 0;
        soakUntil = null;
    }

    private void stop(RolloutRunState to) {
        state = to;
        book.end();
    }
}

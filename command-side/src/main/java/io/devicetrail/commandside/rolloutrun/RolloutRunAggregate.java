package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AbortRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.BeginNextRolloutWave;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.LeaveOutOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.PauseRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RetryFailedOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.SkipRolloutDevice;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.CohortEmpty;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.CohortNotAsExpected;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.DeviceHasEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.DeviceNotInRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.NoFurtherWave;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.NothingToRetry;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.OffersStillOpen;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RolloutStateUnfit;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.TooManyRounds;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.WaveNotAsExpected;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.WaveNotOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.WaveNotVerified;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStanding;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.decision.GivingUp;
import io.devicetrail.domain.rolloutrun.decision.OfferHours;
import io.devicetrail.domain.rolloutrun.decision.Progress;
import io.devicetrail.domain.rolloutrun.decision.Reporting;
import io.devicetrail.domain.rolloutrun.decision.RolloutBook;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import io.devicetrail.domain.rolloutrun.decision.Silence;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Its state, and what follows from it, are the domain's; here is what people may ask of it, and when. */
@Aggregate(type = "rolloutrun", snapshotTriggerDefinition = "snapshotsOfLargeEvents", cache = "largeAggregates")
class RolloutRunAggregate {
    /** Most rounds: what has failed so often is not helped by another. */
    static final int MOST_ROUNDS = 10;

    @AggregateIdentifier
    private @Nullable RolloutRunId id;

    private RolloutRun run = new RolloutRun();

    /** The same request again, by its idempotency key, is no second run, whatever the search would find now. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CreateRollout c, SignedPlans plans, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        if (id != null) {
            unless(Creations.same(c, run.created()), new KeyReused());
            return;
        }
        var plan = plans.requireSeen(c.tenant(), c.plan(), c.revision());
        unless(!c.devices().isEmpty(), new CohortEmpty());
        Creations.events(c, plan, plans.version(c.plan()), actor).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    void handle(StartRollout c, SignedPlans plans, PlanTurns turns) {
        requireState(RolloutRunState.CREATED);
        RolloutCreated created = run.created();
        unless(
                c.expectedDevices() == created.devices()
                        && c.expectedCohortHash().equals(created.cohortHash()),
                new CohortNotAsExpected(created.devices(), created.cohortHash()));
        var signatures = plans.requireSigned(created);
        turns.take(created, 1);
        apply(new RolloutStarted(
                c.run(),
                created.tenant(),
                created.plan(),
                created.revision(),
                created.planHash(),
                created.cohortHash(),
                created.content().release().sha256(),
                signatures));
    }

    @CommandHandler
    void handle(PauseRollout c) {
        requireState(RolloutRunState.RUNNING, RolloutRunState.SOAKING);
        apply(new RolloutPaused(c.run(), tenant(), run.state(), RolloutStopCause.PERSON));
    }

    /** What ended meanwhile has its consequences with the next tick. */
    @CommandHandler
    void handle(ResumeRollout c, SignedPlans plans, Clock clock) {
        requireState(RolloutRunState.PAUSED);
        plans.requireSigned(run.created());
        Instant at = run.created().content().mostSilentMinutes() == null ? null : clock.instant();
        apply(new RolloutResumed(c.run(), tenant(), run.resumesTo(), at));
    }

    @CommandHandler
    void handle(AbortRollout c) {
        requireState(
                RolloutRunState.CREATED,
                RolloutRunState.RUNNING,
                RolloutRunState.SOAKING,
                RolloutRunState.PAUSED,
                RolloutRunState.HALTED);
        int left = book().waiting() + book().count(RolloutDeviceState.NOT_OFFERED);
        apply(new RolloutAborted(c.run(), tenant(), run.state(), RolloutStopCause.PERSON, left, book().open()));
    }

    /** A new round is as good as a start: of a plan that was revised or withdrawn since there is none. */
    @CommandHandler
    void handle(RetryFailedOfRollout c, SignedPlans plans, PlanTurns turns) {
        requireState(RolloutRunState.HALTED, RolloutRunState.COMPLETED);
        plans.requireSigned(run.created());
        unless(book().open() == 0, new OffersStillOpen(book().open()));
        unless(book().failed() > 0, new NothingToRetry());
        unless(run.round() < MOST_ROUNDS, new TooManyRounds(MOST_ROUNDS));
        turns.take(run.created(), run.round() + 1);
        apply(new RolloutRetried(
                c.run(), tenant(), run.state(), run.round() + 1, book().firstFailed(), book().failed()));
    }

    /**
     * Also of a run that is over: a device that never ends would keep a retry from beginning. A wave that ends by it ends
     * with the next tick.
     */
    @CommandHandler
    void handle(SkipRolloutDevice c) {
        unless(run.state() != RolloutRunState.CREATED, new RolloutStateUnfit(run.state()));
        int place = book().place(c.device());
        unless(place >= 0, new DeviceNotInRollout(c.device()));
        RolloutDeviceState now = book().state(place);
        unless(!now.ended(), new DeviceHasEnded(now));
        applyAll(GivingUp.on(run, c.device()));
    }

    /** Who has not ended goes on, and counts for its own wave. */
    @CommandHandler
    void handle(BeginNextRolloutWave c, SignedPlans plans) {
        requireState(RolloutRunState.RUNNING, RolloutRunState.SOAKING);
        plans.requireSigned(run.created());
        unless(c.after() == run.wave(), new WaveNotAsExpected(c.after(), run.wave()));
        int left = book().waitingUpTo(run.wave());
        unless(left == 0, new WaveNotOffered(left));
        int next = book().nextAfter(run.wave());
        unless(next > 0, new NoFurtherWave());
        int tooFew = Progress.tooFewVerified(run);
        unless(tooFew == 0, new WaveNotVerified(tooFew));
        apply(new RolloutWaveBegun(c.run(), tenant(), run.round(), run.wave(), next, true));
    }

    /** A tick that comes twice, late or from a saga that was built anew offers nothing that is offered already. */
    @CommandHandler
    RolloutStanding handle(OfferRollout c) {
        applyAll(Progress.ticked(run, c));
        return run.standing(
                OfferHours.opensAt(run, c.at()).orElse(null),
                Silence.overAt(run, c.at(), c.heardSince()).orElse(null));
    }

    @CommandHandler
    List<RolloutOffer> handle(AskForRolloutOffers c) {
        return run.state().offers()
                ? OfferHours.offers(run, offeredAndUnheard(c.round(), c.devices()), c.at())
                : List.of();
    }

    @CommandHandler
    void handle(TakeBackRolloutOffers c) {
        List<DeviceId> devices = offeredAndUnheard(c.round(), c.devices());
        if (!devices.isEmpty()) {
            apply(new RolloutOffersTakenBack(c.run(), tenant(), run.round(), devices, c.code()));
        }
    }

    @CommandHandler
    void handle(LeaveOutOfRollout c) {
        List<DeviceId> devices = offeredAndUnheard(c.round(), c.devices());
        if (!devices.isEmpty()) {
            applyAll(GivingUp.leftOut(run, devices, c.why()));
        }
    }

    /** Halt, end of a wave and completion are stored with the reports that brought them about. */
    @CommandHandler
    List<ReportOutcome> handle(RecordRolloutReports c) {
        Reporting.Decision decision = Reporting.on(run, c.reports(), c.at());
        applyAll(decision.events());
        return decision.outcomes();
    }

    /** For who reads the run from its snapshot. */
    RolloutRun run() {
        return run;
    }

    private List<DeviceId> offeredAndUnheard(int round, List<DeviceId> devices) {
        return round != run.round()
                ? List.of()
                : devices.stream().distinct().filter(book()::unheard).toList();
    }

    private void requireState(RolloutRunState... fit) {
        unless(List.of(fit).contains(run.state()), new RolloutStateUnfit(run.state()));
    }

    private static void applyAll(List<RolloutRunEvent> events) {
        events.forEach(AggregateLifecycle::apply);
    }

    private RolloutBook book() {
        return run.book();
    }

    private TenantId tenant() {
        return run.created().tenant();
    }

    @EventSourcingHandler
    void evolve(RolloutRunEvent event) {
        id = event.run();
        run.evolve(event);
    }
}

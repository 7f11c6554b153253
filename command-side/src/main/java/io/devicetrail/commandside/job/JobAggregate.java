package io.devicetrail.commandside.job;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandRejection.ApprovedByPeople;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCommand.AskForJobDevice;
import io.devicetrail.domain.job.JobCommand.CancelJob;
import io.devicetrail.domain.job.JobCommand.CreateJob;
import io.devicetrail.domain.job.JobCommand.HandOutJob;
import io.devicetrail.domain.job.JobCommand.PauseJob;
import io.devicetrail.domain.job.JobCommand.RecordJobOutcome;
import io.devicetrail.domain.job.JobCommand.ResumeJob;
import io.devicetrail.domain.job.JobCommand.RetryFailedOfJob;
import io.devicetrail.domain.job.JobCommand.StartJob;
import io.devicetrail.domain.job.JobCommand.TakeBackJobDevice;
import io.devicetrail.domain.job.JobCommand.Telling;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobEvent.JobCancelled;
import io.devicetrail.domain.job.JobEvent.JobCompleted;
import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobEvent.JobDeviceEnded;
import io.devicetrail.domain.job.JobEvent.JobDeviceTakenBack;
import io.devicetrail.domain.job.JobEvent.JobHalted;
import io.devicetrail.domain.job.JobEvent.JobHandedOut;
import io.devicetrail.domain.job.JobEvent.JobPaused;
import io.devicetrail.domain.job.JobEvent.JobResumed;
import io.devicetrail.domain.job.JobEvent.JobRetried;
import io.devicetrail.domain.job.JobEvent.JobStarted;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobRejection.CohortEmpty;
import io.devicetrail.domain.job.JobRejection.CohortNotAsExpected;
import io.devicetrail.domain.job.JobRejection.CommandsStillOpen;
import io.devicetrail.domain.job.JobRejection.JobStateUnfit;
import io.devicetrail.domain.job.JobRejection.NothingToRetry;
import io.devicetrail.domain.job.JobRejection.StartByAuthor;
import io.devicetrail.domain.job.JobRejection.TooManyRounds;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.tenant.TenantId;
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

/** All but {@code id} is set by the draft, the first event of every job. */
@Aggregate(type = "job", snapshotTriggerDefinition = "snapshots")
class JobAggregate {
    /** Most commands of one job that are open at once, so that it leaves room for others'. */
    static final int MOST_OPEN = 500;
    /** Most rounds: what has failed so often is not helped by another. */
    static final int MOST_ROUNDS = 10;
    /** So often in a round a device's turn may come while it has no room for a command; then it is refused. */
    static final int MOST_TURNS = 30;

    @AggregateIdentifier
    private @Nullable JobId id;

    private JobCreated draft;
    private JobState state = JobState.DRAFT;
    private int round;
    /** The last that handed out something in this round; 0 before. */
    private long tick;

    private JobBook book = new JobBook();

    @SuppressWarnings("NullAway.Init")
    JobAggregate() {}

    /** The same request again, by its idempotency key, is no second job, whatever the search would find now. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            CreateJob c,
            References references,
            SignaturePolicies policies,
            @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        if (id != null) {
            unless(Drafts.same(c, draft), new KeyReused());
            return;
        }
        references.requireTenant(c.tenant());
        Drafts.requireNoSignatures(c.tenant(), policies);
        unless(!c.cohort().devices().isEmpty(), new CohortEmpty());
        Drafts.events(c, actor).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    void handle(
            StartJob c,
            SignaturePolicies policies,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        requireState(JobState.DRAFT);
        unless(
                c.expectedDevices() == draft.devices() && c.expectedHash().equals(draft.cohortHash()),
                new CohortNotAsExpected(draft.devices(), draft.cohortHash()));
        Drafts.requireNoSignatures(draft.tenant(), policies);
        requireAnother(actor, actorType);
        apply(new JobStarted(
                c.job(), draft.tenant(), draft.plan(), draft.devices(), draft.cohortHash(), draft.twoPersons()));
    }

    @CommandHandler
    void handle(PauseJob c) {
        requireState(JobState.RUNNING);
        apply(new JobPaused(c.job(), draft.tenant()));
    }

    @CommandHandler
    void handle(ResumeJob c) {
        requireState(JobState.PAUSED);
        apply(new JobResumed(c.job(), draft.tenant()));
    }

    @CommandHandler
    void handle(CancelJob c) {
        requireState(JobState.DRAFT, JobState.RUNNING, JobState.PAUSED);
        apply(new JobCancelled(c.job(), draft.tenant(), state, book.waiting(), book.open()));
    }

    @CommandHandler
    void handle(
            RetryFailedOfJob c,
            SignaturePolicies policies,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        requireState(JobState.COMPLETED, JobState.HALTED);
        unless(book.open() == 0, new CommandsStillOpen(book.open()));
        int failed = book.failedOfAll();
        unless(failed > 0, new NothingToRetry());
        unless(round < MOST_ROUNDS, new TooManyRounds(MOST_ROUNDS));
        Drafts.requireNoSignatures(draft.tenant(), policies);
        requireAnother(actor, actorType);
        apply(new JobRetried(c.job(), draft.tenant(), draft.plan(), state, round + 1, failed, draft.twoPersons()));
    }

    /** A tick that comes twice, late or from a saga that was built anew hands out nothing that is out already. */
    @CommandHandler
    void handle(HandOutJob c) {
        if (state != JobState.RUNNING || c.round() != round || c.tick() <= tick) {
            return;
        }
        int room = Math.min(draft.plan().permits(c.tick()), MOST_OPEN - book.open());
        var next = book.next(room);
        if (!next.isEmpty()) {
            int left = book.waiting() - next.size();
            apply(new JobHandedOut(
                    c.job(), draft.tenant(), round, c.tick(), next, left, book.waitingWithoutRoom(next)));
        }
    }

    @CommandHandler
    Telling handle(AskForJobDevice c) {
        if (c.round() != round || !book.isOpenBy(c.tick(), c.device())) {
            return Telling.DONE;
        }
        return state == JobState.RUNNING ? Telling.TELL : Telling.HOLD;
    }

    @CommandHandler
    void handle(TakeBackJobDevice c) {
        if (c.round() != round || !book.isOpenBy(c.tick(), c.device())) {
            return;
        }
        boolean room = !c.code().equals(TakeBackJobDevice.DEVICE_FULL);
        if (room || book.turnsWithoutRoom(c.device()) + 1 < MOST_TURNS) {
            apply(new JobDeviceTakenBack(c.job(), draft.tenant(), round, c.device(), c.code(), book.open() - 1));
        } else {
            end(c.device(), JobDeviceState.REFUSED, c.code());
        }
    }

    @CommandHandler
    void handle(RecordJobOutcome c) {
        if (c.round() == round && book.isOpen(c.device()) && c.outcome().ended()) {
            end(c.device(), c.outcome(), c.code());
        }
    }

    /** Halting and completing are stored with the end that brought them about. */
    private void end(DeviceId device, JobDeviceState outcome, @Nullable String code) {
        JobId job = draft.job();
        TenantId tenant = draft.tenant();
        apply(new JobDeviceEnded(job, tenant, round, device, outcome, code, book.open() - 1));
        if (state != JobState.RUNNING && state != JobState.PAUSED) {
            return;
        }
        var cause = draft.plan().abort().reachedBy(book.failed(), book.ended());
        if (cause.isPresent() && outcome.failed()) {
            apply(new JobHalted(
                    job, tenant, state, cause.get(), book.failed(), book.ended(), book.waiting(), book.open()));
        } else if (book.waiting() == 0 && book.open() == 0) {
            apply(new JobCompleted(job, tenant, state, book.failed(), book.ended()));
        }
    }

    private void requireState(JobState... fit) {
        unless(List.of(fit).contains(state), new JobStateUnfit(state));
    }

    private void requireAnother(String actor, String actorType) {
        if (draft.twoPersons()) {
            unless(actorType.equals(ActorType.PERSON.name()), new ApprovedByPeople());
            unless(!actor.equals(draft.createdBy()), new StartByAuthor());
        }
    }

    @EventSourcingHandler
    void evolve(JobEvent event) {
        id = event.job();
        book.evolve(event);
        switch (event) {
            case JobCreated e -> draft = e;
            case JobStarted e -> begin(1);
            case JobRetried e -> begin(e.round());
            case JobPaused e -> state = JobState.PAUSED;
            case JobResumed e -> state = JobState.RUNNING;
            case JobCancelled e -> state = JobState.CANCELLED;
            case JobHalted e -> state = JobState.HALTED;
            case JobCompleted e -> state = JobState.COMPLETED;
            case JobHandedOut e -> tick = e.tick();
            case JobEvent.JobCohortListed e -> {}
            case JobDeviceTakenBack e -> {}
            case JobDeviceEnded e -> {}
        }
    }

    private void begin(int number) {
        state = JobState.RUNNING;
        round = number;
        tick = 0;
    }
}

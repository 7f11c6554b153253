package io.devicetrail.app.crash;

import io.devicetrail.commandside.release.PlannedReleases;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rollout.KnownRolloutPlans;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.Hearing;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.BeginNextRolloutWave;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.PauseRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RetryFailedOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.SkipRolloutDevice;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.FirstEvents;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.signaturepolicy.SignatureLookup;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.sagas.rolloutrun.RolloutTicks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.config.Configurer;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.NullUnmarked;

/**
 * A rollout to three devices, from its creation to its end: run, ticks and log are the product's; what tells devices is
 * of this test and dies with the node, devices and persons outlive it, and ask again where they had no answer.
 */
@NullUnmarked // what is missing fails the test anyway
final class RolloutLife implements AutoCloseable {
    static final String VERSION = "2.1.0";
    private static final TenantId ACME = new TenantId("acme");
    private static final String HASH = "0".repeat(64);
    private static final String SEED = "seed";
    /** In the order of the offers. */
    private static final List<DeviceId> COHORT =
            FrozenCohort.shuffled(Stream.of(1, 2, 3).map(RolloutLife::device).toList(), SEED);

    private static final Duration STEP = Duration.ofMinutes(1);
    private static final int MOST_STEPS = 100;
    /** Longer than any soak: a run to which nothing happens for so many steps hangs, or waits for somebody. */
    private static final int LONGEST_STILL = 15;
    /** Shorter than that. */
    private static final int SILENCE_MINUTES = 12;

    /** What happens to a rollout in two waves, which soak for ten and five minutes. */
    enum Story {
        /** A failure that is borne, a device that cannot be told at first, a pause while it soaks; then a retry. */
        BORNE(33, 1, 2, 3, 0),
        /** The first device of two fails, which is not borne; the third is never offered it. Then a retry. */
        HALTED(66, 0, 1, 0, 0),
        /** The first device says nothing: the next wave is begun by hand, and the device is skipped in the end. */
        BY_HAND(33, 1, 0, 0, 1),
        /** The same without anybody: its time is over, twice. */
        SILENT(33, 1, 0, 0, 1, new RolloutTerms(SILENCE_MINUTES));

        private final RolloutPlan plan;
        private final int fails;
        private final int cannotBeTold;
        private final int silent;

        /** Devices by their places, from 1; 0 for none. */
        Story(int percent, int mostFailed, int fails, int cannotBeTold, int silent) {
            this(percent, mostFailed, fails, cannotBeTold, silent, null);
        }

        Story(int percent, int mostFailed, int fails, int cannotBeTold, int silent, RolloutTerms terms) {
            this.fails = fails;
            this.cannotBeTold = cannotBeTold;
            this.silent = silent;
            RolloutPlan patient = new RolloutPlan(
                    "To 2.1",
                    new Release("flow-firmware", VERSION, HASH, 4_711),
                    DeviceModelId.of(ACME, "Flow AG", "P100"),
                    List.of(1),
                    new Cohort(List.of(), List.of(), new TreeMap<>()),
                    List.of(new Wave(percent, 10), new Wave(100, 5)),
                    new StopThresholds(null, mostFailed),
                    60,
                    false);
            this.plan = terms == null ? patient : patient.on(terms);
        }
    }

    /** A device heard an offer. */
    record Told(DeviceId device, int attempt) {}

    private final Story story;
    private final MortalNode.Death death;
    private final RolloutRunId id = new RolloutRunId(UUID.randomUUID());
    private final RolloutPlanId plan = new RolloutPlanId(UUID.randomUUID());
    private final MortalNode<RolloutTicks> node;
    /** How often each offer was told. */
    private final Map<Told, Integer> told = new HashMap<>();

    private final Deque<DeviceReport> toSay = new ArrayDeque<>();
    private final Set<DeviceId> refused = new HashSet<>();
    private int toldAfterTheStop;
    private boolean helped;
    private Instant now = GenericEventMessage.clock.instant();

    RolloutLife(TestedLog log, Story story, MortalNode.Death death, int dieAt) {
        this.story = story;
        this.death = death;
        Deadlines deadlines = new Deadlines();
        log.engine()
                .appendEvents(new GenericDomainEventMessage<>(
                        "rollout", plan.toString(), 0, new RolloutPlanDrafted(plan, ACME, story.plan)));
        this.node = new MortalNode<>(
                log, death, dieAt, deadlines, RolloutTicks.class, RolloutTicks::new, c -> parts(c, deadlines));
        node.reads(this::deliver);
    }

    private void parts(Configurer configurer, Deadlines deadlines) {
        KnownRolloutPlans plans = any -> Optional.of(new KnownRolloutPlan(plan, ACME, 1, story.plan, false));
        RecordVersions versions = record -> Optional.of(new Version(record, ACME, null, 7, HASH));
        Standings unsigned = new Standings(
                versions,
                record -> Set.of(),
                command -> Optional.empty(),
                (tenant, kind) -> Optional.empty(),
                Killed.answering(GivenSignatures.class, (name, about) -> List.of()),
                Killed.answering(SignatureLookup.class, (name, about) -> Optional.empty()));
        configurer
                .registerComponent(DeadlineManager.class, c -> deadlines)
                .registerComponent(Clock.class, c -> ((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .registerComponent(Hearing.class, c -> () -> Optional.of(Instant.EPOCH))
                .registerComponent(KnownRollouts.class, c ->
                        (KnownRollouts) Killed.made("rolloutrun.LoggedRollouts", firstEvents(c.eventStore())))
                .configureAggregate(Killed.type("rolloutrun.RolloutRunAggregate"));
        Killed.register(
                configurer, "rolloutrun.PlanTurns", c -> Killed.made("rolloutrun.LoggedPlanTurns", c.eventStore()));
        PlannedReleases unpublished = (tenant, plan) -> {};
        Killed.register(
                configurer,
                "rolloutrun.SignedPlans",
                Killed.made("rolloutrun.SignedPlans", plans, versions, unsigned, unpublished));
    }

    private static FirstEvents firstEvents(EventStore events) {
        return stream -> events.readEvents(stream, 0)
                .asStream()
                .<Object>map(Message::getPayload)
                .findFirst();
    }

    /** Right before devices are told, the run is asked; what the broker does not take is taken back. */
    private void deliver(EventMessage<?> event) {
        if (!(event.getPayload() instanceof RolloutOffered e)) {
            return;
        }
        List<DeviceId> back = new ArrayList<>();
        for (Object offer :
                (List<?>) node.sendFromWithin(new AskForRolloutOffers(id, e.round(), e.devices(), now), process())) {
            DeviceId device = ((RolloutOffer) offer).device();
            if (is(story.cannotBeTold, device) && refused.add(device)) {
                back.add(device);
            } else {
                hear(device, e.round());
            }
        }
        if (!back.isEmpty()) {
            node.sendFromWithin(new TakeBackRolloutOffers(id, e.round(), back, "BROKER_AWAY"), process());
        }
    }

    /** It takes an attempt once, as docs/device-guide.md has it. */
    private void hear(DeviceId device, int attempt) {
        toldAfterTheStop += run().state().offers() ? 0 : 1;
        if (told.merge(new Told(device, attempt), 1, Integer::sum) > 1 || is(story.silent, device)) {
            return;
        }
        toSay.add(new DeviceReport(device, attempt, RolloutDeviceState.DOWNLOADING, null, null, now));
        toSay.add(
                is(story.fails, device) && attempt == 1
                        ? new DeviceReport(device, attempt, RolloutDeviceState.FAILED, null, "E17", now)
                        : new DeviceReport(device, attempt, RolloutDeviceState.VERIFIED, VERSION, null, now));
    }

    RolloutLife lived() {
        node.send(new CreateRollout(id, ACME, plan, 1, COHORT, SEED), person());
        node.send(new StartRollout(id, COHORT.size(), FrozenCohort.hash(COHORT)), person());
        int still = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            int before = node.log().size();
            pass();
            still = node.log().size() == before ? still + 1 : 0;
            Optional<RolloutRunCommand> order = order();
            if (order.isPresent()) {
                node.send(order.get(), person());
            } else if (!toSay.isEmpty()) {
                node.send(new RecordRolloutReports(id, List.of(toSay.getFirst()), now), process());
                toSay.removeFirst();
            } else if (run().state() == RolloutRunState.COMPLETED) {
                return this;
            } else if (!death.heals() && still > LONGEST_STILL) {
                // Who sees that nothing happens any more; it is resumed in the next step.
                node.send(new PauseRollout(id), person());
                helped = true;
                // They wait as long again: a device may have all its time anew.
                still = 0;
            }
        }
        throw new AssertionError("it does not end: " + names());
    }

    /** A minute, in which everything is read and every deadline fires that is due, also those that are set meanwhile. */
    private void pass() {
        Instant until = now.plus(STEP);
        node.read();
        for (Optional<Instant> fired = node.fire(now, until); fired.isPresent(); fired = node.fire(now, until)) {
            now = fired.get();
            node.read();
        }
        now = until;
    }

    /** What a person does next, by what the log says. */
    private Optional<RolloutRunCommand> order() {
        RolloutRun run = run();
        List<String> names = names();
        boolean first = run.round() == 1;
        return Optional.ofNullable(
                switch (run.state()) {
                    case PAUSED -> new ResumeRollout(id);
                    case SOAKING ->
                        story == Story.BORNE && !names.contains("RolloutPaused") ? new PauseRollout(id) : null;
                    case RUNNING -> story == Story.BY_HAND ? byHand(run) : null;
                    case HALTED, COMPLETED ->
                        first && toSay.isEmpty() && run.book().failed() > 0 ? new RetryFailedOfRollout(id) : null;
                    case CREATED, ABORTED -> null;
                });
    }

    private RolloutRunCommand byHand(RolloutRun run) {
        if (run.wave() == 1) {
            return run.book().open() == 1 ? new BeginNextRolloutWave(id, 1) : null;
        }
        boolean onlyTheSilent = run.book().count(RolloutDeviceState.VERIFIED) == COHORT.size() - 1;
        return onlyTheSilent && run.book().open() == 1 ? new SkipRolloutDevice(id, COHORT.get(story.silent - 1)) : null;
    }

    boolean helped() {
        return helped;
    }

    boolean died() {
        return node.died();
    }

    Map<Told, Integer> told() {
        return told;
    }

    int toldAfterTheStop() {
        return toldAfterTheStop;
    }

    /** What the log says, but for numbers of ticks and times. */
    List<String> names() {
        return node.log().stream()
                .map(Message::getPayload)
                .map(event -> event.getClass().getSimpleName()
                        + (event instanceof RolloutOffered e ? " " + e.round() + " " + e.wave() + e.devices() : ""))
                .toList();
    }

    /** Where the run and each device are in the end, and by which attempt. */
    List<String> outcome() {
        RolloutRun run = run();
        return Stream.concat(
                        Stream.of(run.state() + " in round " + run.round()),
                        COHORT.stream().map(device -> {
                            int place = run.book().place(device);
                            return run.book().state(place) + " by attempt "
                                    + run.book().attempt(place);
                        }))
                .toList();
    }

    private RolloutRun run() {
        RolloutRun run = new RolloutRun();
        node.log().stream()
                .map(Message::getPayload)
                .filter(RolloutRunEvent.class::isInstance)
                .map(RolloutRunEvent.class::cast)
                .forEach(run::evolve);
        return run;
    }

    @Override
    public void close() {
        node.close();
    }

    private static Map<String, ?> person() {
        return Map.of(Metadata.ACTOR_ID, "ada", Metadata.ACTOR_TYPE, "PERSON");
    }

    private static Map<String, ?> process() {
        return Caller.process("test").toMetadata(ACME.toString());
    }

    private static boolean is(int place, DeviceId device) {
        return place > 0 && COHORT.get(place - 1).equals(device);
    }

    /** In the order of the offers, from 1. */
    static DeviceId nth(int place) {
        return COHORT.get(place - 1);
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "R-" + number);
    }
}

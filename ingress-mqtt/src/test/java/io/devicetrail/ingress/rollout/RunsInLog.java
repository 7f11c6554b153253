package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutFitness;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.LeaveOutOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.rolloutrun.decision.GivingUp;
import io.devicetrail.domain.rolloutrun.decision.OfferHours;
import io.devicetrail.domain.rolloutrun.decision.Progress;
import io.devicetrail.domain.rolloutrun.decision.Reporting;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.TestFleet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;

/** Runs behind a bus, by the domain's own decisions. */
public final class RunsInLog implements KnownRollouts, RolloutFitness {
    public static final String VERSION = "2.1.0";
    public static final String SHA256 = "0a".repeat(32);
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    public final List<RolloutRunEvent> events = new CopyOnWriteArrayList<>();
    public final List<RolloutRunCommand> commands = new CopyOnWriteArrayList<>();
    /** Tenants that commands were sent for. */
    public final List<Object> tenants = new CopyOnWriteArrayList<>();
    /** What happens before a command is decided on; it may throw. */
    public volatile Consumer<RolloutRunCommand> meanwhile = command -> {};

    /** Whoever does not fit any plan. */
    public final Map<DeviceId, Unfit> unfit = new ConcurrentHashMap<>();

    private final Map<RolloutRunId, RolloutRun> runs = new ConcurrentHashMap<>();

    public RunsInLog(SimpleCommandBus bus) {
        handle(bus, AskForRolloutOffers.class, this::ask);
        handle(bus, TakeBackRolloutOffers.class, this::takeBack);
        handle(bus, LeaveOutOfRollout.class, this::leaveOut);
        handle(bus, RecordRolloutReports.class, this::record);
    }

    private <C extends RolloutRunCommand> void handle(
            SimpleCommandBus bus, Class<C> type, Function<C, @Nullable Object> handler) {
        bus.subscribe(type.getName(), message -> {
            C command = type.cast(message.getPayload());
            meanwhile.accept(command);
            tenants.add(String.valueOf(message.getMetaData().get(Metadata.TENANT)));
            synchronized (this) {
                commands.add(command);
                return handler.apply(command);
            }
        });
    }

    @Override
    public Optional<RolloutCreated> run(RolloutRunId run) {
        return Optional.ofNullable(runs.get(run)).map(RolloutRun::created);
    }

    /** A run of one wave that nothing stops, as fast as one can be. */
    public synchronized RolloutRunId started(TenantId tenant, List<DeviceId> devices) {
        return started(tenant, devices, List.of(), List.of());
    }

    /** The same run, of a plan that asks that of devices. */
    public static RolloutCreated requiring(RolloutCreated run, Prerequisites asked) {
        return new RolloutCreated(
                run.run(),
                run.tenant(),
                run.plan(),
                run.revision(),
                run.planHash(),
                run.planPosition(),
                run.content().requiring(asked),
                run.devices(),
                run.cohortHash(),
                run.seed(),
                run.waves(),
                run.createdBy());
    }

    /** @param zones beside each device, if there are windows */
    public synchronized RolloutRunId started(
            TenantId tenant, List<DeviceId> devices, List<MaintenanceWindow> windows, List<String> zones) {
        RolloutRunId run = RolloutRunId.of(tenant, "ada", "run " + runs.size());
        RolloutPlan content = new RolloutPlan(
                "To 2.1",
                new Release("hc2a-firmware", VERSION, SHA256, 4_711_000),
                TestFleet.MODEL,
                List.of(1),
                new Cohort(List.of(), List.of(), new TreeMap<>()),
                List.of(new Wave(100, 0)),
                new StopThresholds(100, null),
                RolloutPlan.MOST_OFFERS_PER_MINUTE,
                false,
                windows,
                Prerequisites.NONE);
        RolloutPlanId plan = RolloutPlanId.of(tenant, "ada", "plan");
        String hash = FrozenCohort.hash(devices);
        runs.put(run, new RolloutRun());
        apply(new RolloutCreated(
                run,
                tenant,
                plan,
                1,
                "0".repeat(64),
                7,
                content,
                devices.size(),
                hash,
                "seed",
                List.of(devices.size()),
                "ada"));
        for (int from = 0; from < devices.size(); from += RolloutCohortListed.MOST_OF_PART) {
            int to = Math.min(from + RolloutCohortListed.MOST_OF_PART, devices.size());
            apply(new RolloutCohortListed(
                    run,
                    tenant,
                    from / RolloutCohortListed.MOST_OF_PART + 1,
                    devices.subList(from, to),
                    windows.isEmpty() ? List.of() : zones.subList(from, to)));
        }
        apply(new RolloutStarted(run, tenant, plan, 1, "0".repeat(64), hash, SHA256, List.of()));
        return run;
    }

    /** By a tick of the first round: an event for each 500 devices, none where nobody waits. */
    public synchronized List<RolloutOffered> offered(RolloutRunId run, long tick) {
        return offered(run, tick, AT);
    }

    public synchronized List<RolloutOffered> offered(RolloutRunId run, long tick, Instant at) {
        List<RolloutRunEvent> ticked = Progress.ticked(of(run), new OfferRollout(run, 1, tick, at));
        ticked.forEach(this::apply);
        return ticked.stream()
                .filter(RolloutOffered.class::isInstance)
                .map(RolloutOffered.class::cast)
                .toList();
    }

    public synchronized void paused(RolloutRunId run) {
        apply(new RolloutPaused(run, of(run).created().tenant(), of(run).state(), RolloutStopCause.PERSON));
    }

    public synchronized RolloutDeviceState state(RolloutRunId run, DeviceId device) {
        RolloutRun now = of(run);
        return now.book().state(now.book().place(device));
    }

    public <E> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<RolloutOffer> ask(AskForRolloutOffers command) {
        return of(command.run()).state().offers()
                ? OfferHours.offers(
                        of(command.run()), unheard(command.run(), command.round(), command.devices()), command.at())
                : List.of();
    }

    private @Nullable Object takeBack(TakeBackRolloutOffers command) {
        List<DeviceId> devices = unheard(command.run(), command.round(), command.devices());
        if (!devices.isEmpty()) {
            apply(new RolloutOffersTakenBack(
                    command.run(), of(command.run()).created().tenant(), command.round(), devices, command.code()));
        }
        return null;
    }

    private @Nullable Object leaveOut(LeaveOutOfRollout command) {
        List<DeviceId> devices = unheard(command.run(), command.round(), command.devices());
        if (!devices.isEmpty()) {
            GivingUp.leftOut(of(command.run()), devices, command.why()).forEach(this::apply);
        }
        return null;
    }

    @Override
    public Map<DeviceId, Unfit> unfit(RolloutCreated run, Collection<DeviceId> devices) {
        Map<DeviceId, Unfit> those = new HashMap<>(unfit);
        those.keySet().retainAll(Set.copyOf(devices));
        return those;
    }

    private Object record(RecordRolloutReports command) {
        Reporting.Decision decision = Reporting.on(of(command.run()), command.reports(), command.at());
        decision.events().forEach(this::apply);
        return decision.outcomes();
    }

    private List<DeviceId> unheard(RolloutRunId run, int round, List<DeviceId> devices) {
        return of(run).round() != round
                ? List.of()
                : devices.stream().filter(of(run).book()::unheard).toList();
    }

    private RolloutRun of(RolloutRunId run) {
        RolloutRun found = runs.get(run);
        if (found == null) {
            throw new AggregateNotFoundException(run.toString(), "there is no such run");
        }
        return found;
    }

    private void apply(RolloutRunEvent event) {
        of(event.run()).evolve(event);
        events.add(event);
    }
}

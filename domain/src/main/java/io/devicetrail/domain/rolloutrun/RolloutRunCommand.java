package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about runs: the first eight by people, the others by the platform alone. Times are of the platform,
 * as a decision has no clock, and no person's command has one: the soak that was signed is reckoned from them.
 */
public sealed interface RolloutRunCommand {
    /** Most offers that one command is about; a tick offers fewer. */
    int MOST_OFFERS = 500;

    RolloutRunId run();

    private static List<DeviceId> offers(List<DeviceId> devices) {
        if (devices.size() > MOST_OFFERS) {
            throw new MalformedInput("devices", "are more than " + MOST_OFFERS);
        }
        return List.copyOf(devices);
    }

    /**
     * Freezes the cohort of a plan's revision. No device hears of it yet.
     *
     * @param revision that was looked at; the last one there is
     * @param devices of the cohort, none twice, in any order
     * @param zones beside each device the IANA time zone of its site; may be none where the plan has no windows
     * @param strata beside each device its kind; may be none where the plan's cohort is spread over nothing
     * @param seed any text; it shuffles the order of the offers
     */
    record CreateRollout(
            @TargetAggregateIdentifier RolloutRunId run,
            TenantId tenant,
            RolloutPlanId plan,
            int revision,
            List<DeviceId> devices,
            List<String> zones,
            List<Stratum> strata,
            String seed)
            implements RolloutRunCommand, RegulatedChange {
        public CreateRollout(
                RolloutRunId run,
                TenantId tenant,
                RolloutPlanId plan,
                int revision,
                List<DeviceId> devices,
                String seed) {
            this(run, tenant, plan, revision, devices, List.of(), List.of(), seed);
        }

        public CreateRollout {
            Shape.within("revision", revision, 1, Integer.MAX_VALUE);
            if (devices.size() > FrozenCohort.MOST_DEVICES) {
                throw new MalformedInput("devices", "are more than " + FrozenCohort.MOST_DEVICES);
            }
            if (new HashSet<>(devices).size() < devices.size()) {
                throw new MalformedInput("devices", "name one twice");
            }
            if (!zones.isEmpty() && zones.size() != devices.size()) {
                throw new MalformedInput("zones", "must be one for each device, or none");
            }
            if (zones.stream().distinct().count() > FrozenCohort.MOST_ZONES) {
                throw new MalformedInput(
                        "zones",
                        "are more than " + FrozenCohort.MOST_ZONES + "; revise the plan, by site, and draft others");
            }
            if (!strata.isEmpty() && strata.size() != devices.size()) {
                throw new MalformedInput("strata", "must be one for each device, or none");
            }
            if (strata.stream().distinct().count() > FrozenCohort.MOST_STRATA) {
                throw new MalformedInput("strata", "are more than " + FrozenCohort.MOST_STRATA);
            }
            devices = List.copyOf(devices);
            zones = List.copyOf(zones);
            strata = List.copyOf(strata);
            seed = Shape.text("seed", seed);
        }
    }

    /** @param expectedCohortHash of the cohort that who starts it has seen */
    record StartRollout(@TargetAggregateIdentifier RolloutRunId run, int expectedDevices, String expectedCohortHash)
            implements RolloutRunCommand, RegulatedChange {
        public StartRollout {
            expectedCohortHash = Shape.text("expectedCohortHash", expectedCohortHash);
        }
    }

    record PauseRollout(@TargetAggregateIdentifier RolloutRunId run) implements RolloutRunCommand, RegulatedChange {}

    record ResumeRollout(@TargetAggregateIdentifier RolloutRunId run) implements RolloutRunCommand, RegulatedChange {}

    /** No more is offered; the devices that were offered it go on. */
    record AbortRollout(@TargetAggregateIdentifier RolloutRunId run) implements RolloutRunCommand, RegulatedChange {}

    /** A further round, with the devices that failed and no others. */
    record RetryFailedOfRollout(@TargetAggregateIdentifier RolloutRunId run)
            implements RolloutRunCommand, RegulatedChange {}

    /** Gives up on a device that waits, or that was offered the release and does not end. */
    record SkipRolloutDevice(@TargetAggregateIdentifier RolloutRunId run, DeviceId device)
            implements RolloutRunCommand, RegulatedChange {}

    /**
     * Does not wait for the end of the wave, or of its soak.
     *
     * @param after the wave that who begins the next one has seen as the last
     */
    record BeginNextRolloutWave(@TargetAggregateIdentifier RolloutRunId run, int after)
            implements RolloutRunCommand, RegulatedChange {}

    /**
     * A tick: ends the wave whose devices have all ended, begins the next when its time has come, and offers as many as
     * the rate permits. A tick that is not after the last one that offered, or of another round, does nothing. The answer is
     * a {@link RolloutStanding}.
     *
     * @param heardSince since when reports come through, see {@link Hearing}; null while they do not: nobody is silent then
     */
    record OfferRollout(
            @TargetAggregateIdentifier RolloutRunId run,
            int round,
            long tick,
            Instant at,
            @Nullable Instant heardSince) implements RolloutRunCommand {
        /** Of who hears nobody. */
        public OfferRollout(RolloutRunId run, int round, long tick, Instant at) {
            this(run, round, tick, at, null);
        }
    }

    /**
     * Asked right before offers are sent. The answer is a {@link RolloutOffer} for each of the devices that are to be told,
     * or were if their window had not closed; nothing is recorded.
     *
     * @param round by which they were offered
     * @param devices {@link #MOST_OFFERS} at most
     */
    record AskForRolloutOffers(
            @TargetAggregateIdentifier RolloutRunId run, int round, List<DeviceId> devices, Instant at)
            implements RolloutRunCommand {
        public AskForRolloutOffers {
            devices = offers(devices);
        }
    }

    /**
     * The devices were not told, and wait again. One that has said something since is not taken back.
     *
     * @param devices {@link #MOST_OFFERS} at most, so that the event stays of a size that is read at once
     * @param code why
     */
    record TakeBackRolloutOffers(
            @TargetAggregateIdentifier RolloutRunId run, int round, List<DeviceId> devices, String code)
            implements RolloutRunCommand {
        public TakeBackRolloutOffers {
            devices = offers(devices);
            code = Shape.text("code", code);
        }
    }

    /**
     * The devices are not to be told in this round, as what they are does not fit the plan any more. One that has said
     * something since goes on.
     *
     * @param devices {@link #MOST_OFFERS} at most, so that the event stays of a size that is read at once
     */
    record LeaveOutOfRollout(@TargetAggregateIdentifier RolloutRunId run, int round, List<DeviceId> devices, Unfit why)
            implements RolloutRunCommand {
        public LeaveOutOfRollout {
            devices = offers(devices);
        }
    }

    /** What devices said, in the order in which it came in. The answer is a {@link ReportOutcome} for each of them. */
    record RecordRolloutReports(@TargetAggregateIdentifier RolloutRunId run, List<DeviceReport> reports, Instant at)
            implements RolloutRunCommand {
        /** Most reports of one command, so that its event stays of a size that is read at once. */
        public static final int MOST_REPORTS = 500;

        public RecordRolloutReports {
            if (reports.isEmpty() || reports.size() > MOST_REPORTS) {
                throw new MalformedInput("reports", "must be 1 to " + MOST_REPORTS);
            }
            reports = reports.stream().map(DeviceReport::checked).toList();
        }
    }
}

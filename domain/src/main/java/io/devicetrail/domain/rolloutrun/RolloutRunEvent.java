package io.devicetrail.domain.rolloutrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to runs. Waves and rounds are counted from 1. */
public sealed interface RolloutRunEvent {
    RolloutRunId run();

    TenantId tenant();

    /**
     * Made, with its cohort, which follows in parts.
     *
     * @param revision of the plan
     * @param planHash of the plan's canonical form at that revision, as signatures under it have it
     * @param planPosition log index of that revision's event
     * @param cohortHash of all devices, see {@link FrozenCohort#hash}
     * @param seed of the order, see {@link FrozenCohort#shuffled}
     * @param waves how many devices each has, see {@link FrozenCohort#waves}
     * @param createdBy id of who made it
     */
    @Revision("2")
    record RolloutCreated(
            RolloutRunId run,
            TenantId tenant,
            RolloutPlanId plan,
            int revision,
            String planHash,
            long planPosition,
            RolloutPlan content,
            int devices,
            String cohortHash,
            String seed,
            List<Integer> waves,
            String createdBy)
            implements RolloutRunEvent {}

    /**
     * Stored with the run, or not at all.
     *
     * @param devices in the order of the offers
     * @param zones beside each device the IANA time zone of its site at that moment; none where the plan has no windows
     * @param strata beside each device its kind at that moment; none, and not in the event, where the plan's cohort is spread
     *     over nothing
     */
    @Revision("2")
    record RolloutCohortListed(
            RolloutRunId run,
            TenantId tenant,
            int part,
            List<DeviceId> devices,
            List<String> zones,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Stratum> strata)
            implements RolloutRunEvent {
        /** Most devices of one part, so that the event stays of a size that is read at once. */
        public static final int MOST_OF_PART = 1_000;

        /** Of a plan without windows. */
        public RolloutCohortListed(RolloutRunId run, TenantId tenant, int part, List<DeviceId> devices) {
            this(run, tenant, part, devices, List.of());
        }

        /** Of a plan that spreads nothing. */
        public RolloutCohortListed(
                RolloutRunId run, TenantId tenant, int part, List<DeviceId> devices, List<String> zones) {
            this(run, tenant, part, devices, zones, List.of());
        }

        public RolloutCohortListed {
            // In an event that has none.
            strata = strata == null ? List.of() : strata;
        }
    }

    /**
     * What it was started on.
     *
     * @param sha256 of the artifact
     * @param signatures under the plan that made it complete; none where no policy asks for any
     */
    @Revision("1")
    record RolloutStarted(
            RolloutRunId run,
            TenantId tenant,
            RolloutPlanId plan,
            int revision,
            String planHash,
            String cohortHash,
            String sha256,
            List<SignatureId> signatures)
            implements RolloutRunEvent {}

    /**
     * These devices are to be told of the release now, by the attempt of the round's number.
     *
     * @param left that wait after these, in the waves that have begun
     * @param at from when on their silence counts; null, and not stored, where the plan lets them be silent
     */
    @Revision("1")
    record RolloutOffered(
            RolloutRunId run,
            TenantId tenant,
            int round,
            int wave,
            long tick,
            List<DeviceId> devices,
            int left,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant at)
            implements RolloutRunEvent {
        /** Of a plan that lets devices be silent. */
        public RolloutOffered(
                RolloutRunId run, TenantId tenant, int round, int wave, long tick, List<DeviceId> devices, int left) {
            this(run, tenant, round, wave, tick, devices, left, null);
        }
    }

    /**
     * They were not told, and wait again unless the run is over.
     *
     * @param code why
     */
    @Revision("1")
    record RolloutOffersTakenBack(RolloutRunId run, TenantId tenant, int round, List<DeviceId> devices, String code)
            implements RolloutRunEvent {}

    /**
     * They were offered it and are not told, as they do not fit the plan any more: each is where it was before this round, and
     * is not offered it in this round again.
     *
     * @param why of all of them
     */
    @Revision("1")
    record RolloutDevicesLeftOut(RolloutRunId run, TenantId tenant, int round, List<DeviceId> devices, Unfit why)
            implements RolloutRunEvent {}

    /**
     * What devices said, in the order in which it counted.
     *
     * @param open devices that are offered it and have not ended, after these
     */
    @Revision("1")
    record RolloutReported(RolloutRunId run, TenantId tenant, int round, List<ReportedDevice> devices, int open)
            implements RolloutRunEvent {}

    /**
     * They said nothing for as long as the plan lets them, and count as failed, in this order.
     *
     * @param open devices that are offered it and have not ended, after these
     * @param at when it was found
     */
    @Revision("1")
    record RolloutDevicesTimedOut(
            RolloutRunId run, TenantId tenant, int round, List<SilentDevice> devices, int open, Instant at)
            implements RolloutRunEvent {}

    /**
     * A person gave up on a device.
     *
     * @param to {@code SKIPPED}, which counts neither as done nor as failed until the device says all the same how it ended;
     *     or the failure that the round was to mend, as the device has not ended in it: it is still so
     */
    @Revision("2")
    record RolloutDeviceSkipped(
            RolloutRunId run,
            TenantId tenant,
            int round,
            DeviceId device,
            RolloutDeviceState from,
            RolloutDeviceState to)
            implements RolloutRunEvent {}

    /**
     * Every device of the wave has ended; those of waves before may be open where the wave was begun by hand.
     *
     * @param failed devices of the wave
     * @param soakUntil from when on the next wave begins; the same as {@code at} where the plan has no soak
     */
    @Revision("1")
    record RolloutWaveEnded(
            RolloutRunId run,
            TenantId tenant,
            int round,
            int wave,
            int devices,
            int failed,
            Instant at,
            Instant soakUntil)
            implements RolloutRunEvent {}

    /**
     * The next wave that has devices to be offered the release; waves without any are passed over.
     *
     * @param from wave before
     * @param byHand whether a person did not wait for the end of the one before, or of its soak
     */
    @Revision("1")
    record RolloutWaveBegun(RolloutRunId run, TenantId tenant, int round, int from, int wave, boolean byHand)
            implements RolloutRunEvent {}

    @Revision("1")
    record RolloutPaused(RolloutRunId run, TenantId tenant, RolloutRunState from, RolloutStopCause cause)
            implements RolloutRunEvent {}

    /**
     * @param to where it was when it was paused
     * @param at from when on the silence of devices counts anew; null, and not stored, where the plan lets them be silent
     */
    @Revision("1")
    record RolloutResumed(
            RolloutRunId run,
            TenantId tenant,
            RolloutRunState to,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant at)
            implements RolloutRunEvent {
        /** Of a plan that lets devices be silent. */
        public RolloutResumed(RolloutRunId run, TenantId tenant, RolloutRunState to) {
            this(run, tenant, to, null);
        }
    }

    /**
     * More are failed than the plan bears, which is stored with the report that passed the threshold, or with what left a
     * device failed that a retry was to mend; or too few of a wave verified for the next to begin. Nothing is offered after
     * that.
     *
     * @param wave of the device that passed it, or that has too few
     * @param failedOfWave devices of that wave
     * @param waveDevices of that wave, all of them
     * @param failed devices of all waves
     * @param left devices that were not offered it and will not be in this round
     * @param open devices that go on
     * @param failedOfLast of the last devices of the wave that ended, where that is the cause; null, and not in the event, of
     *     any other
     */
    @Revision("1")
    record RolloutHalted(
            RolloutRunId run,
            TenantId tenant,
            RolloutRunState from,
            RolloutStopCause cause,
            int wave,
            int failedOfWave,
            int waveDevices,
            int failed,
            int left,
            int open,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer failedOfLast)
            implements RolloutRunEvent {
        /** By another cause than the last devices. */
        public RolloutHalted(
                RolloutRunId run,
                TenantId tenant,
                RolloutRunState from,
                RolloutStopCause cause,
                int wave,
                int failedOfWave,
                int waveDevices,
                int failed,
                int left,
                int open) {
            this(run, tenant, from, cause, wave, failedOfWave, waveDevices, failed, left, open, null);
        }
    }

    /**
     * Given up, also when it had halted.
     *
     * @param left devices that wait for it in this round or were never offered it; none of them will be
     * @param open devices that go on
     */
    @Revision("1")
    record RolloutAborted(
            RolloutRunId run, TenantId tenant, RolloutRunState from, RolloutStopCause cause, int left, int open)
            implements RolloutRunEvent {}

    /**
     * A further round begins.
     *
     * @param wave with which it begins
     * @param devices how many failed; they wait again, each in its wave
     */
    @Revision("1")
    record RolloutRetried(RolloutRunId run, TenantId tenant, RolloutRunState from, int round, int wave, int devices)
            implements RolloutRunEvent {}

    /**
     * The round is completed, which is not to say that every device has the release. Counts are of all devices.
     *
     * @param notOffered devices of a round that halted, which no round since was about, and those that were left out
     */
    @Revision("1")
    record RolloutCompleted(
            RolloutRunId run, TenantId tenant, int round, int verified, int failed, int skipped, int notOffered)
            implements RolloutRunEvent {}
}

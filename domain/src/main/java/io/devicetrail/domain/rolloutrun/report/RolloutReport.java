package io.devicetrail.domain.rolloutrun.report;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is of, who signed, started and led it, and what it came to, as of one event of it: for who asks about it
 * afterwards (21 CFR 11.10(b), draft EU GMP Annex 11 s.9). Waves and rounds are counted from 1.
 *
 * @param created what it was made of
 * @param last the event as of which this is
 * @param round 0 before the start
 * @param wave that began last in this round; 0 before the start
 * @param signatures that let it start; none where no policy asked for any
 * @param signed those of them that are known, in the same order
 * @param steps in their order; where there are more than {@link #MOST_STEPS}, the first and the last of them
 * @param stepsLeftOut between the first and the last of {@code steps}
 * @param stopped the step that stopped it; null unless it is paused, halted or aborted
 * @param failures devices that are failed now, by how and why; the most frequent first, {@link #MOST_FAILURES} at most
 * @param failuresLeftOut devices that are failed in still other ways
 * @param failed devices that are failed now, in the order of the offers
 */
public record RolloutReport(
        RolloutCreated created,
        Recorded last,
        RolloutRunState state,
        int round,
        int wave,
        List<SignatureId> signatures,
        List<Signature> signed,
        List<RolloutStep> steps,
        int stepsLeftOut,
        @Nullable RolloutStep stopped,
        Times times,
        List<Wave> waves,
        List<Failures> failures,
        int failuresLeftOut,
        List<FailedDevice> failed) {
    /** Most steps that are shown: a run that is led well has some dozens. */
    public static final int MOST_STEPS = 1_000;
    /** Most ways of failing that are shown: a code is whatever a device says. */
    public static final int MOST_FAILURES = 100;

    /**
     * Who signed (21 CFR 11.50(a)).
     *
     * @param role in which the signer signed; empty where the log lacks it
     * @param zone in which the time is told beside the name, with its offset
     * @param hash of what was signed
     * @param index of the signature in the log
     */
    public record Signature(
            SignatureId id,
            PersonId person,
            String printedName,
            String role,
            SignatureMeaning meaning,
            Instant signedAt,
            String zone,
            String offset,
            String hash,
            long index) {
        public static Signature of(RecordSigned signed, Recorded recorded) {
            return new Signature(
                    signed.signature(),
                    signed.person(),
                    signed.printedName(),
                    recorded.role(),
                    signed.meaning(),
                    recorded.at(),
                    signed.zone(),
                    signed.offset(),
                    signed.hash(),
                    recorded.index());
        }
    }

    /**
     * The run's own times.
     *
     * @param verifiedAt when a device that is verified was heard of last
     * @param endedAt when it was halted, aborted or completed; null while it is none of these
     */
    public record Times(
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant offeredAt,
            @Nullable Instant verifiedAt,
            @Nullable Instant endedAt) {}

    /**
     * One wave.
     *
     * @param begunAt when it first began; null if it has not, or has no devices
     * @param endedAt when it last ended; null if it has not
     * @param counts how many of its devices are where
     * @param verifying null while no device is verified
     */
    public record Wave(
            int number,
            int devices,
            int soakMinutes,
            @Nullable Instant begunAt,
            @Nullable Instant endedAt,
            Map<RolloutDeviceState, Integer> counts,
            @Nullable Durations verifying) {}

    /**
     * From a device's first offer, whatever its attempts, to the report that it runs the release, of the devices that are
     * verified now. Percentiles are by nearest rank: each is the time of a device.
     */
    public record Durations(int devices, long p50Millis, long p95Millis, long longestMillis) {
        /** @param sorted in milliseconds, at least one */
        static Durations of(long[] sorted) {
            return new Durations(sorted.length, ranked(sorted, 50), ranked(sorted, 95), ranked(sorted, 100));
        }

        private static long ranked(long[] sorted, int percent) {
            return sorted[(sorted.length * percent + 99) / 100 - 1];
        }
    }

    /** @param code the device's; null where it gave none */
    public record Failures(
            RolloutDeviceState state, @Nullable String code, int devices) {}

    /**
     * @param place in the order of the offers, from 1
     * @param attempt by which it failed
     * @param version that it said it runs
     * @param at when that was heard
     */
    public record FailedDevice(
            DeviceId device,
            int place,
            int wave,
            RolloutDeviceState state,
            int attempt,
            @Nullable String code,
            @Nullable String version,
            Instant at) {}
}

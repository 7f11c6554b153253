package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Durations;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Failures;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Signature;
import io.devicetrail.domain.rolloutrun.report.RolloutStep;
import io.devicetrail.queryside.rolloutplans.RolloutPlan.Window;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rollout's report, as the schema has it. */
record ShownRolloutReport(RolloutReport report) {
    /** Its GraphQL type. */
    static final String TYPE = "RolloutReport";

    public String rolloutId() {
        return report.created().run().toString();
    }

    public String tenant() {
        return report.created().tenant().value();
    }

    public String rolloutPlanId() {
        return report.created().plan().toString();
    }

    public int revision() {
        return report.created().revision();
    }

    public String planHash() {
        return report.created().planHash();
    }

    public String title() {
        return report.created().content().title();
    }

    public Release release() {
        return report.created().content().release();
    }

    public StopThresholds stop() {
        return report.created().content().stop();
    }

    public int offersPerMinute() {
        return report.created().content().offersPerMinute();
    }

    public List<Window> windows() {
        return Window.of(report.created().content());
    }

    public Prerequisites prerequisites() {
        return report.created().content().prerequisites();
    }

    public List<DeviceTrait> spreadOver() {
        return report.created().content().cohort().spreadOver();
    }

    public @Nullable Integer mostSilentMinutes() {
        return report.created().content().mostSilentMinutes();
    }

    public int deviceCount() {
        return report.created().devices();
    }

    public String cohortHash() {
        return report.created().cohortHash();
    }

    public String seed() {
        return report.created().seed();
    }

    public long position() {
        return report.last().index();
    }

    public Instant recordedAt() {
        return report.last().at();
    }

    public RolloutRunState state() {
        return report.state();
    }

    public int round() {
        return report.round();
    }

    public int wave() {
        return report.wave();
    }

    public RolloutReport.Times times() {
        return report.times();
    }

    public List<String> signatures() {
        return report.signatures().stream().map(Object::toString).toList();
    }

    public List<Signed> signed() {
        return report.signed().stream().map(Signed::of).toList();
    }

    public List<Step> steps() {
        return report.steps().stream().map(Step::of).toList();
    }

    public int stepsLeftOut() {
        return report.stepsLeftOut();
    }

    public @Nullable Step stopped() {
        return report.stopped() == null ? null : Step.of(report.stopped());
    }

    public RolloutProgress progress() {
        Map<RolloutDeviceState, Integer> all = new EnumMap<>(RolloutDeviceState.class);
        report.waves()
                .forEach(wave -> wave.counts().forEach((state, devices) -> all.merge(state, devices, Integer::sum)));
        return new RolloutProgress(all);
    }

    public List<Wave> waves() {
        List<RolloutPlan.Wave> planned = report.created().content().waves();
        return report.waves().stream()
                .map(wave -> Wave.of(wave, planned.get(wave.number() - 1)))
                .toList();
    }

    public List<Failures> failures() {
        return report.failures();
    }

    public int failuresLeftOut() {
        return report.failuresLeftOut();
    }

    record Wave(
            int number,
            int devices,
            int soakMinutes,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices,
            @Nullable Integer leastVerifiedPercent,
            @Nullable RecentFailures recent,
            @Nullable Instant begunAt,
            @Nullable Instant endedAt,
            RolloutProgress progress,
            @Nullable Durations verifying) {
        private static Wave of(RolloutReport.Wave wave, RolloutPlan.Wave planned) {
            return new Wave(
                    wave.number(),
                    wave.devices(),
                    wave.soakMinutes(),
                    planned.mostFailedPercent(),
                    planned.mostFailedDevices(),
                    planned.leastVerifiedPercent(),
                    planned.recent(),
                    wave.begunAt(),
                    wave.endedAt(),
                    new RolloutProgress(wave.counts()),
                    wave.verifying());
        }
    }

    record Step(
            RolloutStep.Kind kind,
            long index,
            Instant at,
            String by,
            String role,
            @Nullable String reason,
            @Nullable Integer round,
            @Nullable Integer wave,
            @Nullable RolloutStopCause cause,
            @Nullable Integer failedOfWave,
            @Nullable Integer failedOfLast,
            @Nullable Integer failed) {
        private static Step of(RolloutStep step) {
            return new Step(
                    step.kind(),
                    step.recorded().index(),
                    step.recorded().at(),
                    step.recorded().by(),
                    step.recorded().role(),
                    step.recorded().reason(),
                    step.round(),
                    step.wave(),
                    step.cause(),
                    step.failedOfWave(),
                    step.failedOfLast(),
                    step.failed());
        }
    }

    record Signed(
            String id,
            String person,
            String printedName,
            String role,
            String meaning,
            Instant signedAt,
            String zone,
            String offset,
            String hash,
            long index) {
        private static Signed of(Signature signature) {
            return new Signed(
                    signature.id().toString(),
                    signature.person().toString(),
                    signature.printedName(),
                    signature.role(),
                    signature.meaning().name(),
                    signature.signedAt(),
                    signature.zone(),
                    signature.offset(),
                    signature.hash(),
                    signature.index());
        }
    }
}

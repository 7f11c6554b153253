package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who failed, in which wave and by which attempt, as the reports say it. Of who was skipped it knows those alone whose failure
 * a retry was to mend and did not.
 */
final class StopJudge {
    private final RolloutPlan plan;
    private final Map<DeviceId, Integer> waves = new HashMap<>();
    private final Map<Integer, Integer> sizes = new HashMap<>();
    /** By which attempt. */
    private final Map<DeviceId, Integer> failed = new HashMap<>();
    /** Up to which attempt a device's failures were answered by a retry. */
    private final Map<DeviceId, Integer> answered = new HashMap<>();

    private final Map<DeviceId, Integer> lastOffer = new HashMap<>();
    private @Nullable RolloutStopCause cause;

    StopJudge(int devices, RolloutPlan plan) {
        this.plan = plan;
        for (int number = 1; number <= devices; number++) {
            int wave = 1;
            while (new BigDecimal(devices)
                            .multiply(new BigDecimal(Objects.requireNonNull(
                                    plan.waves().get(wave - 1).percent())))
                            .divide(BigDecimal.valueOf(100))
                            .setScale(0, RoundingMode.CEILING)
                            .intValueExact()
                    < number) {
                wave++;
            }
            waves.put(Runs.device(number), wave);
            sizes.merge(wave, 1, Integer::sum);
        }
    }

    int devices() {
        return waves.size();
    }

    int waveOf(DeviceId device) {
        return waves.getOrDefault(device, 0);
    }

    boolean failed(DeviceId device) {
        return failed.containsKey(device);
    }

    boolean halted() {
        return cause != null;
    }

    @Nullable RolloutStopCause cause() {
        return cause;
    }

    void offered(DeviceId device, int attempt) {
        lastOffer.put(device, attempt);
    }

    void retried() {
        answered.putAll(failed);
        failed.clear();
        cause = null;
    }

    /** Of devices that a retry was to mend, or that were never offered it before. Whether the run halts by one of them. */
    boolean haltsByGivingUp(List<DeviceId> devices) {
        boolean over = cause != null;
        List<DeviceId> mended = devices.stream().filter(answered::containsKey).toList();
        mended.forEach(device -> failed.put(device, answered.getOrDefault(device, 0)));
        return !over && mended.stream().anyMatch(this::passed);
    }

    /** Whether the run halts by it. */
    boolean haltsBy(DeviceReport report) {
        boolean bad = switch (report.says()) {
            case FAILED, ROLLED_BACK, REFUSED -> true;
            case VERIFIED -> !Runs.VERSION.equals(report.version());
            default -> false;
        };
        boolean old = report.attempt() < lastOffer.getOrDefault(report.device(), 0)
                || report.attempt() <= answered.getOrDefault(report.device(), 0);
        if (!old && !bad && failed.getOrDefault(report.device(), report.attempt()) < report.attempt()) {
            // The retry's offer was heard all the same, and is under way.
            failed.remove(report.device());
        }
        if (!bad || old || failed.put(report.device(), report.attempt()) != null || cause != null) {
            return false;
        }
        return passed(report.device());
    }

    private boolean passed(DeviceId last) {
        int wave = waveOf(last);
        long ofWave =
                failed.keySet().stream().filter(one -> waveOf(one) == wave).count();
        Integer percent = plan.stop().mostFailedPercent();
        Integer most = plan.stop().mostFailedDevices();
        if (percent != null
                && new BigDecimal(ofWave)
                                .divide(new BigDecimal(sizes.getOrDefault(wave, 0)), 12, RoundingMode.HALF_EVEN)
                                .compareTo(new BigDecimal(percent).movePointLeft(2))
                        > 0) {
            cause = RolloutStopCause.FAILED_PERCENT;
        } else if (most != null && failed.size() > most) {
            cause = RolloutStopCause.FAILED_DEVICES;
        }
        return cause != null;
    }
}

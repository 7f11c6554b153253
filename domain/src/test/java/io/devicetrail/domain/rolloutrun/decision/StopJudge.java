package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    /** Who verified or failed, as they stand: whether failed, in the order in which they came to stand so. */
    private final Map<DeviceId, Boolean> ended = new LinkedHashMap<>();

    /** Of those that failed: nobody but the platform says so, as it heard nothing; and the same of those that a retry answered. */
    private final Set<DeviceId> silent = new HashSet<>();

    private final Set<DeviceId> answeredSilent = new HashSet<>();

    private @Nullable Integer failedOfLast;
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

    /** Where that is what halted it. */
    @Nullable Integer failedOfLast() {
        return failedOfLast;
    }

    boolean silent(DeviceId device) {
        return silent.contains(device);
    }

    void retried() {
        answered.putAll(failed);
        answeredSilent.removeAll(failed.keySet());
        answeredSilent.addAll(silent);
        silent.clear();
        ended.keySet().removeAll(failed.keySet());
        failedOfLast = null;
        failed.clear();
        cause = null;
    }

    /** Of devices that a retry was to mend, or that were never offered it before. Whether the run halts by one of them. */
    boolean haltsByGivingUp(List<DeviceId> devices) {
        boolean over = cause != null;
        List<DeviceId> mended = devices.stream().filter(answered::containsKey).toList();
        mended.forEach(device -> {
            failed.put(device, answered.getOrDefault(device, 0));
            if (answeredSilent.contains(device)) {
                silent.add(device);
            } else {
                stands(device, true);
            }
        });
        return !over && mended.stream().anyMatch(this::passed);
    }

    /** It counts, and is none of those that came to something. */
    boolean haltsBySilence(DeviceId device, int attempt) {
        failed.put(device, attempt);
        silent.add(device);
        return cause == null && passed(device);
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
            ended.remove(report.device());
            silent.remove(report.device());
        }
        if (old) {
            return false;
        }
        if (!bad) {
            if (report.says() == RolloutDeviceState.VERIFIED && silent.remove(report.device())) {
                failed.remove(report.device());
            }
            if (report.says() == RolloutDeviceState.VERIFIED && !failed.containsKey(report.device())) {
                stands(report.device(), false);
            }
            return false;
        }
        boolean news = failed.put(report.device(), report.attempt()) == null | silent.remove(report.device());
        stands(report.device(), true);
        return news && cause == null && passed(report.device());
    }

    private void stands(DeviceId device, boolean asFailed) {
        if (!Objects.equals(ended.get(device), asFailed)) {
            ended.remove(device);
            ended.put(device, asFailed);
        }
    }

    /** Shares are fractions of as many devices as are looked at, or as the wave has. */
    private boolean passedOfLast(int wave) {
        RecentFailures own = plan.waves().get(wave - 1).recent();
        RecentFailures recent = own == null ? plan.stop().recent() : own;
        if (recent == null) {
            return false;
        }
        List<DeviceId> ofWave =
                ended.keySet().stream().filter(one -> waveOf(one) == wave).toList();
        List<DeviceId> last = ofWave.subList(Math.max(0, ofWave.size() - recent.lastDevices()), ofWave.size());
        int count = (int) last.stream().filter(failed::containsKey).count();
        BigDecimal share = new BigDecimal(count)
                .divide(
                        new BigDecimal(Math.min(recent.lastDevices(), sizes.getOrDefault(wave, 0))),
                        12,
                        RoundingMode.HALF_EVEN);
        Integer percent = recent.mostFailedPercent();
        Integer most = recent.mostFailedDevices();
        boolean passed = (percent != null && share.compareTo(new BigDecimal(percent).movePointLeft(2)) > 0)
                || (most != null && count > most);
        failedOfLast = passed ? Integer.valueOf(count) : null;
        return passed;
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
        } else if (passedOfLast(wave)) {
            cause = RolloutStopCause.FAILED_OF_LAST;
        }
        return cause != null;
    }
}

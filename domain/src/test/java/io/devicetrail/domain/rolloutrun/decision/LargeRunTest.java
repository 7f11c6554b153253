package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Thousands of devices in ten waves, each of which reports three steps: what it takes, and that a snapshot goes on with it. */
class LargeRunTest {
    private static final int PER_DEVICE_BYTES = 32;
    /** Since when it is silent. */
    private static final int PER_SILENCE_BYTES = 9;

    private static final int REST_BYTES = 4_096;
    /** As the snapshots of aggregates are written. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultVisibility(visibility -> visibility
                    .withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE)
                    .withSetterVisibility(Visibility.NONE))
            .build();

    private static final RolloutPlan PLAN = Runs.plan(
            List.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 100),
            IntStream.range(0, 10).mapToObj(wave -> 0).toList(),
            5,
            60_000);

    private RolloutRun run = new RolloutRun();
    private long slowest;
    private long reports;
    private int batches;
    private int events;

    @ParameterizedTest
    @CsvSource({"10000, false", "10000, true", FrozenCohort.MOST_DEVICES + ", true"})
    void aRunOfThousandsOfDevicesGoesOnFromASnapshotAtAnyMoment(int devices, boolean silence) {
        run = Runs.started(devices, silence ? PLAN.on(new RolloutTerms(RolloutTerms.DEFAULT_SILENCE_MINUTES)) : PLAN);
        long began = System.nanoTime();
        for (long tick = 1; run.state() != RolloutRunState.COMPLETED; tick++) {
            List<DeviceId> offered = new ArrayList<>();
            for (RolloutRunEvent event :
                    applied(Progress.ticked(run, new OfferRollout(Runs.RUN, 1, tick, Runs.AT, Runs.AT)))) {
                offered.addAll(((RolloutOffered) event).devices());
            }
            report(offered, RolloutDeviceState.DOWNLOADING);
            report(offered, RolloutDeviceState.INSTALLED);
            report(offered, RolloutDeviceState.VERIFIED);
            if (tick % 10 == 0) {
                run = reread();
            }
        }
        long took = System.nanoTime() - began;
        assertThat(run.book().count(RolloutDeviceState.VERIFIED)).isEqualTo(devices);
        assertThat(reports).isEqualTo(3L * devices);
        long before = System.nanoTime();
        String snapshot = JSON.writeValueAsString(run);
        JSON.readValue(snapshot, RolloutRun.class).book().place(Runs.device(1));
        System.out.printf(
                "%d reports in %d batches and %d events: %d ms in all; slowest batch %d us; snapshot of %d bytes written and"
                        + " read in %d us%n",
                reports,
                batches,
                events,
                TimeUnit.NANOSECONDS.toMillis(took),
                TimeUnit.NANOSECONDS.toMicros(slowest),
                snapshot.length(),
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before));
        assertThat(snapshot.length())
                .isLessThan(devices * (PER_DEVICE_BYTES + (silence ? PER_SILENCE_BYTES : 0)) + REST_BYTES);
    }

    private void report(List<DeviceId> devices, RolloutDeviceState state) {
        int most = RecordRolloutReports.MOST_REPORTS;
        for (int from = 0; from < devices.size(); from += most) {
            List<DeviceReport> batch = devices.subList(from, Math.min(devices.size(), from + most)).stream()
                    .map(device -> new DeviceReport(
                            device,
                            1,
                            state,
                            state == RolloutDeviceState.VERIFIED ? Runs.VERSION : null,
                            null,
                            Runs.AT))
                    .toList();
            long before = System.nanoTime();
            applied(Reporting.on(run, batch, Runs.AT).events());
            slowest = batches < 30 ? 0 : Math.max(slowest, System.nanoTime() - before);
            reports += batch.size();
            batches++;
        }
    }

    private List<RolloutRunEvent> applied(List<RolloutRunEvent> decided) {
        Runs.evolve(run, decided);
        events += decided.size();
        return decided;
    }

    private RolloutRun reread() {
        return JSON.readValue(JSON.writeValueAsString(run), RolloutRun.class);
    }
}

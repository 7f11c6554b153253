package io.devicetrail.commandside.job;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a job is with each of its devices, and the counts of the round. Kept in the job's snapshots. */
class JobBook {
    /** In the order of the cohort; beside each device its state. */
    private List<DeviceId> devices = new ArrayList<>();

    private List<JobDeviceState> states = new ArrayList<>();
    private int waiting;
    private int open;
    /** Of the round. */
    private int failed;

    private int ended;
    /** Whether the job hands out nothing for ever, or until a retry. */
    private boolean over;
    /** Where each device is in the lists; made when it is first asked for. */
    private transient @Nullable Map<DeviceId, Integer> places;

    int waiting() {
        return waiting;
    }

    int open() {
        return open;
    }

    int failed() {
        return failed;
    }

    int ended() {
        return ended;
    }

    /** How many of all rounds would be told again. */
    int failedOfAll() {
        return (int) states.stream().filter(JobDeviceState::failed).count();
    }

    /** The next devices, in the cohort's order. */
    List<DeviceId> next(int most) {
        List<DeviceId> next = new ArrayList<>();
        for (int i = 0; i < devices.size() && next.size() < most; i++) {
            if (states.get(i) == JobDeviceState.WAITING) {
                next.add(devices.get(i));
            }
        }
        return next;
    }

    boolean isOpen(DeviceId device) {
        Integer place = places().get(device);
        return place != null && states.get(place) == JobDeviceState.OPEN;
    }

    void evolve(JobEvent event) {
        switch (event) {
            case JobEvent.JobCohortListed e -> list(e.devices());
            case JobEvent.JobHandedOut e -> e.devices().forEach(device -> move(device, JobDeviceState.OPEN));
            case JobEvent.JobDeviceTakenBack e ->
                move(e.device(), over ? JobDeviceState.NOT_TOLD : JobDeviceState.WAITING);
            case JobEvent.JobDeviceEnded e -> move(e.device(), e.outcome());
            case JobEvent.JobRetried e -> beginRound();
            case JobEvent.JobHalted e -> end();
            case JobEvent.JobCancelled e -> end();
            default -> {}
        }
    }

    private void list(List<DeviceId> more) {
        devices.addAll(more);
        more.forEach(device -> states.add(JobDeviceState.WAITING));
        waiting += more.size();
        places = null;
    }

    private void move(DeviceId device, JobDeviceState to) {
        Integer place = places().get(device);
        if (place == null) {
            return;
        }
        JobDeviceState from = states.set(place, to);
        waiting += (to == JobDeviceState.WAITING ? 1 : 0) - (from == JobDeviceState.WAITING ? 1 : 0);
        open += (to == JobDeviceState.OPEN ? 1 : 0) - (from == JobDeviceState.OPEN ? 1 : 0);
        ended += to.ended() && to != JobDeviceState.NOT_TOLD ? 1 : 0;
        failed += to.failed() ? 1 : 0;
    }

    /** Nobody's turn comes any more. */
    private void end() {
        over = true;
        waiting = 0;
        states.replaceAll(state -> state == JobDeviceState.WAITING ? JobDeviceState.NOT_TOLD : state);
    }

    /** What failed waits again; what was never told in a round that halted does not. */
    private void beginRound() {
        over = false;
        waiting = failedOfAll();
        states.replaceAll(state -> state.failed() ? JobDeviceState.WAITING : state);
        failed = 0;
        ended = 0;
    }

    private Map<DeviceId, Integer> places() {
        Map<DeviceId, Integer> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < devices.size(); i++) {
                known.put(devices.get(i), i);
            }
            places = known;
        }
        return known;
    }
}

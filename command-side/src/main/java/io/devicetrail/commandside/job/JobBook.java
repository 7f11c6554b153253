package io.devicetrail.commandside.job;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCommand.TakeBackJobDevice;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a job is with each of its devices, and the counts of the round. Kept in the job's snapshots. */
class JobBook {
    /** In the order of the cohort; beside each device its state. */
    private List<DeviceId> devices = new ArrayList<>();

    private List<JobDeviceState> states = new ArrayList<>();
    /** Beside each device where it was when the round began: that of the first is that nobody was told. */
    private List<JobDeviceState> before = new ArrayList<>();
    /** Beside each device how often in this round it had no room for a command. */
    private List<Integer> turns = new ArrayList<>();
    /** Beside each device the tick of the round that handed it out last; 0 before the first. */
    private List<Long> ticks = new ArrayList<>();
    /** Those that had no room, the one that was asked last at the end. */
    private List<DeviceId> behind = new ArrayList<>();

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

    /** The next devices, in the cohort's order, and after them those that had no room before. */
    List<DeviceId> next(int most) {
        List<DeviceId> next = new ArrayList<>();
        for (int i = 0; i < devices.size() && next.size() < most; i++) {
            if (states.get(i) == JobDeviceState.WAITING && turns.get(i) == 0) {
                next.add(devices.get(i));
            }
        }
        for (int i = 0; i < behind.size() && next.size() < most; i++) {
            if (stateOf(behind.get(i)) == JobDeviceState.WAITING) {
                next.add(behind.get(i));
            }
        }
        return next;
    }

    /** How many wait that had no room before, beside those. */
    int waitingWithoutRoom(List<DeviceId> beside) {
        return (int) behind.stream()
                .filter(device -> stateOf(device) == JobDeviceState.WAITING && !beside.contains(device))
                .count();
    }

    /** How often in this round it had no room for a command. */
    int turnsWithoutRoom(DeviceId device) {
        Integer place = places().get(device);
        return place == null ? 0 : turns.get(place);
    }

    boolean isOpen(DeviceId device) {
        return stateOf(device) == JobDeviceState.OPEN;
    }

    boolean isOpenBy(long tick, DeviceId device) {
        return isOpen(device) && ticks.get(Objects.requireNonNull(places().get(device))) == tick;
    }

    private @Nullable JobDeviceState stateOf(DeviceId device) {
        Integer place = places().get(device);
        return place == null ? null : states.get(place);
    }

    void evolve(JobEvent event) {
        switch (event) {
            case JobEvent.JobCohortListed e -> list(e.devices());
            case JobEvent.JobHandedOut e -> e.devices().forEach(device -> handOut(device, e.tick()));
            case JobEvent.JobDeviceTakenBack e -> takeBack(e.device(), e.code());
            case JobEvent.JobDeviceEnded e -> move(e.device(), e.outcome());
            case JobEvent.JobRetried e -> beginRound();
            case JobEvent.JobHalted e -> end();
            case JobEvent.JobCancelled e -> end();
            default -> {}
        }
    }

    private void list(List<DeviceId> more) {
        devices.addAll(more);
        more.forEach(device -> {
            states.add(JobDeviceState.WAITING);
            before.add(JobDeviceState.NOT_TOLD);
            turns.add(0);
            ticks.add(0L);
        });
        waiting += more.size();
        places = null;
    }

    private void handOut(DeviceId device, long tick) {
        move(device, JobDeviceState.OPEN);
        Integer place = places().get(device);
        if (place != null) {
            ticks.set(place, tick);
        }
    }

    private void move(DeviceId device, JobDeviceState to) {
        Integer place = places().get(device);
        if (place != null) {
            put(place, to);
            ended += to.ended() ? 1 : 0;
            failed += to.failed() ? 1 : 0;
        }
    }

    /** What it is put back to, it was counted for in its own round. */
    private void takeBack(DeviceId device, String code) {
        Integer place = places().get(device);
        if (place == null) {
            return;
        }
        put(place, over ? before.get(place) : JobDeviceState.WAITING);
        if (code.equals(TakeBackJobDevice.DEVICE_FULL)) {
            turns.set(place, turns.get(place) + 1);
            behind.remove(device);
            behind.add(device);
        }
    }

    private void put(int place, JobDeviceState to) {
        JobDeviceState from = states.set(place, to);
        waiting += (to == JobDeviceState.WAITING ? 1 : 0) - (from == JobDeviceState.WAITING ? 1 : 0);
        open += (to == JobDeviceState.OPEN ? 1 : 0) - (from == JobDeviceState.OPEN ? 1 : 0);
    }

    /** Nobody's turn comes any more: who waits is where it was before this round. */
    private void end() {
        over = true;
        waiting = 0;
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) == JobDeviceState.WAITING) {
                states.set(i, before.get(i));
            }
        }
    }

    /** What failed waits again; what was never told in a round that halted does not. */
    private void beginRound() {
        over = false;
        waiting = failedOfAll();
        before = new ArrayList<>(states);
        states.replaceAll(state -> state.failed() ? JobDeviceState.WAITING : state);
        turns.replaceAll(none -> 0);
        behind.clear();
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

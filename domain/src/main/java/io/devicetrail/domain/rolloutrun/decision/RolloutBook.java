package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is with each of its devices, and how many of each wave are where: a few bytes for a device, as all of it is
 * in the run's snapshots. Waves are counted from 1 and rounds too.
 */
public final class RolloutBook {
    private static final RolloutDeviceState[] STATES = RolloutDeviceState.values();

    private CohortIndex cohort = new CohortIndex();
    /** Beside each device its state, by ordinal. */
    private byte[] states = new byte[0];
    /** Beside each device where it was when the round began; never altered, so that copies share it. */
    private byte[] before = new byte[0];
    /** Beside each device the round that offered it the release last; 0 before the first. */
    private byte[] attempts = new byte[0];
    /** Beside each device the attempt of which a contradictory report is on record; 0 where there is none. */
    private byte[] contradicted = new byte[0];
    /** Beside each device the attempt by which it failed last; 0 where it never did. */
    private byte[] failedBy = new byte[0];
    /** Those of the cohort, each once; none where the plan has no windows. */
    private List<String> zones = new ArrayList<>();
    /** Beside each device the place of its time zone in {@link #zones}, without a sign; empty where there are none. */
    private byte[] zoneOf = new byte[0];
    /** Beside each wave the place after its last device. */
    private int[] ends = new int[0];
    /** Beside each wave how many of its devices wait, are open, are failed now. */
    private int[] waiting = new int[0];

    private int[] open = new int[0];
    private int[] failed = new int[0];
    /** Whether the plan asks for the order in which devices ended: no other run bears the cost of it. */
    private boolean inOrder;

    private Endings endings = new Endings();
    private SilenceClock silence = new SilenceClock();

    /** To try out what would become of it; see {@link RolloutRun#copy}. */
    RolloutBook copy() {
        RolloutBook copy = new RolloutBook();
        copy.cohort = cohort;
        copy.states = states.clone();
        copy.before = before;
        copy.attempts = attempts.clone();
        copy.contradicted = contradicted.clone();
        copy.failedBy = failedBy.clone();
        copy.zones = zones;
        copy.zoneOf = zoneOf;
        copy.ends = ends;
        copy.waiting = waiting.clone();
        copy.open = open.clone();
        copy.failed = failed.clone();
        copy.inOrder = inOrder;
        copy.endings = endings.copy();
        copy.silence = silence.copy();
        return copy;
    }

    /** Place of a device, or a negative number. */
    public int place(DeviceId device) {
        return cohort.place(device);
    }

    DeviceId device(int place) {
        return cohort.device(place);
    }

    public RolloutDeviceState state(int place) {
        return STATES[states[place]];
    }

    public int attempt(int place) {
        return attempts[place];
    }

    int contradicted(int place) {
        return contradicted[place];
    }

    int failedBy(int place) {
        return failedBy[place];
    }

    int waveOf(int place) {
        int wave = 1;
        while (ends[wave - 1] <= place) {
            wave++;
        }
        return wave;
    }

    int sizeOf(int wave) {
        return ends[wave - 1] - (wave == 1 ? 0 : ends[wave - 2]);
    }

    int openOf(int wave) {
        return open[wave - 1];
    }

    int failedOf(int wave) {
        return failed[wave - 1];
    }

    int verifiedOf(int wave) {
        int verified = 0;
        for (int place = ends[wave - 1] - sizeOf(wave); place < ends[wave - 1]; place++) {
            verified += states[place] == RolloutDeviceState.VERIFIED.ordinal() ? 1 : 0;
        }
        return verified;
    }

    /**
     * How many are failed now of the last devices of a wave that verified or failed, each counted once, as it stands. Looks at
     * those alone.
     */
    int failedOfLast(int wave, int most) {
        int failedNow = 0;
        int place = endings.last(wave);
        for (int found = 0; found < most && place >= 0; found++) {
            failedNow += one(state(place).failed());
            place = endings.before(place);
        }
        return failedNow;
    }

    public int open() {
        return Arrays.stream(open).sum();
    }

    public int failed() {
        return Arrays.stream(failed).sum();
    }

    public int waiting() {
        return Arrays.stream(waiting).sum();
    }

    /** How many wait in the waves up to that one. */
    public int waitingUpTo(int wave) {
        return Arrays.stream(waiting, 0, wave).sum();
    }

    /** The first wave after that one in which a device waits; 0 if there is none. */
    public int nextAfter(int wave) {
        for (int next = wave + 1; next <= waiting.length; next++) {
            if (waiting[next - 1] > 0) {
                return next;
            }
        }
        return 0;
    }

    /** The first wave with a device that would be offered the release by a retry. */
    public int firstFailed() {
        for (int wave = 1; wave <= failed.length; wave++) {
            if (failed[wave - 1] > 0) {
                return wave;
            }
        }
        return 0;
    }

    public int count(RolloutDeviceState state) {
        int count = 0;
        for (byte one : states) {
            count += one == state.ordinal() ? 1 : 0;
        }
        return count;
    }

    /** IANA time zone in which the device reads the plan's windows; null where there are none. */
    @Nullable String zone(int place) {
        return zoneOf.length == 0 ? null : zones.get(Byte.toUnsignedInt(zoneOf[place]));
    }

    /** The time zones of the devices that wait in the waves up to that one. */
    Set<String> zonesWaiting(int wave) {
        Set<String> waits = new HashSet<>();
        for (int place = 0; place < ends[wave - 1] && waits.size() < zones.size(); place++) {
            String zone = zone(place);
            if (zone != null && states[place] == RolloutDeviceState.WAITING.ordinal()) {
                waits.add(zone);
            }
        }
        return waits;
    }

    /**
     * The next devices that wait, of the waves up to that one, in the order of the offers.
     *
     * @param open whether devices of a time zone are offered anything now; asked of each zone once
     */
    List<DeviceId> next(int most, int wave, Predicate<String> open) {
        boolean[] opened = new boolean[zones.size()];
        for (int zone = 0; zone < opened.length; zone++) {
            opened[zone] = open.test(zones.get(zone));
        }
        List<DeviceId> next = new ArrayList<>();
        for (int place = 0; place < ends[wave - 1] && next.size() < most; place++) {
            boolean now = zoneOf.length == 0 || opened[Byte.toUnsignedInt(zoneOf[place])];
            if (now && states[place] == RolloutDeviceState.WAITING.ordinal()) {
                next.add(cohort.device(place));
            }
        }
        return next;
    }

    /** @param ordered whether {@link #failedOfLast} will be asked */
    void begin(List<Integer> sizes, boolean ordered) {
        inOrder = ordered;
        int waves = sizes.size();
        ends = new int[waves];
        waiting = new int[waves];
        open = new int[waves];
        failed = new int[waves];
        int end = 0;
        for (int wave = 0; wave < waves; wave++) {
            end += sizes.get(wave);
            ends[wave] = end;
            waiting[wave] = sizes.get(wave);
        }
        states = new byte[end];
        attempts = new byte[end];
        contradicted = new byte[end];
        failedBy = new byte[end];
        endings.begin(ordered ? waves : 0, ordered ? end : 0);
        before = new byte[end];
        Arrays.fill(before, (byte) RolloutDeviceState.NOT_OFFERED.ordinal());
    }

    void list(List<DeviceId> devices, List<String> inZones) {
        cohort.add(devices);
        int listed = zoneOf.length;
        zoneOf = Arrays.copyOf(zoneOf, listed + inZones.size());
        for (String zone : inZones) {
            if (!zones.contains(zone)) {
                zones.add(zone);
            }
            zoneOf[listed++] = (byte) zones.indexOf(zone);
        }
    }

    /** @param at from when on they are silent; null where nobody asks */
    void offer(List<DeviceId> devices, int round, @Nullable Instant at) {
        devices.forEach(device -> {
            int place = place(device);
            put(place, RolloutDeviceState.OFFERED);
            attempts[place] = (byte) round;
            silence.offered(place, at);
        });
    }

    /** @param over whether their turn does not come any more: then they are where they were before this round */
    void takeBack(List<DeviceId> devices, boolean over) {
        devices.forEach(device -> {
            int place = place(device);
            put(place, over ? STATES[before[place]] : RolloutDeviceState.WAITING);
        });
    }

    void record(ReportedDevice report) {
        int place = place(report.device());
        if (report.outcome() == ReportOutcome.CONTRADICTORY) {
            contradicted[place] = (byte) report.attempt();
        } else {
            put(place, report.to());
            silence.heard(place, report.at());
            if (report.to().failed()) {
                failedBy[place] = (byte) report.attempt();
            }
        }
    }

    SilenceClock silence() {
        return silence;
    }

    void timeOut(SilentDevice device) {
        int place = place(device.device());
        put(place, RolloutDeviceState.TIMED_OUT);
        failedBy[place] = (byte) device.attempt();
    }

    /** Whether its silence counts: it is open, or its offer was taken back and it waits for the next. */
    boolean awaited(int place) {
        return state(place).open() || states[place] == RolloutDeviceState.WAITING.ordinal();
    }

    /**
     * A run is paused, too, while the platform or the devices are away: that is no silence of theirs. Who waits begins with its
     * next offer, who was told begins now.
     *
     * @param at null where nobody asks
     */
    void beginSilenceAnew(@Nullable Instant at) {
        for (int place = 0; place < states.length; place++) {
            if (states[place] == RolloutDeviceState.WAITING.ordinal()) {
                silence.forget(place);
            } else if (at != null && state(place).open()) {
                silence.heard(place, at);
            }
        }
    }

    /** Where a device is after a person gave it up: what a retry was to mend, and did not, is failed still. */
    RolloutDeviceState givenUp(int place) {
        RolloutDeviceState last = STATES[before[place]];
        return last.failed() ? last : RolloutDeviceState.SKIPPED;
    }

    /** Whether it was told, or is to be, and has said nothing. */
    public boolean unheard(DeviceId device) {
        int place = place(device);
        return place >= 0 && state(place) == RolloutDeviceState.OFFERED;
    }

    void skip(DeviceId device, RolloutDeviceState to) {
        put(place(device), to);
    }

    /** Nobody's turn comes any more: who waits is where it was before this round. */
    void end() {
        for (int place = 0; place < states.length; place++) {
            if (states[place] == RolloutDeviceState.WAITING.ordinal()) {
                put(place, STATES[before[place]]);
            }
        }
    }

    /** What failed waits again; what was not offered does not. */
    void beginRound() {
        before = states.clone();
        for (int place = 0; place < states.length; place++) {
            if (state(place).failed()) {
                put(place, RolloutDeviceState.WAITING);
                silence.forget(place);
            }
        }
    }

    private void put(int place, RolloutDeviceState to) {
        int wave = waveOf(place) - 1;
        RolloutDeviceState from = state(place);
        states[place] = (byte) to.ordinal();
        waiting[wave] += one(to == RolloutDeviceState.WAITING) - one(from == RolloutDeviceState.WAITING);
        open[wave] += one(to.open()) - one(from.open());
        failed[wave] += one(to.failed()) - one(from.failed());
        // From one kind of failure to another it stands as it did.
        if (inOrder && !(ended(from) && ended(to) && to.failed() == from.failed())) {
            if (ended(from)) {
                endings.remove(wave + 1, place);
            }
            if (ended(to)) {
                endings.add(wave + 1, place);
            }
        }
    }

    /**
     * Whether it said itself what it came to. Who was given up did not, nor who was silent: when its time is over says nothing
     * of when it failed, and devices of which nothing is heard come together.
     */
    private static boolean ended(RolloutDeviceState state) {
        return state == RolloutDeviceState.VERIFIED || state.failed() && state != RolloutDeviceState.TIMED_OUT;
    }

    private static int one(boolean counts) {
        return counts ? 1 : 0;
    }
}

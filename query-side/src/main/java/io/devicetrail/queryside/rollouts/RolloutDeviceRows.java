package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the devices of runs, and their counts: an event about several hundred of them is one statement. */
record RolloutDeviceRows(JdbcClient jdbc) {
    /**
     * An insert of what is there already: whatever the planner believes of rows that were inserted a moment ago, each one
     * is found by its key. A join it would turn round, and read all of the run for every device. What a new row would need
     * and the old one keeps is given without sense.
     */
    private static final String PUT = DeviceCounting.of("""
            insert into read.rollout_run_device
                   (run_id, device_id, tenant, place, wave, state, attempt, code, version, at)
            select ?, told.device_id, '', -1, -1, told.state, told.attempt, told.code, told.version, told.at
              from unnest(?::uuid[], ?::text[], ?::int4[], ?::text[], ?::text[], ?::text[]::timestamptz[])
                   as told (device_id, state, attempt, code, version, at)
            on conflict (run_id, device_id) do update
               set state = excluded.state, attempt = excluded.attempt, code = excluded.code,
                   version = excluded.version, at = excluded.at
            """);

    /** To where the round before ended; without one it was never offered it, and is left with the code it has or gets. */
    private static final String BACK = """
            update read.rollout_run_device
               set code = case when last_state is null then coalesce(?::text, code) else last_code end,
                   version = case when last_state is null then version else last_version end,
                   state = coalesce(last_state, ?), attempt = coalesce(last_attempt, attempt), at = coalesce(last_at, at)
            """;

    /** Where a device is now. */
    private record Now(
            UUID device,
            RolloutDeviceState state,
            int attempt,
            @Nullable String code,
            @Nullable String version,
            OffsetDateTime at) {}

    void list(RolloutCohortListed e) {
        int before = (e.part() - 1) * RolloutCohortListed.MOST_OF_PART;
        jdbc.sql(DeviceCounting.of("""
                insert into read.rollout_run_device (run_id, device_id, zone, place, wave, tenant, state, attempt, site_id)
                select run.run_id, listed.device_id, listed.zone, listed.place,
                       width_bucket(listed.place, run.wave_ends) + 1, run.tenant, ?, 0,
                       (select site.site_id from read.rollout_device_site site where site.device_id = listed.device_id)
                  from read.rollout_run run,
                       (select device_id, zone, (? + ordinal - 1)::int4 as place
                          from unnest(?::uuid[], ?::text[]) with ordinality as part (device_id, zone, ordinal)) as listed
                 where run.run_id = ?
                """))
                .params(
                        RolloutDeviceState.WAITING.name(),
                        before,
                        ids(e.devices()),
                        e.zones().toArray(String[]::new),
                        e.run().value())
                .update();
    }

    void offer(RolloutOffered e, OffsetDateTime at) {
        put(e, all(e.devices(), RolloutDeviceState.OFFERED, e.round(), null, at));
    }

    /** Of a run that goes on: its turn comes again. */
    void takeBack(RolloutOffersTakenBack e, OffsetDateTime at) {
        put(e, all(e.devices(), RolloutDeviceState.WAITING, e.round(), e.code(), at));
    }

    /** One event may tell of a device several times; what it told last is where the device is. */
    void report(RolloutReported e) {
        Map<UUID, Now> last = new LinkedHashMap<>();
        for (ReportedDevice report : e.devices()) {
            if (report.outcome() != ReportOutcome.CONTRADICTORY) {
                Now now = new Now(
                        report.device().value(),
                        report.to(),
                        report.attempt(),
                        report.code(),
                        report.version(),
                        report.at().atOffset(ZoneOffset.UTC));
                last.put(now.device(), now);
            }
        }
        put(e, last.values());
    }

    /** With the code that it did not give. */
    void timeOut(RolloutDevicesTimedOut e) {
        OffsetDateTime at = e.at().atOffset(ZoneOffset.UTC);
        put(
                e,
                e.devices().stream()
                        .map(silent -> new Now(
                                silent.device().value(),
                                RolloutDeviceState.TIMED_OUT,
                                silent.attempt(),
                                silent.code(),
                                null,
                                at))
                        .toList());
    }

    /** One that is failed still is where the round before left it, with what it said then. */
    void skip(RolloutDeviceSkipped e, OffsetDateTime at) {
        if (e.to().failed()) {
            putBack(e, List.of(e.device()), null, e.to());
            return;
        }
        jdbc.sql(DeviceCounting.of(
                        "update read.rollout_run_device set state = ?, at = ? where run_id = ? and device_id = ?"))
                .params(e.to().name(), at, e.run().value(), e.device().value())
                .update();
    }

    /** Nobody's turn comes any more: who waits is where the round before left it. */
    void end(RolloutRunEvent e) {
        jdbc.sql(DeviceCounting.of(BACK + " where run_id = ? and state = ?"))
                .params(Arrays.asList(
                        null,
                        RolloutDeviceState.NOT_OFFERED.name(),
                        e.run().value(),
                        RolloutDeviceState.WAITING.name()))
                .update();
    }

    /** The same, of those that were not told and come back after the end. */
    void putBack(RolloutOffersTakenBack e) {
        putBack(e, e.devices(), e.code(), RolloutDeviceState.NOT_OFFERED);
    }

    void leaveOut(RolloutDevicesLeftOut e) {
        putBack(e, e.devices(), e.why().name(), RolloutDeviceState.NOT_OFFERED);
    }

    /** @param first where there was no round before */
    private void putBack(RolloutRunEvent e, List<DeviceId> devices, @Nullable String code, RolloutDeviceState first) {
        jdbc.sql(DeviceCounting.of(BACK + " where run_id = ? and device_id = any(?)"))
                .params(Arrays.asList(code, first.name(), e.run().value(), ids(devices)))
                .update();
    }

    /** What failed waits again, and what came of the round before is kept beside it. */
    void beginRound(RolloutRetried e) {
        jdbc.sql(DeviceCounting.of("""
                update read.rollout_run_device
                   set last_state = state, last_attempt = attempt, last_code = code, last_version = version, last_at = at,
                       state = ?, code = null, version = null
                 where run_id = ? and state = any(?)
                """))
                .params(
                        RolloutDeviceState.WAITING.name(),
                        e.run().value(),
                        Stream.of(RolloutDeviceState.values())
                                .filter(RolloutDeviceState::failed)
                                .map(RolloutDeviceState::name)
                                .toArray(String[]::new))
                .update();
    }

    private static List<Now> all(
            List<DeviceId> devices, RolloutDeviceState state, int attempt, @Nullable String code, OffsetDateTime at) {
        return devices.stream()
                .map(device -> new Now(device.value(), state, attempt, code, null, at))
                .toList();
    }

    private void put(RolloutRunEvent e, Collection<Now> devices) {
        jdbc.sql(PUT)
                .params(
                        e.run().value(),
                        devices.stream().map(Now::device).toArray(UUID[]::new),
                        texts(devices, now -> now.state().name()),
                        devices.stream().map(Now::attempt).toArray(Integer[]::new),
                        texts(devices, Now::code),
                        texts(devices, Now::version),
                        texts(devices, now -> now.at().toString()))
                .update();
    }

    private static String[] texts(Collection<Now> devices, Function<Now, @Nullable String> text) {
        return devices.stream().map(text).toArray(String[]::new);
    }

    private static UUID[] ids(List<DeviceId> devices) {
        return devices.stream().map(DeviceId::value).toArray(UUID[]::new);
    }
}

package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which rollouts there are, and how far they are. */
@Controller
class RolloutsController implements NodeFinder {
    private static final String LIST = "rollouts";
    private static final String DEVICES = "devices of a rollout";
    private static final long FROM_THE_FIRST = 0;

    private final Rollouts rollouts;
    private final Devices devices;
    private final Positions positions;
    private final Clock clock;

    RolloutsController(Rollouts rollouts, Devices devices, Positions positions, Clock clock) {
        this.rollouts = rollouts;
        this.devices = devices;
        this.positions = positions;
        this.clock = clock;
    }

    @QueryMapping
    @Nullable Rollout rollout(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.ROLLOUTS, after);
        return rollouts.byId(GlobalId.uuid(Rollout.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<Rollout> rollouts(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.ROLLOUTS, after);
        List<Rollout> rows = rollouts.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Long.MAX_VALUE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, rollout -> Cursor.of(LIST, rollout.createdPosition()));
    }

    @BatchMapping(typeName = Rollout.TYPE)
    Map<Rollout, RolloutProgress> progress(List<Rollout> of) {
        WaveCounts counts = counts(of);
        Map<Rollout, RolloutProgress> progress = new HashMap<>();
        of.forEach(rollout -> progress.put(rollout, counts.of(rollout)));
        return progress;
    }

    @BatchMapping(typeName = Rollout.TYPE)
    Map<Rollout, List<RolloutRunWave>> waves(List<Rollout> of) {
        WaveCounts counts = counts(of);
        Map<Rollout, List<RolloutRunWave>> waves = new HashMap<>();
        of.forEach(rollout -> waves.put(rollout, counts.wavesOf(rollout)));
        return waves;
    }

    @BatchMapping(typeName = Rollout.TYPE)
    Map<Rollout, String> waitingFor(List<Rollout> of) {
        WaveCounts counts = counts(of);
        Map<Rollout, String> waits = new HashMap<>();
        // Of any other state nothing is said of windows.
        Map<UUID, List<String>> zones = rollouts.zonesWaiting(of.stream()
                .filter(rollout -> rollout.state() == RolloutRunState.RUNNING
                        && !rollout.content().windows().isEmpty())
                .toList());
        Instant now = clock.instant();
        of.forEach(rollout -> {
            List<String> waiting = zones.getOrDefault(rollout.rolloutId(), List.of());
            String wait = counts.ofWhole(rollout)
                    .waitingFor(rollout, WholeTenant.isSeen(rollout.tenant()), rollout.opensAt(waiting, now));
            if (wait != null) {
                waits.put(rollout, wait);
            }
        });
        return waits;
    }

    private WaveCounts counts(List<Rollout> of) {
        return rollouts.counts(of.stream().map(Rollout::rolloutId).distinct().toList());
    }

    @SchemaMapping(typeName = Rollout.TYPE, field = "devices")
    Page<RolloutDevice> devices(
            Rollout rollout,
            @Argument @Nullable RolloutDeviceState state,
            @Argument @Nullable Integer wave,
            @Argument int first,
            @Argument @Nullable String afterCursor) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(DEVICES, 1, afterCursor);
        // What people see as the place is the index of the one after it.
        List<RolloutDevice> rows = rollouts.devices(
                rollout.rolloutId(), state, wave, from.isEmpty() ? FROM_THE_FIRST : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, device -> Cursor.of(DEVICES, device.place()));
    }

    @BatchMapping(typeName = "RolloutDevice")
    Map<RolloutDevice, Device> device(List<RolloutDevice> of) {
        Map<UUID, Device> found = devices.byIds(
                of.stream().map(RolloutDevice::deviceId).distinct().toList());
        Map<RolloutDevice, Device> seen = new HashMap<>();
        of.forEach(offered -> {
            Device device = found.get(offered.deviceId());
            if (device != null) {
                seen.put(offered, device);
            }
        });
        return seen;
    }

    @SchemaMapping(typeName = "RolloutPayload", field = "rollout")
    @Nullable Rollout changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : rollout(outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return Rollout.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.ROLLOUT;
    }

    @Override
    public @Nullable Object find(String localId) {
        return rollouts.byId(GlobalId.uuid(Rollout.TYPE, localId)).orElse(null);
    }
}

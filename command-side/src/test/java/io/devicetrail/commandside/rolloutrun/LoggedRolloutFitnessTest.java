package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.BERN;
import static io.devicetrail.commandside.Fixtures.NOBODYS_PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.SPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceHardwareRevised;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.shared.LogPlaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A device that fits, and what happens to it then; the rule itself is the domain's. */
class LoggedRolloutFitnessTest {
    private static final RolloutPlan PLAN = new RolloutPlan(
            Runs.CONTENT.title(),
            Runs.CONTENT.release(),
            PUMP_MODEL,
            List.of(2),
            new Cohort(List.of(BASEL), List.of("A"), new TreeMap<>()),
            Runs.CONTENT.waves(),
            Runs.CONTENT.stop(),
            600,
            false);

    private final Set<String> changed = new HashSet<>(List.of(SPARE.toString(), NOBODYS_PUMP.toString()));
    private final List<String> asked = new ArrayList<>();
    private final KnownRecordsInMemory world =
            Fixtures.world().happened(new DeviceCommissioned(SPARE, LifeCycle.ENROLLED));

    @Test
    void whoIsAsThePlanNamesItIsNotAmongThem() {
        assertThat(unfit()).isEqualTo(Map.of(NOBODYS_PUMP, Unfit.NOT_IN_SERVICE));
    }

    @Test
    void whatHappenedToADeviceSinceIsAsked() {
        assertThat(unfitAfter(new DeviceModelVersionChanged(SPARE, 2, 1))).isEqualTo(Unfit.MODEL_VERSION_UNFIT);
        assertThat(unfitAfter(new DeviceModelVersionChanged(SPARE, 1, 2))).isNull();
        assertThat(unfitAfter(new DeviceHardwareRevised(SPARE, "A", "B"))).isEqualTo(Unfit.HARDWARE_REVISION_UNFIT);
        assertThat(unfitAfter(new DeviceMoved(SPARE, BASEL, BERN))).isEqualTo(Unfit.SITE_UNFIT);
        assertThat(unfitAfter(new DeviceSuspended(SPARE, LifeCycle.ACTIVE))).isEqualTo(Unfit.NOT_IN_SERVICE);
    }

    /** What was chosen by the plan, and is unchanged since it was drafted, fits: its stream is not read. */
    @Test
    void onlyThoseAreReadToWhichSomethingHappenedSinceThePlan() {
        changed.remove(NOBODYS_PUMP.toString());
        assertThat(unfit()).isEmpty();
        assertThat(asked).containsExactly(Runs.PLAN.toString());
    }

    private @Nullable Unfit unfitAfter(DeviceEvent event) {
        world.happened(event);
        return unfit().get(SPARE);
    }

    private Map<DeviceId, Unfit> unfit() {
        RolloutCreated run = (RolloutCreated) Runs.createdOf(PLAN)[0];
        return new LoggedRolloutFitness(world, new Places()).unfit(run, List.of(SPARE, NOBODYS_PUMP));
    }

    private final class Places implements LogPlaces {
        @Override
        public Optional<LogPlace> placeOf(long index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> begun(Collection<String> streams) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> goneOn(Collection<String> streams, String since) {
            asked.add(since);
            Set<String> those = new HashSet<>(streams);
            those.retainAll(changed);
            return those;
        }

        @Override
        public boolean wrote(String commandId, String stream) {
            throw new UnsupportedOperationException();
        }
    }
}

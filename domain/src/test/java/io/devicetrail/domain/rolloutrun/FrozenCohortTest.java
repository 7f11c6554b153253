package io.devicetrail.domain.rolloutrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Order, waves and hash of a cohort. */
class FrozenCohortTest {
    private static final List<DeviceId> DEVICES = IntStream.rangeClosed(1, 100)
            .mapToObj(number -> DeviceId.of(new TenantId("acme"), "Flow AG", "W-" + number))
            .toList();

    @Test
    void theOrderIsTheSeedsAndNotThatInWhichTheDevicesWereFound() {
        List<DeviceId> backwards = new ArrayList<>(DEVICES);
        Collections.reverse(backwards);
        List<DeviceId> shuffled = FrozenCohort.shuffled(DEVICES, "one");
        assertThat(shuffled)
                .isEqualTo(FrozenCohort.shuffled(backwards, "one"))
                .containsExactlyInAnyOrderElementsOf(DEVICES)
                .isNotEqualTo(DEVICES)
                .isNotEqualTo(FrozenCohort.shuffled(DEVICES, "two"));
    }

    /** Reckoned apart: printf 'one\n%s' ID | sha256sum, for each of three ids, sorted. The log's orders must not change. */
    @Test
    void anyoneCanReckonTheOrder() {
        assertThat(FrozenCohort.shuffled(
                        List.of(
                                DeviceId.parse("00000000-0000-0000-0000-000000000001"),
                                DeviceId.parse("00000000-0000-0000-0000-000000000002"),
                                DeviceId.parse("00000000-0000-0000-0000-000000000003")),
                        "one"))
                .extracting(device -> device.toString().substring(35))
                .containsExactly("1", "3", "2");
    }

    @Test
    void aDeviceThatIsAddedMovesNoOtherBeforeAnother() {
        List<DeviceId> fewer = FrozenCohort.shuffled(DEVICES.subList(0, 60), "one");
        List<DeviceId> more = new ArrayList<>(FrozenCohort.shuffled(DEVICES, "one"));
        more.retainAll(fewer);
        assertThat(more).isEqualTo(fewer);
    }

    @Test
    void theHashIsOfTheDevicesInWhateverOrder() {
        assertThat(FrozenCohort.hash(DEVICES))
                .isEqualTo(FrozenCohort.hash(FrozenCohort.shuffled(DEVICES, "one")))
                .isNotEqualTo(FrozenCohort.hash(DEVICES.subList(1, 100)))
                .hasSize(64);
    }

    /** Rounded up, so that the first wave of a small cohort is not empty. */
    @Test
    void aWaveEndsAtItsPercentOfTheCohortRoundedUp() {
        List<Wave> waves = List.of(new Wave(1, 0), new Wave(10, 0), new Wave(50, 0), new Wave(100, 0));
        assertThat(FrozenCohort.waves(100, waves)).containsExactly(1, 9, 40, 50);
        assertThat(FrozenCohort.waves(10, waves)).containsExactly(1, 0, 4, 5);
        assertThat(FrozenCohort.waves(1, waves)).containsExactly(1, 0, 0, 0);
        assertThat(FrozenCohort.waves(101, waves)).containsExactly(2, 9, 40, 50);
        assertThat(FrozenCohort.waves(10_000, waves)).containsExactly(100, 900, 4_000, 5_000);
    }

    /** As far as there are so many; a share that is fewer than a number before it comes to none. */
    @Test
    void aWaveMayEndAtANumberOfDevices() {
        List<Wave> waves = List.of(counted(5), counted(50), new Wave(10, 0), new Wave(100, 0));
        assertThat(FrozenCohort.waves(1_000, waves)).containsExactly(5, 45, 50, 900);
        assertThat(FrozenCohort.waves(100, waves)).containsExactly(5, 45, 0, 50);
        assertThat(FrozenCohort.waves(7, waves)).containsExactly(5, 2, 0, 0);
        assertThat(FrozenCohort.waves(1, waves)).containsExactly(1, 0, 0, 0);
    }

    private static Wave counted(int devices) {
        return new Wave(null, devices, 0, null, null, null);
    }
}

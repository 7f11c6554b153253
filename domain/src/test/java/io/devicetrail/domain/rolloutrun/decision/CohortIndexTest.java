package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids that differ in few bits too: those of a cohort are well mixed, and nothing promises it. */
class CohortIndexTest {
    private static final long SEED = 4711;

    @Test
    void everyDeviceHasThePlaceInWhichItWasListed() {
        Random random = new Random(SEED);
        CohortIndex index = new CohortIndex();
        List<DeviceId> listed = new ArrayList<>();
        for (int part = 0; part < 5; part++) {
            List<DeviceId> devices = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(1_000); i++) {
                long high = random.nextBoolean() ? 0 : random.nextLong();
                devices.add(new DeviceId(new UUID(high, ((long) part << 32) + i)));
            }
            index.add(devices);
            listed.addAll(devices);
            for (int place = 0; place < listed.size(); place++) {
                assertThat(index.place(listed.get(place))).as("seed %d", SEED).isEqualTo(place);
                assertThat(index.device(place)).isEqualTo(listed.get(place));
            }
        }
        assertThat(index.size()).isEqualTo(listed.size());
        assertThat(index.place(new DeviceId(new UUID(7, -7)))).isEqualTo(CohortIndex.NOWHERE);
        assertThat(new CohortIndex().place(listed.getFirst())).isEqualTo(CohortIndex.NOWHERE);
    }
}

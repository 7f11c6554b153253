package io.devicetrail.ingress.contract;

import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class DeviceContractProjectionTest {
    @Test
    void theSameEventsGiveTheSameBytesTwiceAndFromZeroAndADeviceIsKnownAllTheTime() {
        try (IntakeFixture ingress = new IntakeFixture(Clock.systemUTC())) {
            DeviceContractProjection projection = ingress.projection;
            history(projection);
            String digest = projection.digest();
            history(projection);
            assertThat(projection.digest()).isEqualTo(digest);

            projection.beginRebuild();
            ingress.contracts.forgetAll();
            assertThat(ingress.contracts.find(device("a"))).isPresent();
            assertThat(projection.digest()).isEqualTo(digest);
            history(projection);
            projection.completeRebuild();

            assertThat(projection.digest()).isEqualTo(digest).hasSize(64);
            assertThat(ingress.contracts.find(device("b")).orElseThrow().lifeCycle())
                    .isEqualTo(LifeCycle.RETIRED);
        }
    }

    @Test
    void aChangeReachesTheCache() {
        try (IntakeFixture ingress = new IntakeFixture(Clock.systemUTC())) {
            TestFleet.register(ingress.projection, "a");
            assertThat(ingress.contracts.find(device("a")).orElseThrow().lifeCycle())
                    .isEqualTo(LifeCycle.REGISTERED);
            ingress.projection.on(TestFleet.retired("a"));
            assertThat(ingress.contracts.find(device("a")).orElseThrow().lifeCycle())
                    .isEqualTo(LifeCycle.RETIRED);
        }
    }

    private static void history(DeviceContractProjection projection) {
        TestFleet.register(projection, "a", "b");
        projection.on(TestFleet.retired("b"));
    }
}

package io.devicetrail.ingress.contract;

import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceContractProjectionTest {
    @Test
    void theSameEventsGiveTheSameBytesTwiceAndFromZeroAndADeviceIsKnownAllTheTime() {
        try (IntakeFixture ingress = new IntakeFixture(Clock.systemUTC())) {
            DeviceContractProjection projection = ingress.projection.projection;
            history(ingress.projection);
            String digest = projection.digest();
            history(ingress.projection);
            assertThat(projection.digest()).isEqualTo(digest);

            projection.beginRebuild();
            ingress.contracts.forgetAll();
            assertThat(ingress.contracts.find(device("a"))).isPresent();
            assertThat(projection.digest()).isEqualTo(digest);
            history(ingress.projection);
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

    @Test
    void aChangedVersionReachesTheCacheAndSurvivesARebuild() {
        try (IntakeFixture ingress = new IntakeFixture(Clock.systemUTC())) {
            TestFleet.register(ingress.projection, "a", "b");
            ingress.projection.on(TestFleet.published(2, 200));
            assertThat(maximum(ingress, "a")).isEqualTo(125);

            ingress.projection.on(TestFleet.goesBy("a", 1, 2));
            assertThat(maximum(ingress, "a")).isEqualTo(200);
            assertThat(maximum(ingress, "b")).as("the others keep theirs").isEqualTo(125);

            ingress.projection.projection.beginRebuild();
            TestFleet.register(ingress.projection, "a", "b");
            ingress.projection.on(TestFleet.published(2, 200));
            ingress.contracts.forgetAll();
            assertThat(maximum(ingress, "a"))
                    .as("the live one, while the rebuild is not there yet")
                    .isEqualTo(200);
            ingress.projection.on(TestFleet.goesBy("a", 1, 2));
            ingress.projection.projection.completeRebuild();
            assertThat(maximum(ingress, "a")).isEqualTo(200);

            ingress.projection.on(TestFleet.goesBy("a", 2, 1));
            assertThat(maximum(ingress, "a")).isEqualTo(125);
        }
    }

    private static @Nullable Double maximum(IntakeFixture ingress, String serialNumber) {
        return ingress.contracts
                .find(device(serialNumber))
                .orElseThrow()
                .rules()
                .contract()
                .telemetryNamed("temperature")
                .orElseThrow()
                .maximum();
    }

    private static void history(ProjectedContracts projection) {
        TestFleet.register(projection, "a", "b");
        projection.on(TestFleet.published(2, 200));
        projection.on(TestFleet.goesBy("a", 1, 2));
        projection.on(TestFleet.retired("b"));
    }
}

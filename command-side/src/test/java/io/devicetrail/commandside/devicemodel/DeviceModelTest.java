package io.devicetrail.commandside.devicemodel;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.CONTRACT;
import static io.devicetrail.commandside.Fixtures.MAKER;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.DeprecateDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.PublishDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.VersionNotNext;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class DeviceModelTest {
    private final AggregateTestFixture<DeviceModelAggregate> model =
            Fixtures.fixture(DeviceModelAggregate.class, Fixtures.world());

    @Test
    void theFirstVersionMakesTheModel() {
        model.givenNoPriorActivity().when(publish(1)).expectEvents(published(1));
    }

    @Test
    void versionsFollowOneAnother() {
        model.given(published(1)).when(publish(2)).expectEvents(published(2));
    }

    @Test
    void aVersionCannotBeSkipped() {
        model.given(published(1))
                .when(publish(3))
                .expectExceptionDetails(new VersionNotNext(2, 3))
                .expectNoEvents();
    }

    @Test
    void aVersionIsPublishedOnce() {
        model.given(published(1))
                .when(publish(1))
                .expectExceptionDetails(new VersionNotNext(2, 1))
                .expectNoEvents();
    }

    @Test
    void aModelStartsWithVersionOne() {
        model.givenNoPriorActivity()
                .when(publish(2))
                .expectExceptionDetails(new VersionNotNext(1, 2))
                .expectNoEvents();
    }

    @Test
    void aModelNeedsItsTenant() {
        TenantId nobody = new TenantId("nobody");
        model.givenNoPriorActivity()
                .when(new PublishDeviceModelVersion(
                        DeviceModelId.of(nobody, MAKER, "P100"), nobody, MAKER, "P100", 1, CONTRACT))
                .expectExceptionDetails(new TenantUnknown(nobody))
                .expectNoEvents();
    }

    @Test
    void aVersionIsDeprecated() {
        model.given(published(1), published(2))
                .when(new DeprecateDeviceModelVersion(PUMP_MODEL, 1))
                .expectEvents(new DeviceModelVersionDeprecated(PUMP_MODEL, 1));
    }

    @Test
    void aVersionIsDeprecatedOnce() {
        model.given(published(1), new DeviceModelVersionDeprecated(PUMP_MODEL, 1))
                .when(new DeprecateDeviceModelVersion(PUMP_MODEL, 1))
                .expectExceptionDetails(new ModelVersionDeprecated(1))
                .expectNoEvents();
    }

    @Test
    void aVersionThatIsNotThereCannotBeDeprecated() {
        model.given(published(1))
                .when(new DeprecateDeviceModelVersion(PUMP_MODEL, 2))
                .expectExceptionDetails(new ModelVersionUnknown(PUMP_MODEL, 2))
                .expectNoEvents();
    }

    private static PublishDeviceModelVersion publish(int version) {
        return new PublishDeviceModelVersion(PUMP_MODEL, ACME, MAKER, "P100", version, CONTRACT);
    }

    private static DeviceModelVersionPublished published(int version) {
        return new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", version, CONTRACT);
    }
}

package io.devicetrail.commandside.devicemodel;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.CONTRACT;
import static io.devicetrail.commandside.Fixtures.MAKER;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.devicemodel.Compatibility;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.DeprecateDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.EnforceDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.PublishDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionEnforced;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionReportsOnly;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionEnforcedAlready;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionIncompatible;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.NoFormerModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ReportOnlyDefinesOtherwise;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.VersionNotNext;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceModelTest {
    /** Wider than the version before, and with fewer commands. */
    private static final ModelContract WIDER = new ModelContract(
            30,
            List.of(new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, 200.0)),
            List.of(),
            List.of(CONTRACT.commands().getFirst()));

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

    @ParameterizedTest
    @EnumSource(names = {"BACKWARD", "FULL"})
    void aPromiseThatTheContractBreaksIsRefusedWithEveryChange(Compatibility promise) {
        model.given(published(1))
                .when(publish(2, WIDER, promise))
                .expectExceptionDetails(new ModelVersionIncompatible(
                        1, 2, promise, List.of("telemetry temperature maximum 120.0 → 200.0", "command dose removed")))
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FORWARD"})
    void aPromiseThatTheContractKeepsIsTaken(Compatibility promise) {
        model.given(published(1))
                .when(publish(2, WIDER, promise))
                .expectEvents(new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", 2, WIDER));
    }

    @Test
    void theFirstVersionKeepsEveryPromise() {
        model.givenNoPriorActivity()
                .when(publish(1, WIDER, Compatibility.FULL))
                .expectEvents(new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", 1, WIDER));
    }

    /** The version before is the one to compare with, not the first. */
    @Test
    void aVersionIsComparedWithTheOneBefore() {
        AggregateTestFixture<DeviceModelAggregate> widened = Fixtures.fixture(
                DeviceModelAggregate.class, Fixtures.world().model(PUMP_MODEL, ACME, Map.of(1, CONTRACT, 2, WIDER)));
        widened.given(published(1), new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", 2, WIDER))
                .when(publish(3, WIDER, Compatibility.FULL))
                .expectEvents(new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", 3, WIDER));
    }

    @Test
    void aModelNeedsItsTenant() {
        TenantId nobody = new TenantId("nobody");
        model.givenNoPriorActivity()
                .when(new PublishDeviceModelVersion(
                        DeviceModelId.of(nobody, MAKER, "P100"),
                        nobody,
                        MAKER,
                        "P100",
                        1,
                        CONTRACT,
                        Compatibility.FULL))
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

    @Test
    void aVersionThatOnlyReportsSaysWhoseRulesHold() {
        model.given(published(1))
                .when(reportOnly(2, WIDER))
                .expectEvents(
                        new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", 2, WIDER),
                        new DeviceModelVersionReportsOnly(PUMP_MODEL, 2, 1));
    }

    /** One that only reports itself refuses nothing that could be gone by. */
    @Test
    void theRulesAreThoseOfTheLastVersionThatIsEnforced() {
        model.given(published(1), published(2), new DeviceModelVersionReportsOnly(PUMP_MODEL, 2, 1))
                .when(reportOnly(3, WIDER))
                .expectEvents(
                        new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", 3, WIDER),
                        new DeviceModelVersionReportsOnly(PUMP_MODEL, 3, 1));
    }

    @Test
    void theFirstVersionCannotOnlyReport() {
        model.givenNoPriorActivity()
                .when(reportOnly(1, CONTRACT))
                .expectExceptionDetails(new NoFormerModelVersion(1))
                .expectNoEvents();
    }

    /** A value is taken by either version, and its series has one unit. */
    @Test
    void whatOnlyReportsDefinesNothingOtherwise() {
        ModelContract fahrenheit = new ModelContract(
                30,
                List.of(new TelemetryDefinition("temperature", ValueType.NUMBER, "°F", -40.0, 200.0)),
                List.of(),
                List.of());
        model.given(published(1))
                .when(reportOnly(2, fahrenheit))
                .expectExceptionDetails(new ReportOnlyDefinesOtherwise(1, List.of("temperature")))
                .expectNoEvents();
    }

    @Test
    void aVersionThatOnlyReportsIsEnforcedOnce() {
        DeviceModelVersionEnforced enforced = new DeviceModelVersionEnforced(PUMP_MODEL, 2, 1);
        DeviceModelVersionReportsOnly reports = new DeviceModelVersionReportsOnly(PUMP_MODEL, 2, 1);
        EnforceDeviceModelVersion enforce = new EnforceDeviceModelVersion(PUMP_MODEL, 2);
        model.given(published(1), published(2), reports).when(enforce).expectEvents(enforced);
        model.given(published(1), published(2), reports, enforced)
                .when(enforce)
                .expectExceptionDetails(new ModelVersionEnforcedAlready(2))
                .expectNoEvents();
        model.given(published(1))
                .when(enforce)
                .expectExceptionDetails(new ModelVersionUnknown(PUMP_MODEL, 2))
                .expectNoEvents();
    }

    private static PublishDeviceModelVersion reportOnly(int version, ModelContract contract) {
        return new PublishDeviceModelVersion(
                PUMP_MODEL, ACME, MAKER, "P100", version, contract, Compatibility.NONE, true);
    }

    private static PublishDeviceModelVersion publish(int version) {
        return publish(version, CONTRACT, Compatibility.FULL);
    }

    private static PublishDeviceModelVersion publish(int version, ModelContract contract, Compatibility promise) {
        return new PublishDeviceModelVersion(PUMP_MODEL, ACME, MAKER, "P100", version, contract, promise);
    }

    private static DeviceModelVersionPublished published(int version) {
        return new DeviceModelVersionPublished(PUMP_MODEL, ACME, MAKER, "P100", version, CONTRACT);
    }
}

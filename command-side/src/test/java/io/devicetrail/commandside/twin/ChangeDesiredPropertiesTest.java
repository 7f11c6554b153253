package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.NOBODYS_PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_PUMP;
import static io.devicetrail.commandside.twin.Twins.changed;
import static io.devicetrail.commandside.twin.Twins.set;
import static io.devicetrail.commandside.twin.Twins.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.TwinCommand.ChangeDesiredProperties;
import io.devicetrail.domain.twin.TwinRejection.DesiredPropertyUnfit;
import io.devicetrail.domain.twin.TwinRejection.DesiredPropertyUnknown;
import io.devicetrail.domain.twin.TwinRejection.DesiredTooLarge;
import io.devicetrail.domain.twin.TwinRejection.DesiredUnchanged;
import io.devicetrail.domain.twin.TwinRejection.DesiredVersionStale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Requirement({"11.10(e)", "11.10(f)"})
class ChangeDesiredPropertiesTest {
    private final KnownRecordsInMemory world = Twins.world();
    private final AggregateTestFixture<TwinAggregate> twin = Fixtures.fixture(TwinAggregate.class, world);

    @Test
    void theFirstChangeIsVersionOneWithEveryValueInItsType() {
        twin.givenNoPriorActivity()
                .when(wanted(null, "limit", 21, "interval", 60L, "label", "north", "armed", true))
                .expectEvents(changed(
                        0,
                        set("armed", null, true, null),
                        set("interval", null, 60, "s"),
                        set("label", null, "north", null),
                        set("limit", null, 21.0, "°C")));
    }

    @Test
    void onlyWhatIsOtherThanBeforeIsInTheEventWithItsOldValue() {
        twin.given(changed(0, set("interval", null, 60, "s"), set("limit", null, 21.0, "°C")))
                .when(wanted(1, "interval", 60, "limit", 22.5, "label", "north"))
                .expectEvents(changed(1, set("label", null, "north", null), set("limit", 21.0, 22.5, "°C")));
    }

    @Test
    void nullRemoves() {
        twin.given(changed(0, set("interval", null, 60, "s"), set("limit", null, 21.0, "°C")))
                .when(wanted(null, "interval", null))
                .expectEvents(changed(1, set("interval", 60, null, "s")));
    }

    /** It could be neither changed nor removed otherwise, and would go to the device for ever. */
    @Test
    void whatTheModelNoLongerDefinesCanBeRemovedAndNotSet() {
        world.happened(new DeviceModelVersionChanged(PUMP, Twins.VERSION, Twins.WITHOUT_LABEL));
        PropertyChange label = set("label", null, "north", null);
        twin.given(changed(0, label))
                .when(wanted(null, "label", "south"))
                .expectExceptionDetails(new DesiredPropertyUnknown("label"));
        twin.given(changed(0, label))
                .when(wanted(null, "label", null))
                .expectEvents(changed(1, set("label", "north", null, null)));
    }

    @Test
    void aVersionThatOnlyReportsTakesWhatTheFormerDefinesAndNotesIt() {
        world.reportsOnly(PUMP_MODEL, Twins.WITHOUT_LABEL, Twins.VERSION);
        world.happened(new DeviceModelVersionChanged(PUMP, Twins.VERSION, Twins.WITHOUT_LABEL));
        List<Finding> noted = new ArrayList<>();
        AggregateTestFixture<TwinAggregate> noting = Fixtures.fixture(TwinAggregate.class, world, noted::addAll);
        noting.givenNoPriorActivity()
                .when(wanted(null, "label", "south"))
                .expectEvents(changed(0, set("label", null, "south", null)));
        assertThat(noted)
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo("DESIRED_PROPERTY_UNKNOWN"));
        noting.givenNoPriorActivity()
                .when(wanted(null, "unknown", "south"))
                .expectExceptionDetails(new DesiredPropertyUnknown("unknown"));
        assertThat(noted).hasSize(1);
        noting.registerCommandHandlerInterceptor(Fixtures::overtaken);
        noting.givenNoPriorActivity().when(wanted(null, "label", "south")).expectException(ConcurrencyException.class);
        assertThat(noted).as("what is not stored").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(ChangeDesiredProperties change, Rejection why) {
        twin.given(changed(0, set("interval", null, 60, "s"), set("label", null, "x".repeat(900), null)))
                .when(change)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    /** In order of precedence; the properties are looked at in the order of their names. */
    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Twins.of(NOBODYS_PUMP, 7, Map.of("a", 1)), new DeviceUnknown(NOBODYS_PUMP)),
                Arguments.of(Twins.of(RIVALS_PUMP, 7, Map.of("a", 1)), new DeviceUnknown(RIVALS_PUMP)),
                Arguments.of(wanted(0, "unknown", 1), new DesiredVersionStale(0, 1)),
                Arguments.of(wanted(2, "unknown", 1), new DesiredVersionStale(2, 1)),
                Arguments.of(
                        wanted(1, "unknown", 1, "limit", "hot"), new DesiredPropertyUnfit("limit", ValueType.NUMBER)),
                Arguments.of(wanted(1, "unknown", 1), new DesiredPropertyUnknown("unknown")),
                Arguments.of(wanted(1, "unknown", null), new DesiredPropertyUnknown("unknown")),
                Arguments.of(wanted(1, "sealed", true), new DesiredPropertyUnknown("sealed")),
                Arguments.of(wanted(1, "interval", 60.5), new DesiredPropertyUnfit("interval", ValueType.INTEGER)),
                Arguments.of(wanted(1, "armed", "yes"), new DesiredPropertyUnfit("armed", ValueType.BOOLEAN)),
                Arguments.of(wanted(1, "interval", 60), new DesiredUnchanged()),
                Arguments.of(wanted(1, "armed", null), new DesiredUnchanged()),
                Arguments.of(Twins.of(PUMP, null, Twins.tooMuch()), new DesiredTooLarge(DesiredChanges.MOST_BYTES)));
    }

    @Test
    void aDeviceThatHasEndedIsAskedForNothing() {
        world.happened(new DeviceRetired(PUMP, LifeCycle.ACTIVE));
        twin.given(changed(0, set("interval", null, 60, "s")))
                .when(wanted(1, "interval", 30))
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED));
    }

    @Test
    void aChangeOfNothingOrOfAnEndlessTextIsNoChange() {
        Assertions.assertThatThrownBy(() -> wanted(null)).isInstanceOf(MalformedInput.class);
        Assertions.assertThatThrownBy(() -> wanted(null, "label", "x".repeat(1_001)))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("label");
        Assertions.assertThat(wanted(null, "label", "x".repeat(1_000)).tenant()).isEqualTo(ACME);
    }
}

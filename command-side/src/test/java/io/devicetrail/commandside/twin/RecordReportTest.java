package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.twin.Twins.TWIN;
import static io.devicetrail.commandside.twin.Twins.changed;
import static io.devicetrail.commandside.twin.Twins.said;
import static io.devicetrail.commandside.twin.Twins.set;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.DesiredAnswer;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinCommand.AuditedValue;
import io.devicetrail.domain.twin.TwinCommand.RecordReport;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesConverged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesRefused;
import io.devicetrail.domain.twin.TwinEvent.ReportedPropertiesChanged;
import io.devicetrail.domain.twin.TwinRejection.DesiredVersionUnknown;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Requirement("11.10(e)")
class RecordReportTest {
    private static final TwinEvent ASKED = changed(0, set("interval", null, 60, "s"));
    private static final TwinEvent ASKED_AGAIN = changed(1, set("interval", 60, 30, "s"));

    private final AggregateTestFixture<TwinAggregate> twin = Fixtures.fixture(TwinAggregate.class, Twins.world());

    @Test
    void auditedPropertiesAreEventsWhenTheyChange() {
        twin.givenNoPriorActivity()
                .when(report(said("b1", 1, 0), Map.of("sealed", new AuditedValue(true, null)), null))
                .expectEvents(reported(said("b1", 1, 0), set("sealed", null, true, null)));
        twin.given(reported(said("b1", 1, 0), set("sealed", null, true, null)))
                .when(report(said("b1", 2, 1), Map.of("sealed", new AuditedValue(null, null)), null))
                .expectEvents(reported(said("b1", 2, 1), set("sealed", true, null, null)));
    }

    /** The second column: what was said, after "sealed" at b1/5, ten minutes past. */
    @ParameterizedTest
    @MethodSource("orders")
    void whatRepeatsOrIsOlderIsNoEvent(ReportStamp stamp, boolean sealed, boolean counts) {
        TwinEvent before = reported(said("b1", 5, 10), set("sealed", null, true, null));
        var then = twin.given(before).when(report(stamp, Map.of("sealed", new AuditedValue(sealed, null)), null));
        if (counts) {
            then.expectEvents(reported(stamp, set("sealed", true, false, null)));
        } else {
            then.expectSuccessfulHandlerExecution().expectNoEvents();
        }
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(said("b1", 6, 11), false, true),
                Arguments.of(said("b1", 6, 11), true, false),
                Arguments.of(said("b1", 5, 10), false, false),
                Arguments.of(said("b1", 4, 9), false, false),
                // The clock was put back: the count of the boot tells.
                Arguments.of(said("b1", 6, 9), false, true),
                Arguments.of(said("b1", 4, 11), false, false),
                // Another boot: the clock tells.
                Arguments.of(said("b2", 0, 11), false, true),
                Arguments.of(said("b0", 99, 9), false, false),
                Arguments.of(said("b0", 99, 10), false, false));
    }

    @Test
    void theDeviceTakesOverWhatIsWanted() {
        twin.given(ASKED)
                .when(answer(said("b1", 1, 0), applied(1)))
                .expectEvents(converged(1, said("b1", 1, 0), Convergence.PENDING))
                .expectResultMessagePayload(1);
    }

    @Test
    void theDeviceRefusesWhatIsWantedAndMayThinkBetterOfIt() {
        DesiredPropertiesRefused refused = refused(1, said("b1", 1, 0), Convergence.PENDING, "BUSY");
        twin.given(ASKED)
                .when(answer(said("b1", 1, 0), new DesiredAnswer(1, false, "BUSY", null)))
                .expectEvents(refused);
        twin.given(ASKED, refused)
                .when(answer(said("b1", 2, 1), new DesiredAnswer(1, false, "LOCKED", null)))
                .expectEvents(refused(1, said("b1", 2, 1), Convergence.REFUSED, "LOCKED"));
        twin.given(ASKED, refused)
                .when(answer(said("b1", 2, 1), applied(1)))
                .expectEvents(converged(1, said("b1", 2, 1), Convergence.REFUSED));
    }

    @ParameterizedTest
    @MethodSource("stale")
    void changesNothing(List<TwinEvent> before, ReportStamp stamp, DesiredAnswer answer) {
        twin.given(before)
                .when(answer(stamp, answer))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    static Stream<Arguments> stale() {
        TwinEvent converged = converged(1, said("b1", 5, 5), Convergence.PENDING);
        TwinEvent refused = refused(1, said("b1", 5, 5), Convergence.PENDING, "BUSY");
        DesiredAnswer busy = new DesiredAnswer(1, false, "BUSY", null);
        return Stream.of(
                Arguments.of(List.of(ASKED, converged), said("b1", 6, 6), applied(1)),
                Arguments.of(List.of(ASKED, converged), said("b1", 4, 4), busy),
                Arguments.of(List.of(ASKED, refused), said("b1", 6, 6), busy),
                Arguments.of(List.of(ASKED, refused), said("b1", 4, 4), applied(1)),
                Arguments.of(List.of(ASKED, ASKED_AGAIN), said("b1", 1, 1), applied(1)),
                Arguments.of(List.of(ASKED, converged, ASKED_AGAIN), said("b1", 6, 6), busy));
    }

    /** Nothing of such a message is taken. */
    @Test
    void aVersionThatNeverWasIsRefused() {
        twin.given(ASKED)
                .when(report(said("b1", 1, 0), Map.of("sealed", new AuditedValue(true, null)), applied(2)))
                .expectExceptionDetails(new DesiredVersionUnknown(2, 1))
                .expectNoEvents();
        twin.givenNoPriorActivity()
                .when(answer(said("b1", 1, 0), applied(1)))
                .expectExceptionDetails(new DesiredVersionUnknown(1, 0));
    }

    /** What was said of the version before says nothing of the next, whatever its place in the device's count. */
    @Test
    void aNextVersionWaitsForItsOwnAnswer() {
        twin.given(ASKED, converged(1, said("b1", 5, 5), Convergence.PENDING), ASKED_AGAIN)
                .when(answer(said("b1", 6, 6), applied(2)))
                .expectEvents(converged(2, said("b1", 6, 6), Convergence.PENDING));
    }

    private static DesiredAnswer applied(int version) {
        return new DesiredAnswer(version, true, null, null);
    }

    private static RecordReport answer(ReportStamp stamp, DesiredAnswer answer) {
        return report(stamp, Map.of(), answer);
    }

    private static RecordReport report(
            ReportStamp stamp, Map<String, AuditedValue> audited, @Nullable DesiredAnswer answer) {
        return new RecordReport(TWIN, ACME, PUMP, stamp, new TreeMap<>(audited), answer);
    }

    private static ReportedPropertiesChanged reported(ReportStamp stamp, PropertyChange... changes) {
        return new ReportedPropertiesChanged(TWIN, PUMP, ACME, stamp, List.of(changes));
    }

    private static DesiredPropertiesConverged converged(int version, ReportStamp stamp, Convergence from) {
        return new DesiredPropertiesConverged(TWIN, PUMP, ACME, version, stamp, from);
    }

    private static DesiredPropertiesRefused refused(int version, ReportStamp stamp, Convergence from, String code) {
        return new DesiredPropertiesRefused(TWIN, PUMP, ACME, version, stamp, from, code, null);
    }
}

package io.devicetrail.commandside.incident;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static org.axonframework.test.matchers.Matchers.exactSequenceOf;
import static org.axonframework.test.matchers.Matchers.matches;
import static org.axonframework.test.matchers.Matchers.payloadsMatching;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.IncidentCommand.AcknowledgeIncident;
import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.incident.IncidentEvent.IncidentAcknowledged;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentNoted;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentRejection.IncidentAcknowledgedBefore;
import io.devicetrail.domain.incident.IncidentRejection.IncidentOver;
import io.devicetrail.domain.incident.IncidentRejection.IncidentUnknown;
import io.devicetrail.domain.incident.IncidentRejection.TooManyNotes;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.Settling;
import io.devicetrail.domain.incident.SilencePolicy;
import io.devicetrail.domain.incident.SiteStanding;
import io.devicetrail.domain.incident.SiteStanding.Mass;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IncidentTest {
    private static final IncidentSubject OF_PUMP = IncidentSubject.of(PUMP);
    private static final IncidentId ID = IncidentId.of(IncidentKind.COMMAND_FAILED, OF_PUMP, "reboot");
    private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");
    private static final SortedMap<String, String> EVIDENCE = new TreeMap<>(Map.of("state", "FAILED"));

    private final AggregateTestFixture<IncidentAggregate> incidents =
            Fixtures.fixture(IncidentAggregate.class, Fixtures.world());

    @Test
    void theFirstCauseOpensTheFirstIncident() {
        incidents.givenNoPriorActivity().when(open("1")).expectEvents(opened(1, "1"));
    }

    @Test
    void aFurtherCauseIsCountedIntoTheOneThatIsOpen() {
        incidents.given(opened(1, "1")).when(open("2")).expectEvents(recurred(1, 1, "2"));
        incidents.given(opened(1, "1"), recurred(1, 1, "2")).when(open("3")).expectEvents(recurred(1, 2, "3"));
    }

    @Test
    void anotherCauseAfterTheEndIsTheNextIncident() {
        incidents
                .given(opened(1, "1"), recurred(1, 1, "2"), closed(1, "3"))
                .when(open("4"))
                .expectEvents(opened(2, "4"));
        incidents
                .given(opened(1, "1"), recurred(1, 1, "2"), closed(1, "3"), opened(2, "4"))
                .when(open("5"))
                .expectEvents(recurred(2, 1, "5"));
    }

    @Test
    void anEndClosesTheOneThatIsOpen() {
        incidents
                .given(opened(1, "1"))
                .when(new CloseIncident(ID, IncidentEnd.RECOVERED, "2"))
                .expectEvents(closed(1, "2"));
    }

    /** Whoever reads the log again tells the same causes and ends again, in their order. */
    @ParameterizedTest
    @MethodSource("told")
    void whatWasToldBeforeChangesNothing(IncidentCommand again) {
        incidents
                .given(opened(1, "1"), recurred(1, 1, "2"), closed(1, "3"), opened(2, "4"))
                .when(again)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    static Stream<IncidentCommand> told() {
        return Stream.of(open("1"), open("2"), new CloseIncident(ID, IncidentEnd.RECOVERED, "3"), open("4"));
    }

    @Test
    void anEndWhereNothingIsOpenIsNone() {
        CloseIncident end = new CloseIncident(ID, IncidentEnd.RECOVERED, "3");
        incidents
                .givenNoPriorActivity()
                .when(end)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        incidents
                .given(opened(1, "1"), closed(1, "2"))
                .when(end)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** Nothing of an end that nobody waited for is on record: told again, it is known by its place in the log. */
    @Test
    void anEndThatWasUnheardDoesNotCloseWhatCameAfterIt() {
        CloseIncident unheard = new CloseIncident(ID, IncidentEnd.RECOVERED, "0").at(3);
        incidents
                .givenCommands(unheard, open("1").at(5))
                .when(unheard)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        incidents
                .givenCommands(unheard, open("1").at(5))
                .when(new CloseIncident(ID, IncidentEnd.RECOVERED, "2").at(6))
                .expectEvents(new IncidentClosed(ID, ACME, OF_PUMP, 1, IncidentEnd.RECOVERED, "2", 6L));
    }

    @Test
    void aCauseThatIsToldAfterALaterEndIsNone() {
        incidents
                .givenCommands(open("1").at(4), new CloseIncident(ID, IncidentEnd.RECOVERED, "2").at(7))
                .when(open("3").at(5))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        incidents
                .givenCommands(open("1").at(4), new CloseIncident(ID, IncidentEnd.RECOVERED, "2").at(7))
                .when(open("3").at(8))
                .expectEvents(new IncidentOpened(
                        ID, ACME, OF_PUMP, 2, IncidentKind.COMMAND_FAILED, "reboot", SINCE, EVIDENCE, "3", 8L));
    }

    /** A cause that is counted in is a word of the log as well. */
    @Test
    void anEndThatIsToldAfterALaterCauseIsNone() {
        incidents
                .givenCommands(open("1").at(4))
                .when(open("2").at(6))
                .expectEvents(new IncidentRecurred(ID, ACME, OF_PUMP, 1, 1, 2, EVIDENCE, "2", 6L));
        incidents
                .givenCommands(open("1").at(4), open("2").at(6))
                .when(new CloseIncident(ID, IncidentEnd.RECOVERED, "3").at(5))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        incidents
                .givenCommands(open("1").at(4), open("2").at(6))
                .when(new CloseIncident(ID, IncidentEnd.RECOVERED, "3").at(7))
                .expectEvents(new IncidentClosed(ID, ACME, OF_PUMP, 1, IncidentEnd.RECOVERED, "3", 7L));
    }

    /** Of a certificate it is told that it is due, that its end is near, and its end: all of its issue. */
    @Test
    void oneEventMayBeTheCauseOfSeveral() {
        incidents
                .givenCommands(open("due").at(4))
                .when(open("near").at(4))
                .expectEvents(new IncidentRecurred(ID, ACME, OF_PUMP, 1, 1, 2, EVIDENCE, "near", 4L));
        incidents
                .givenCommands(open("old").at(1), new CloseIncident(ID, IncidentEnd.RECOVERED, "renewed").at(4))
                .when(open("due").at(4))
                .expectEvents(new IncidentOpened(
                        ID, ACME, OF_PUMP, 2, IncidentKind.COMMAND_FAILED, "reboot", SINCE, EVIDENCE, "due", 4L));
        incidents
                .givenCommands(open("due").at(4))
                .when(new CloseIncident(ID, IncidentEnd.RECOVERED, "renewed").at(4))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** As the platform tells them: the site has as many devices as before, its last event is an older one. */
    @Test
    void aMassOfASiteThatDevicesLeftIsTold() {
        SiteId basel = SiteId.of(ACME, "basel");
        Instant late = SINCE.plusSeconds(3600);
        SiteStanding first = standing(basel, 0, null);
        IncidentCommand open = decided(first, late).getFirst();
        IncidentCommand close =
                decided(standing(basel, 1, new Mass(late, late, 1)), late).getFirst();
        IncidentCommand again = decided(standing(basel, 1, null), late).getFirst();
        incidents
                .givenCommands(open, close)
                .when(again)
                .expectEventsMatching(payloadsMatching(exactSequenceOf(matches((IncidentOpened opened) ->
                        opened.number() == 2 && opened.kind() == IncidentKind.MASS_DISCONNECT))));
    }

    private static List<IncidentCommand> decided(SiteStanding standing, Instant now) {
        return SilencePolicy.DEFAULT.decide(ACME, standing, new Settling(now, Duration.ofSeconds(15)));
    }

    private static SiteStanding standing(SiteId site, int masses, @Nullable Mass mass) {
        List<Silent> silent = IntStream.range(0, 25)
                .mapToObj(number -> new Silent(
                        DeviceId.of(ACME, "Flow AG", "P-" + number),
                        Connectivity.OFFLINE,
                        SINCE,
                        SINCE,
                        number,
                        false,
                        0))
                .toList();
        return new SiteStanding(site, 100, 4711, silent, List.of(), List.of(), masses, mass, List.of());
    }

    @Test
    void somebodyAcknowledgesTheOneThatIsOpen() {
        incidents
                .given(opened(1, "1"))
                .when(new AcknowledgeIncident(ID, 1))
                .expectEvents(new IncidentAcknowledged(ID, ACME, OF_PUMP, 1));
        incidents
                .given(opened(1, "1"), new IncidentAcknowledged(ID, ACME, OF_PUMP, 1), closed(1, "2"), opened(2, "3"))
                .when(new AcknowledgeIncident(ID, 2))
                .expectEvents(new IncidentAcknowledged(ID, ACME, OF_PUMP, 2));
    }

    @Test
    void aNoteIsAddedAlsoAfterTheEnd() {
        incidents
                .given(opened(1, "1"), closed(1, "2"), opened(2, "3"))
                .when(new AddIncidentNote(ID, 1, " Cable was loose. "))
                .expectEvents(noted(1, "Cable was loose."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(List<IncidentEvent> given, IncidentCommand command, Rejection why) {
        incidents.given(given).when(command).expectExceptionDetails(why).expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        IncidentAcknowledged acknowledged = new IncidentAcknowledged(ID, ACME, OF_PUMP, 1);
        List<IncidentEvent> full = new ArrayList<>(List.of(opened(1, "1")));
        for (int i = 0; i < IncidentAggregate.MOST_NOTES; i++) {
            full.add(noted(1, "note"));
        }
        return Stream.of(
                Arguments.of(List.of(opened(1, "1")), new AcknowledgeIncident(ID, 2), new IncidentUnknown(episode(2))),
                Arguments.of(List.of(opened(1, "1")), new AcknowledgeIncident(ID, 0), new IncidentUnknown(episode(0))),
                Arguments.of(
                        List.of(opened(1, "1"), closed(1, "2")),
                        new AcknowledgeIncident(ID, 1),
                        new IncidentOver(episode(1))),
                Arguments.of(
                        List.of(opened(1, "1"), closed(1, "2"), opened(2, "3")),
                        new AcknowledgeIncident(ID, 1),
                        new IncidentOver(episode(1))),
                Arguments.of(
                        List.of(opened(1, "1"), acknowledged),
                        new AcknowledgeIncident(ID, 1),
                        new IncidentAcknowledgedBefore(episode(1))),
                Arguments.of(List.of(opened(1, "1")), new AddIncidentNote(ID, 2, "x"), new IncidentUnknown(episode(2))),
                Arguments.of(
                        full, new AddIncidentNote(ID, 1, "one more"), new TooManyNotes(IncidentAggregate.MOST_NOTES)));
    }

    private static String episode(int number) {
        return new IncidentEpisode(ID, number).toString();
    }

    private static OpenIncident open(String cause) {
        return OpenIncident.of(ACME, IncidentKind.COMMAND_FAILED, OF_PUMP, "reboot", SINCE, EVIDENCE, cause);
    }

    private static IncidentOpened opened(int number, String cause) {
        return new IncidentOpened(
                ID, ACME, OF_PUMP, number, IncidentKind.COMMAND_FAILED, "reboot", SINCE, EVIDENCE, cause);
    }

    private static IncidentRecurred recurred(int number, int before, String cause) {
        return new IncidentRecurred(ID, ACME, OF_PUMP, number, before, before + 1, EVIDENCE, cause);
    }

    private static IncidentClosed closed(int number, String cause) {
        return new IncidentClosed(ID, ACME, OF_PUMP, number, IncidentEnd.RECOVERED, cause);
    }

    private static IncidentNoted noted(int number, String note) {
        return new IncidentNoted(ID, ACME, OF_PUMP, number, note);
    }
}

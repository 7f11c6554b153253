package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.crash.Journal.Read;
import io.devicetrail.app.crash.Journal.Registration;
import io.devicetrail.app.crash.Stored.Event;
import io.devicetrail.app.crash.Stored.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle of the crash test has been seen red, once for each thing it looks for. */
class OracleTest {
    private static final Event TENANT = new Event(0, "t", 0, "c0", 0, "tenant.TenantCreated");
    private static final Event DEVICE = new Event(1, "d", 0, "c1", 0, "device.DeviceRegistered");
    private static final Message MESSAGE = new Message("d", "b1", 0);
    private static final Values VALUES = new Values(MESSAGE, MESSAGE.values());
    private static final Registration REGISTRATION = new Registration("k1", "d", 1);

    private static final List<Read> LOG =
            List.of(new Read(0, "e0", "h0"), new Read(1, "e1", "h1"), new Read(2, "e2", "h2"));

    private final List<Registration> registrations = List.of(REGISTRATION, REGISTRATION);
    private final List<Message> messages = List.of(MESSAGE, MESSAGE);

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(findings(List.of(TENANT, DEVICE), List.of(MESSAGE), List.of(VALUES)))
                .isEmpty();
    }

    @Test
    void findsAnAcknowledgedRegistrationThatIsNotThere() {
        assertThat(findings(List.of(TENANT), List.of(MESSAGE), List.of(VALUES)))
                .anyMatch(finding -> finding.contains("in the log at []"));
    }

    @Test
    void findsARegistrationAtAnotherPositionThanWasTold() {
        assertThat(Oracle.findings(List.of(new Registration("k1", "d", 0)), messages, sound()))
                .containsExactly("acknowledged Registration[key=k1, device=d, position=0], but in the log at [1]");
    }

    @Test
    void findsADeviceThatIsInTheLogTwice() {
        Event again = new Event(2, "d", 1, "c2", 0, DEVICE.name());
        assertThat(findings(List.of(TENANT, DEVICE, again), List.of(MESSAGE), List.of(VALUES)))
                .anyMatch(finding -> finding.contains("in the log at [1, 2]"));
    }

    @Test
    void findsAKeyThatWasAnsweredInTwoWays() {
        List<Registration> twice = List.of(REGISTRATION, new Registration("k1", "d", 2));
        assertThat(Oracle.findings(twice, messages, sound())).anyMatch(finding -> finding.contains("two answers"));
    }

    @Test
    void findsADeviceThatNobodyWasToldOf() {
        assertThat(Oracle.findings(List.of(), messages, sound())).containsExactly("nobody was told of device d");
    }

    @Test
    void findsAHoleInTheLog() {
        Event late = new Event(3, "x", 0, "c3", 0, "site.SiteOpened");
        assertThat(findings(List.of(TENANT, DEVICE, late), List.of(MESSAGE), List.of(VALUES)))
                .containsExactly("index 2 of the log is " + late);
    }

    @Test
    void findsASequenceNumberGivenTwice() {
        Event twice = new Event(2, "t", 0, "c3", 0, "site.SiteOpened");
        assertThat(findings(List.of(TENANT, DEVICE, twice), List.of(MESSAGE), List.of(VALUES)))
                .containsExactly("sequence 1 was next, not " + twice);
    }

    @Test
    void findsACommandThatWasCarriedOutTwice() {
        Event twice = new Event(2, "t", 1, "c0", 0, "site.SiteOpened");
        assertThat(findings(List.of(TENANT, DEVICE, twice), List.of(MESSAGE), List.of(VALUES)))
                .containsExactly("a command was carried out twice: " + twice);
    }

    @Test
    void findsAnAcknowledgedMessageThatIsNotThere() {
        assertThat(findings(List.of(TENANT, DEVICE), List.of(), List.of()))
                .containsExactly("acknowledged " + MESSAGE + ", stored 0 times");
    }

    @Test
    void findsAMessageThatWasStoredTwice() {
        assertThat(findings(List.of(TENANT, DEVICE), List.of(MESSAGE, MESSAGE), List.of(VALUES)))
                .containsExactly("acknowledged " + MESSAGE + ", stored 2 times");
    }

    @Test
    void findsValuesThatWereStoredTwiceOrChanged() {
        assertThat(findings(List.of(TENANT, DEVICE), List.of(MESSAGE), List.of(VALUES, VALUES)))
                .hasSize(1);
        assertThat(findings(List.of(TENANT, DEVICE), List.of(MESSAGE), List.of(new Values(MESSAGE, "count=1"))))
                .hasSize(1);
    }

    @Test
    void findsGapsAndMisfits() {
        Stored stored = new Stored(
                List.of(TENANT, DEVICE), List.of(MESSAGE), List.of(VALUES), List.of("0 to 3"), List.of("UNKNOWN"));
        assertThat(Oracle.findings(registrations, messages, stored))
                .containsExactly("a gap is left: 0 to 3", "in quarantine: UNKNOWN");
    }

    @Test
    void findsNothingWhereEachIndexWasReadInTurn() {
        assertThat(Oracle.findings(registrations, LOG, LOG)).isEmpty();
        List<Read> beyond = List.of(LOG.get(0), LOG.get(1));
        assertThat(Oracle.findings(registrations, beyond, LOG))
                .as("an event that was stored after the reading")
                .isEmpty();
    }

    /** A projection that is rebuilt later would hide it. */
    @Test
    void findsAnEventThatAReaderWasNotGivenInItsTurn() {
        assertThat(Oracle.findings(registrations, List.of(LOG.get(0), LOG.get(2)), LOG))
                .containsExactly("index 1 was to be read next, not " + LOG.get(2));
        assertThat(Oracle.findings(registrations, List.of(LOG.get(1), LOG.get(2)), LOG))
                .containsExactly("index 0 was to be read next, not " + LOG.get(1));
    }

    @Test
    void findsAnEventThatAReaderWasGivenTwiceOrTooEarly() {
        List<Read> twice = List.of(LOG.get(0), LOG.get(1), LOG.get(1), LOG.get(2));
        assertThat(Oracle.findings(registrations, twice, LOG))
                .containsExactly("index 2 was to be read next, not " + LOG.get(1));
        assertThat(Oracle.findings(registrations, List.of(LOG.get(0), LOG.get(2), LOG.get(1)), LOG))
                .hasSize(2);
    }

    @Test
    void findsAnEventThatIsAnotherAfterItWasRead() {
        Read bytes = new Read(1, "e1", "other bytes");
        assertThat(Oracle.findings(registrations, List.of(LOG.get(0), bytes, LOG.get(2)), LOG))
                .containsExactly("read " + bytes + ", but in the log is " + LOG.get(1));
        Read event = new Read(1, "other event", "h1");
        assertThat(Oracle.findings(registrations, List.of(LOG.get(0), event, LOG.get(2)), LOG))
                .containsExactly("read " + event + ", but in the log is " + LOG.get(1));
    }

    @Test
    void findsAnEventThatWasReadAndIsNotInTheLog() {
        assertThat(Oracle.findings(registrations, LOG, LOG.subList(0, 2)))
                .containsExactly("read " + LOG.get(2) + ", but in the log is null");
    }

    @Test
    void findsAReaderThatStoodStill() {
        assertThat(Oracle.findings(List.of(REGISTRATION), List.of(LOG.get(0)), LOG))
                .containsExactly("acknowledged " + REGISTRATION + ", but read was only what is before 1");
        assertThat(Oracle.findings(List.of(REGISTRATION), List.of(), LOG)).hasSize(1);
    }

    private static Stored sound() {
        return new Stored(List.of(TENANT, DEVICE), List.of(MESSAGE), List.of(VALUES), List.of(), List.of());
    }

    private List<String> findings(List<Event> events, List<Message> stored, List<Values> values) {
        return Oracle.findings(registrations, messages, new Stored(events, stored, values, List.of(), List.of()));
    }
}

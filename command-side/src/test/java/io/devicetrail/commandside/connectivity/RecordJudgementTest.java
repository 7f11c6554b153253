package io.devicetrail.commandside.connectivity;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityCommand.RecordJudgement;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.connectivity.Judgement;
import io.devicetrail.domain.connectivity.Lease;
import java.time.Instant;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordJudgementTest {
    private static final ConnectivityId CONNECTIVITY = ConnectivityId.of(PUMP);
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Lease LEASE = new Lease(TEN, "telemetry", 30, null, false);

    private final AggregateTestFixture<ConnectivityAggregate> connectivity =
            Fixtures.fixture(ConnectivityAggregate.class, Fixtures.world());

    @Test
    void theFirstJudgementIsRecorded() {
        connectivity
                .givenNoPriorActivity()
                .when(judged(Connectivity.ONLINE, TEN))
                .expectEvents(changed(null, Connectivity.ONLINE, TEN));
    }

    @Test
    void anotherJudgementIsATransition() {
        connectivity
                .given(changed(null, Connectivity.ONLINE, TEN))
                .when(judged(Connectivity.SUSPECT, TEN.plusSeconds(45)))
                .expectEvents(changed(Connectivity.ONLINE, Connectivity.SUSPECT, TEN.plusSeconds(45)));
    }

    @Test
    void theSameJudgementAgainIsNoEvent() {
        connectivity
                .given(changed(null, Connectivity.ONLINE, TEN))
                .when(judged(Connectivity.ONLINE, TEN.plusSeconds(45)))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** Suspect is what both are; which of the two is told. */
    @Test
    void aSuspectDeviceThatFlapsIsAnotherJudgement() {
        ConnectivityChanged flapping = new ConnectivityChanged(
                CONNECTIVITY,
                PUMP,
                ACME,
                Connectivity.SUSPECT,
                Connectivity.SUSPECT,
                List.of(ConnectivityReason.FLAPPING),
                TEN,
                LEASE,
                TEN.plusSeconds(9));
        Judgement judgement = new Judgement(Connectivity.SUSPECT, List.of(ConnectivityReason.FLAPPING), TEN, null);
        connectivity
                .given(changed(null, Connectivity.SUSPECT, TEN))
                .when(new RecordJudgement(CONNECTIVITY, PUMP, ACME, judgement, LEASE, TEN.plusSeconds(9)))
                .expectEvents(flapping);
        connectivity
                .given(changed(null, Connectivity.SUSPECT, TEN), flapping)
                .when(new RecordJudgement(CONNECTIVITY, PUMP, ACME, judgement, LEASE, TEN.plusSeconds(10)))
                .expectNoEvents();
    }

    @Test
    void anOlderJudgementComesTooLate() {
        connectivity
                .given(changed(null, Connectivity.ONLINE, TEN))
                .when(judged(Connectivity.OFFLINE, TEN.minusSeconds(1)))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    private static RecordJudgement judged(Connectivity value, Instant at) {
        return new RecordJudgement(
                CONNECTIVITY,
                PUMP,
                ACME,
                new Judgement(value, List.of(ConnectivityReason.HEARD_FROM_DEVICE), TEN, null),
                LEASE,
                at);
    }

    private static ConnectivityChanged changed(@Nullable Connectivity from, Connectivity to, Instant at) {
        return new ConnectivityChanged(
                CONNECTIVITY, PUMP, ACME, from, to, List.of(ConnectivityReason.HEARD_FROM_DEVICE), TEN, LEASE, at);
    }
}

package io.devicetrail.commandside.deadletter;

import static io.devicetrail.commandside.Fixtures.ACME;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.deadletter.DeadLetterCommand.ReleaseDeadLetters;
import io.devicetrail.domain.deadletter.DeadLetterCommand.RetryDeadLetters;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersReleased;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersRetried;
import io.devicetrail.domain.deadletter.DeadLetterRejection.NoDeadLetters;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final String PROCESSOR = "read-devices";
    private static final String STREAM = "5f07e413-d5c4-5b04-b16e-ef61dbc3d350";
    private static final DeadLettersId ID = DeadLettersId.of(PROCESSOR, STREAM);
    private static final long LAST = 42;
    private static final TenantId OTHER = TenantId.of("other");
    private static final DeadLettersRetried RETRIED = new DeadLettersRetried(ID, ACME, PROCESSOR, STREAM, LAST);

    private final AggregateTestFixture<DeadLettersAggregate> deadLetters =
            Fixtures.fixture(DeadLettersAggregate.class, Fixtures.world());

    DeadLettersTest() {
        HeldStreams held = (processor, stream) -> processor.equals(PROCESSOR) && stream.equals(STREAM)
                ? Optional.of(new HeldStreams.Held(ACME, LAST))
                : Optional.empty();
        deadLetters.registerInjectableResource(held);
    }

    @Test
    void whatIsHeldCanBeRetried() {
        deadLetters
                .givenNoPriorActivity()
                .when(new RetryDeadLetters(ID, ACME, PROCESSOR, STREAM))
                .expectEvents(RETRIED);
    }

    @Test
    void itCanBeRetriedAgainAndReleasedAfterwards() {
        deadLetters
                .given(RETRIED)
                .when(new RetryDeadLetters(ID, ACME, PROCESSOR, STREAM))
                .expectEvents(RETRIED);
        deadLetters
                .given(RETRIED)
                .when(new ReleaseDeadLetters(ID, ACME, PROCESSOR, STREAM))
                .expectEvents(new DeadLettersReleased(ID, ACME, PROCESSOR, STREAM, LAST));
    }

    @Test
    void whereNothingIsHeldThereIsNothingToDecide() {
        DeadLettersId fleet = DeadLettersId.of("read-fleet", STREAM);
        deadLetters
                .givenNoPriorActivity()
                .when(new ReleaseDeadLetters(fleet, ACME, "read-fleet", STREAM))
                .expectExceptionDetails(new NoDeadLetters("read-fleet", STREAM))
                .expectNoEvents();
    }

    @Test
    void anotherTenantHearsThatThereIsNothing() {
        deadLetters
                .givenNoPriorActivity()
                .when(new RetryDeadLetters(ID, OTHER, PROCESSOR, STREAM))
                .expectExceptionDetails(new NoDeadLetters(PROCESSOR, STREAM))
                .expectNoEvents();
    }
}

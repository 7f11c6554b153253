package io.devicetrail.commandside.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.ledger.LedgerCommand.RotateKey;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerKeyRotated;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.ledger.LedgerRejection.KeysNotInForce;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class RotateKeyTest {
    private static final LedgerId LEDGER = new LedgerId("example.com/ledger");
    private static final List<String> FIRST = List.of("ed-1", "ml-1");
    private static final List<String> SECOND = List.of("ed-2", "ml-2");
    private static final List<String> THIRD = List.of("ed-3", "ml-3");

    private final AggregateTestFixture<LedgerAggregate> ledger =
            Fixtures.fixture(LedgerAggregate.class, Fixtures.world());

    @Test
    void keysFollowEachOther() {
        ledger.givenNoPriorActivity()
                .when(new RotateKey(LEDGER, FIRST, SECOND))
                .expectEvents(new LedgerKeyRotated(LEDGER, FIRST, SECOND));
        ledger.given(new LedgerKeyRotated(LEDGER, FIRST, SECOND))
                .when(new RotateKey(LEDGER, SECOND, THIRD))
                .expectEvents(new LedgerKeyRotated(LEDGER, SECOND, THIRD));
    }

    @Test
    void theSameRotationAgainChangesNothing() {
        ledger.given(new LedgerKeyRotated(LEDGER, FIRST, SECOND))
                .when(new RotateKey(LEDGER, FIRST, SECOND))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void keysThatAreNotInForceHandNothingOver() {
        ledger.given(new LedgerKeyRotated(LEDGER, FIRST, SECOND))
                .when(new RotateKey(LEDGER, FIRST, THIRD))
                .expectExceptionDetails(new KeysNotInForce())
                .expectNoEvents();
    }

    @Test
    void keysDoNotFollowThemselves() {
        assertThatThrownBy(() -> new RotateKey(LEDGER, FIRST, List.of("ed-2", "ml-1")))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new RotateKey(LEDGER, FIRST, List.of())).isInstanceOf(MalformedInput.class);
    }
}

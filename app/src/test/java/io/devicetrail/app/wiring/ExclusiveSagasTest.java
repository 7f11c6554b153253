package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.eventstore.LogDatabase;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.modelling.saga.AssociationValuesImpl;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One node handles an event of a process while another handles its deadline. */
class ExclusiveSagasTest {
    private final LogDatabase database = new LogDatabase();
    private final ProcessWiring wiring = new ProcessWiring();
    private final SagaStore<Object> sagas = wiring.sagaStore(
            wiring.connectionProvider(database.app()),
            Jackson3Serializer.builder().build());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new DataSourceTransactionManager(database.app()));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoReadsASagaThatIsBeingHandledReadsWhatCameOfThat() throws Exception {
        transaction.executeWithoutResult(status -> sagas.insertSaga(Counting.class, "s", new Counting(1), Set.of()));
        CompletableFuture<Integer> other = new CompletableFuture<>();
        transaction.executeWithoutResult(status -> {
            int here = count();
            Thread.ofVirtual().start(() -> other.complete(transaction.execute(there -> count())));
            assertThatThrownBy(() -> other.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            sagas.updateSaga(Counting.class, "s", new Counting(here + 1), new AssociationValuesImpl());
        });
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    private int count() {
        return Objects.requireNonNull(sagas.loadSaga(Counting.class, "s"))
                .saga()
                .count();
    }

    record Counting(int count) {}
}

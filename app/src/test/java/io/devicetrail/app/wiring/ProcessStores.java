package io.devicetrail.app.wiring;

import javax.sql.DataSource;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** What processes remember, where the product keeps it. */
public final class ProcessStores {
    private ProcessStores() {}

    public static SagaStore<Object> sagas(DataSource dataSource) {
        ProcessWiring wiring = new ProcessWiring();
        return wiring.sagaStore(
                wiring.connectionProvider(dataSource),
                Jackson3Serializer.builder().build());
    }
}

package io.devicetrail.app.crash;

import java.util.Set;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.repository.inmemory.InMemorySagaStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.NullUnmarked;

/** Processes as a real store has them: what it gives is a copy, and what is not stored again is lost. */
@NullUnmarked // what is missing fails the test anyway
final class CopiedSagas extends InMemorySagaStore {
    private final Serializer serializer = Jackson3Serializer.builder().build();

    @Override
    public <S> Entry<S> loadSaga(Class<S> type, String id) {
        Entry<S> stored = super.loadSaga(type, id);
        return stored == null ? null : new Copy<>(stored.associationValues(), copy(stored.saga()));
    }

    @Override
    public void insertSaga(Class<?> type, String id, Object saga, Set<AssociationValue> associations) {
        super.insertSaga(type, id, copy(saga), associations);
    }

    @Override
    public void updateSaga(Class<?> type, String id, Object saga, AssociationValues associations) {
        super.updateSaga(type, id, copy(saga), associations);
    }

    private <S> S copy(S saga) {
        return serializer.deserialize(serializer.serialize(saga, byte[].class));
    }

    private record Copy<S>(Set<AssociationValue> associationValues, S saga) implements Entry<S> {}
}

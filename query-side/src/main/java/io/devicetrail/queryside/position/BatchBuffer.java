package io.devicetrail.queryside.position;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a projection collects during a batch and writes at its end. Gone with the transaction, however that ends. */
public final class BatchBuffer {
    private BatchBuffer() {}

    /** The current transaction's, made at the first question. */
    public static <T> T of(String readModel, Class<T> type, Supplier<T> made) {
        List<Object> key = List.of(BatchBuffer.class, readModel);
        Object open = TransactionSynchronizationManager.getResource(key);
        if (open != null) {
            return type.cast(open);
        }
        T buffer = made.get();
        TransactionSynchronizationManager.bindResource(key, buffer);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                TransactionSynchronizationManager.unbindResourceIfPossible(key);
            }
        });
        return buffer;
    }
}

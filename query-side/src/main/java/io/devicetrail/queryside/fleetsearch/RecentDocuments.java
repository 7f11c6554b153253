package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.queryside.fleetsearch.FleetDocuments.Stored;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The documents written last, in memory, so that the next event of a device need not read its document. They are true at
 * one position of the read model only: another node may have gone on meanwhile, or a rebuild have begun.
 */
final class RecentDocuments {
    /** Most documents in memory. */
    private static final int MOST = 20_000;

    /** No position at all. */
    private static final long NEVER = -2;

    private final Map<UUID, FleetDocument> documents = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, FleetDocument> eldest) {
            return size() > MOST;
        }
    };
    private long trueAt = NEVER;

    synchronized @Nullable FleetDocument of(UUID device) {
        return documents.get(device);
    }

    /** Forgets all if they are not the documents at this position. */
    synchronized void requireAt(long position) {
        if (position != trueAt) {
            forget();
        }
    }

    /** Keeps what the current transaction has written, once it has committed; if it does not, forgets all. */
    void keepAfterCommit(Map<UUID, Stored> written, long position) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    keep(written, position);
                } else {
                    forget();
                }
            }
        });
    }

    private synchronized void keep(Map<UUID, Stored> written, long position) {
        written.values().forEach(stored -> documents.put(stored.device(), stored.document()));
        trueAt = position;
    }

    private synchronized void forget() {
        documents.clear();
        trueAt = NEVER;
    }
}

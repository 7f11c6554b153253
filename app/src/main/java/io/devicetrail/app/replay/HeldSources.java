package io.devicetrail.app.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The message source of each read model: the log, which can be held at an index. The store is asked for when needed. */
@Component
public class HeldSources {
    private final ObjectProvider<EventStore> eventStore;
    private final Map<String, HeldSource> sources = new ConcurrentHashMap<>();

    HeldSources(ObjectProvider<EventStore> eventStore) {
        this.eventStore = eventStore;
    }

    /** @param readModel the read model's name */
    public HeldSource of(String readModel) {
        return sources.computeIfAbsent(readModel, name -> new HeldSource(eventStore::getObject));
    }
}

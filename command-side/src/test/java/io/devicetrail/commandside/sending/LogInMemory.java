package io.devicetrail.commandside.sending;

import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;

/** A log that is lost with the test, and that can be away. */
final class LogInMemory extends InMemoryEventStorageEngine implements LogPositions {
    private final List<DomainEventMessage<?>> events = new ArrayList<>();
    private final Set<String> remembered = new HashSet<>();
    private boolean away;

    @Override
    public synchronized void appendEvents(List<? extends EventMessage<?>> appended) {
        if (away) {
            throw new IllegalStateException("the log is away");
        }
        super.appendEvents(appended);
        appended.forEach(event -> events.add((DomainEventMessage<?>) event));
    }

    @Override
    public synchronized OptionalLong lastOf(String commandId) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (commandId.equals(events.get(i).getMetaData().get(Metadata.COMMAND_ID))) {
                return OptionalLong.of(i);
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public synchronized long head() {
        return events.size() - 1L;
    }

    synchronized DomainEventMessage<?> last() {
        return events.getLast();
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
    }

    synchronized boolean holds(String mark) {
        return remembered.contains(mark);
    }

    synchronized void remember(String mark) {
        remembered.add(mark);
    }
}

package io.devicetrail.ingress.intake;

import io.devicetrail.domain.shared.LogPositions;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log of one event for each command, which it takes once. */
public final class NotedCommands implements LogPositions {
    private final List<String> ids = new CopyOnWriteArrayList<>();

    /** @throws IllegalStateException if it has the command */
    public synchronized void store(String commandId) {
        if (ids.contains(commandId)) {
            throw new IllegalStateException("the log has it already");
        }
        ids.add(commandId);
    }

    @Override
    public OptionalLong lastOf(String commandId) {
        int index = ids.indexOf(commandId);
        return index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
    }

    @Override
    public long head() {
        return ids.size() - 1L;
    }
}

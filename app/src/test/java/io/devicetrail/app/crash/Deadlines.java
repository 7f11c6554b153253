package io.devicetrail.app.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.axonframework.deadline.AbstractDeadlineManager;
import org.axonframework.deadline.DeadlineMessage;
import org.axonframework.deadline.GenericDeadlineMessage;
import org.axonframework.messaging.ScopeDescriptor;
import org.jspecify.annotations.NullUnmarked;

/** Deadlines of processes that come when the test lets them come. As the real ones, they are set with what set them. */
@NullUnmarked // what is missing fails the test anyway
final class Deadlines extends AbstractDeadlineManager {
    record Due(String id, Instant at, ScopeDescriptor scope, DeadlineMessage<?> message) {
        /** As it is handed over when it fires, which may be late. */
        DeadlineMessage<?> fired(Instant now) {
            return new GenericDeadlineMessage<>(
                    message.getDeadlineName(), id, message.getPayload(), message.getMetaData(), now);
        }
    }

    private final List<Due> waiting = new ArrayList<>();

    @Override
    public String schedule(Instant at, String name, Object payload, ScopeDescriptor scope) {
        String id = UUID.randomUUID().toString();
        runOnPrepareCommitOrNow(() -> waiting.add(new Due(id, at, scope, new GenericDeadlineMessage<>(name, payload))));
        return id;
    }

    @Override
    public String schedule(Duration after, String name, Object payload, ScopeDescriptor scope) {
        return schedule(Instant.EPOCH, name, payload, scope);
    }

    /** So much time passes that all that wait are due; those that they set are not yet. */
    void pass(BiConsumer<ScopeDescriptor, DeadlineMessage<?>> processes) {
        List<Due> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(due -> processes.accept(due.scope(), due.message()));
    }

    /** The next that is due by then. It stays, and fires again, until it was handled. */
    Optional<Due> first(Instant until) {
        return waiting.stream().filter(due -> !due.at().isAfter(until)).min(Comparator.comparing(Due::at));
    }

    void lose() {
        waiting.clear();
    }

    void handled(Due due) {
        waiting.remove(due);
    }

    @Override
    public void cancelSchedule(String name, String id) {
        runOnPrepareCommitOrNow(() -> waiting.removeIf(due -> due.id().equals(id)));
    }

    @Override
    public void cancelAll(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void cancelAllWithinScope(String name, ScopeDescriptor scope) {
        throw new UnsupportedOperationException(name);
    }
}

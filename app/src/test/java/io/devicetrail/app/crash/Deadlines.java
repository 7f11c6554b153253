package io.devicetrail.app.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private record Due(String id, ScopeDescriptor scope, DeadlineMessage<?> message) {}

    private final List<Due> waiting = new ArrayList<>();

    @Override
    public String schedule(Instant at, String name, Object payload, ScopeDescriptor scope) {
        String id = UUID.randomUUID().toString();
        runOnPrepareCommitOrNow(() -> waiting.add(new Due(id, scope, new GenericDeadlineMessage<>(name, payload))));
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

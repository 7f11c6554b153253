package io.devicetrail.domain.replay;

import java.util.List;
import org.axonframework.serialization.Revision;

/** What happened to replays. */
public sealed interface ReplayEvent {
    ReplayId replay();

    @Revision("1")
    record ReplayStarted(ReplayId replay, List<String> readModels) implements ReplayEvent {}

    @Revision("1")
    record ReplayEnded(ReplayId replay, List<Rebuilt> readModels) implements ReplayEvent {}
}

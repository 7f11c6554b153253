package io.devicetrail.domain.replay;

import io.devicetrail.domain.shared.RegulatedChange;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about replays. */
public sealed interface ReplayCommand {
    ReplayId replay();

    /** Puts on record that read models are about to be made anew. */
    record StartReplay(@TargetAggregateIdentifier ReplayId replay, List<String> readModels)
            implements ReplayCommand, RegulatedChange {
        public StartReplay {
            readModels = List.copyOf(readModels);
        }
    }

    /** Puts on record how they came out. */
    record EndReplay(@TargetAggregateIdentifier ReplayId replay, List<Rebuilt> readModels) implements ReplayCommand {
        public EndReplay {
            readModels = List.copyOf(readModels);
        }
    }
}

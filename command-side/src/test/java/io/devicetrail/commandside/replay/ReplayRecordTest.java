package io.devicetrail.commandside.replay;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.replay.Rebuilt;
import io.devicetrail.domain.replay.ReplayCommand.EndReplay;
import io.devicetrail.domain.replay.ReplayCommand.StartReplay;
import io.devicetrail.domain.replay.ReplayEvent.ReplayEnded;
import io.devicetrail.domain.replay.ReplayEvent.ReplayStarted;
import io.devicetrail.domain.replay.ReplayId;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class ReplayRecordTest {
    private static final ReplayId REPLAY = new ReplayId(new UUID(7, 7));
    private static final List<String> MODELS = List.of("read-devices");
    private static final List<Rebuilt> REBUILT = List.of(new Rebuilt("read-devices", 9, "aa", "bb"));

    private final AggregateTestFixture<ReplayAggregate> replay =
            Fixtures.fixture(ReplayAggregate.class, Fixtures.world());

    @Test
    void aReplayIsOnRecordFromItsStartToItsEnd() {
        replay.givenNoPriorActivity()
                .when(new StartReplay(REPLAY, MODELS))
                .expectEvents(new ReplayStarted(REPLAY, MODELS));
        replay.given(new ReplayStarted(REPLAY, MODELS))
                .when(new EndReplay(REPLAY, REBUILT))
                .expectEvents(new ReplayEnded(REPLAY, REBUILT));
    }
}

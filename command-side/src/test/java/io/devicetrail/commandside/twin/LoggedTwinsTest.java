package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.SPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.KnownTwins.LoggedTwin;
import io.devicetrail.domain.twin.TwinEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

/** The twin of the past, of a stream of more than one page between events of others. */
@Requirement("11.10(b)")
class LoggedTwinsTest {
    /** Full pages, so that only one that is empty says that the last one was. */
    private static final int CHANGES = 2 * StoredStreams.PAGE;
    /** Between two of the twin's events are others' in the log. */
    private static final long STEP = 3;

    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine();
    private final List<StoredEntry> stored = new ArrayList<>();
    private final LoggedTwins twins =
            new LoggedTwins(EmbeddedEventStore.builder().storageEngine(engine).build(), this::page);

    private List<StoredEntry> page(String stream, long afterIndex) {
        return stored.stream()
                .filter(entry -> entry.stream().equals(stream) && entry.index() > afterIndex)
                .limit(StoredStreams.PAGE)
                .toList();
    }

    private static long index(int change) {
        return 100 + change * STEP;
    }

    private static Instant recordedAt(int change) {
        return Twins.AT.plusSeconds(change);
    }

    private void append(int change) {
        TwinEvent event = Twins.changed(change, Twins.set("interval", change == 0 ? null : change - 1, change, "s"));
        String stream = event.twin().toString();
        engine.appendEvents(new GenericDomainEventMessage<>(
                "twin", stream, change, event, MetaData.emptyInstance(), "e" + change, recordedAt(change)));
        stored.add(
                new StoredEntry(index(change), stream, "twin.DesiredPropertiesChanged", 1, new byte[0], new byte[0]));
    }

    private static LoggedTwin after(int change) {
        LoggedTwin expected = new LoggedTwin(DeviceTwin.EMPTY, LoggedTwin.NOTHING);
        if (change >= 0) {
            DeviceTwin twin =
                    DeviceTwin.EMPTY.after(Twins.changed(0, Twins.set("interval", null, 0, "s")), recordedAt(0));
            expected = new LoggedTwin(
                    new DeviceTwin(
                            change + 1,
                            new TreeMap<>(Map.of("interval", change)),
                            twin.reported(),
                            Convergence.PENDING,
                            recordedAt(0),
                            null,
                            null,
                            null),
                    index(change));
        }
        return expected;
    }

    @Test
    void everyMomentOfTheTwinIsFoundAgain() {
        assertThat(twins.now(PUMP)).isEqualTo(after(-1));
        for (int change = 0; change < CHANGES; change++) {
            append(change);
        }
        assertThat(twins.now(PUMP)).isEqualTo(after(CHANGES - 1));
        assertThat(twins.now(SPARE)).as("another device's").isEqualTo(after(-1));
        for (int change : new int[] {0, 1, StoredStreams.PAGE - 1, StoredStreams.PAGE, CHANGES - 1}) {
            assertThat(twins.atPosition(PUMP, index(change) - 1)).isEqualTo(after(change - 1));
            assertThat(twins.atPosition(PUMP, index(change))).isEqualTo(after(change));
            assertThat(twins.atPosition(PUMP, index(change) + 1)).isEqualTo(after(change));
            assertThat(twins.atTime(PUMP, recordedAt(change).minusNanos(1_000))).isEqualTo(after(change - 1));
            assertThat(twins.atTime(PUMP, recordedAt(change))).isEqualTo(after(change));
        }
    }
}

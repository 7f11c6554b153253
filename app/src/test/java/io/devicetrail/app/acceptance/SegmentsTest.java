package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.processors.DeviceSequence;
import io.devicetrail.app.processors.Segments;
import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.ReadModel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

/** Read models that are projected in parts, and have come as far as the last of them. */
class SegmentsTest {
    private final Api api = Api.shared();
    private final Segments segments = api.instance().context().getBean(Segments.class);

    @Test
    void whoReadsOwnWritesReadsThemWhicheverSegmentAppliedThem() {
        Plant plant = Plant.of(api, "parts");
        Set<Boolean> used = new HashSet<>();
        for (int number = 0; number < 12; number++) {
            String device = plant.registered("S-" + number);
            long after = plant.tag(device, "line", "7");
            assertThat(api.ask("device", Map.of("id", device, "after", after))
                            .path("tags")
                            .toString())
                    .contains("\"7\"");
            used.add(lower().matches(ConnectivityId.of(DeviceId.parse(device)).toString()));
        }
        assertThat(used).as("devices fall to both segments").containsExactlyInAnyOrder(true, false);
        assertThat(places("read-devices")).hasSize(2);
        assertThat(places("read-audit-trail")).hasSize(2);
        assertThat(places("read-fleet")).as("needs the models' names").hasSize(1);
    }

    /** Rows of a device are written by two kinds of streams. */
    @Test
    void aDeviceAndItsConnectivityFallToOneSegment() throws Exception {
        String device = Plant.of(api, "together").active("C-1");
        TestDevice.connect(api.instance(), "together", device);
        await().until(() -> api.ask("device", Map.of("id", device)).toString().contains("ONLINE"));
        List<EventMessage<?>> events = eventsOf(device);
        assertThat(events).anyMatch(event -> event.getPayload() instanceof ConnectivityEvent);
        assertThat(events)
                .extracting(new DeviceSequence()::getSequenceIdentifierFor)
                .containsOnly(ConnectivityId.of(DeviceId.parse(device)).toString());
    }

    /** What was projected in two parts cannot go on in three: which events has the third one seen? */
    @Test
    void anotherNumberCountsFromTheNextRebuildOn() {
        Sketch sketch = new Sketch();
        sketch.wanted = 2;
        assertThat(segments.begin(sketch)).isEqualTo(2);
        sketch.wanted = 3;
        assertThat(segments.begin(sketch)).isEqualTo(2);

        sketch.fails = true;
        assertThatThrownBy(() -> segments.beginAnew(sketch)).hasMessage("it cannot be emptied");
        assertThat(segments.positions(sketch.name())).as("both or nothing").hasSize(2);
        sketch.fails = false;
        segments.beginAnew(sketch);
        assertThat(segments.positions(sketch.name())).containsExactly(-1L, -1L, -1L);
        sketch.wanted = 1;
        segments.beginAnew(sketch);
        assertThat(segments.positions(sketch.name())).containsExactly(-1L);
    }

    private static Segment lower() {
        return Segment.computeSegment(0, 0, 1);
    }

    private List<Long> places(String readModel) {
        return api.database()
                .sql("select position from read.position where name = ? order by segment")
                .param(readModel)
                .query(Long.class)
                .list();
    }

    private List<EventMessage<?>> eventsOf(String device) {
        try (var log = api.instance().context().getBean(EventStore.class).openStream(null)) {
            return log.asStream()
                    .limit(api.instance().context().getBean(LogPositions.class).head() + 1)
                    .filter(event -> about(event, device))
                    .<EventMessage<?>>map(event -> event)
                    .toList();
        }
    }

    private static boolean about(EventMessage<?> event, String device) {
        return event instanceof DomainEventMessage<?>
                && (event.getPayload() instanceof DeviceEvent of
                                && of.device().toString().equals(device)
                        || event.getPayload() instanceof ConnectivityEvent to
                                && to.device().toString().equals(device));
    }

    /** A read model of nothing. */
    private static final class Sketch implements ReadModel {
        private int wanted;
        private boolean fails;

        @Override
        public String name() {
            return "sketch";
        }

        @Override
        public int segments() {
            return wanted;
        }

        @Override
        public void beginRebuild() {
            if (fails) {
                throw new IllegalStateException("it cannot be emptied");
            }
        }

        @Override
        public void completeRebuild() {}

        @Override
        public String digest() {
            return "";
        }
    }
}

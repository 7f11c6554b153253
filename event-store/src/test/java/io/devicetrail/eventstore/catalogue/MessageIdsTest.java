package io.devicetrail.eventstore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private static final int IDS = 200_000;

    @Test
    void axonTakesThemFromHere() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(MessageIds.class);
    }

    @Test
    void theyAreVersionSevenWithTheTimeInFront() {
        long before = System.currentTimeMillis();
        UUID id = UUID.fromString(new MessageIds().generateIdentifier());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void noneComesTwiceWhicheverThreadAsks() {
        MessageIds ids = new MessageIds();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        IntStream.range(0, IDS).parallel().forEach(n -> seen.add(ids.generateIdentifier()));
        assertThat(seen).hasSize(IDS);
    }

    @Test
    void twoProcessesBeginAtDifferentPlaces() {
        assertThat(tail(new MessageIds())).isNotEqualTo(tail(new MessageIds()));
    }

    private static long tail(MessageIds ids) {
        return UUID.fromString(ids.generateIdentifier()).getLeastSignificantBits();
    }
}

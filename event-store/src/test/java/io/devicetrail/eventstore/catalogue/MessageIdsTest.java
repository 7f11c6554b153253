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
    void theyAreVersionEightAndComeInOrder() {
        MessageIds ids = new MessageIds();
        String first = ids.generateIdentifier();
        assertThat(UUID.fromString(first).version()).isEqualTo(8);
        assertThat(UUID.fromString(first).variant()).isEqualTo(2);
        assertThat(ids.generateIdentifier()).isGreaterThan(first);
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

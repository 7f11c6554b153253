package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against lists, from which what comes to stand otherwise is taken out. */
class EndingsTest {
    private static final long SEED = Long.getLong("endings.seed", 4711L);
    private static final int RUNS = 300;
    private static final int STEPS = 200;
    private static final int WAVES = 3;
    private static final int DEVICES = 20;

    @Test
    void eachDeviceIsThereOnceInTheOrderInWhichItCame() {
        for (int run = 0; run < RUNS; run++) {
            String name = "run " + run + " of seed " + SEED;
            Random random = new Random(SEED + run);
            Endings endings = new Endings();
            endings.begin(WAVES, DEVICES);
            List<List<Integer>> waves = IntStream.range(0, WAVES)
                    .<List<Integer>>mapToObj(wave -> new ArrayList<>())
                    .toList();
            for (int step = 0; step < STEPS; step++) {
                int place = random.nextInt(DEVICES);
                int wave = place % WAVES + 1;
                if (waves.get(wave - 1).remove((Integer) place)) {
                    endings.remove(wave, place);
                }
                if (random.nextInt(4) > 0) {
                    waves.get(wave - 1).add(place);
                    endings.add(wave, place);
                }
                for (int number = 1; number <= WAVES; number++) {
                    assertThat(latestFirst(endings.copy(), number))
                            .as(name)
                            .isEqualTo(waves.get(number - 1).reversed());
                }
            }
        }
    }

    /** No further than there are devices: what is linked in a ring fails here, and does not hang. */
    private static List<Integer> latestFirst(Endings endings, int wave) {
        List<Integer> places = new ArrayList<>();
        for (int place = endings.last(wave); place >= 0 && places.size() <= DEVICES; place = endings.before(place)) {
            places.add(place);
        }
        return places;
    }
}

package io.devicetrail.ingress.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.ingress.telemetry.SequenceRuns.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceRunsTest {
    @Test
    void theRunsAreAlwaysExactlyTheNumbersThatHaveNotArrived() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<Long> numbers = new ArrayList<>();
            for (long number = 0; number < 60; number++) {
                if (random.nextInt(4) > 0) {
                    numbers.add(number);
                }
            }
            Collections.shuffle(numbers, random);
            Set<Run> runs = new TreeSet<>((one, other) -> Long.compare(one.from(), other.from()));
            TreeSet<Long> arrived = new TreeSet<>();
            for (int from = 0; from < numbers.size(); ) {
                int to = Math.min(numbers.size(), from + 1 + random.nextInt(5));
                TreeSet<Long> batch = new TreeSet<>(numbers.subList(from, to));
                long highest = arrived.isEmpty() ? -1 : arrived.last();
                var change = SequenceRuns.after(highest, runs, batch);
                runs.removeAll(change.closed());
                runs.addAll(change.opened());
                arrived.addAll(batch);
                from = to;
                assertThat(numbersOf(runs)).as("seed %d", seed).isEqualTo(missing(arrived));
            }
        }
    }

    private static Set<Long> missing(TreeSet<Long> arrived) {
        Set<Long> missing = new TreeSet<>();
        for (long number = 0; number < arrived.last(); number++) {
            if (!arrived.contains(number)) {
                missing.add(number);
            }
        }
        return missing;
    }

    private static Set<Long> numbersOf(Set<Run> runs) {
        Set<Long> numbers = new TreeSet<>();
        for (Run run : runs) {
            for (long number = run.from(); number <= run.to(); number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}

package io.devicetrail.ingress.presence;

import io.devicetrail.domain.connectivity.Swings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a device came and went of late, as the row of its lease has it: times in ISO 8601, separated by spaces. */
final class StoredSwings {
    private static final String BETWEEN = " ";

    private StoredSwings() {}

    static String print(Swings swings) {
        return swings.changes().stream().map(Instant::toString).collect(Collectors.joining(BETWEEN));
    }

    static Swings read(@Nullable Boolean online, @Nullable String changes, @Nullable Instant flappingSince) {
        List<Instant> times = changes == null || changes.isEmpty()
                ? List.of()
                : Stream.of(changes.split(BETWEEN)).map(Instant::parse).toList();
        return new Swings(online, times, flappingSince);
    }
}

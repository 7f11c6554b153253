package io.devicetrail.queryside.orphans;

import io.devicetrail.domain.device.LifeCycle;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which devices have left service for ever, for questions in SQL. */
public final class EndedDevices {
    /** The states of their life cycle, as a list in brackets. */
    public static final String STATES = Stream.of(LifeCycle.values())
            .filter(LifeCycle::ended)
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private EndedDevices() {}
}

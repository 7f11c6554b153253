package io.devicetrail.app.processors;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has not moved though there is something to do: a handler, or a database, that never answers shows neither as an
 * end nor as a failure. Used by one thread.
 */
final class Standing {
    private final int looks;
    private final Map<String, Still> still = new HashMap<>();

    private record Still(long place, int seen) {}

    /** @param looks in a row at which a processor has to be seen in the same place, behind the log */
    Standing(int looks) {
        this.looks = looks;
    }

    /** @return names of those that stand still */
    Set<String> look(Iterable<ProcessorState> states) {
        Set<String> standing = new TreeSet<>();
        for (ProcessorState state : states) {
            Long place = state.place();
            Long behind = state.behind();
            if (place == null || behind == null || behind == 0) {
                still.remove(state.name());
                continue;
            }
            Still before = still.get(state.name());
            int seen = before != null && before.place() == place ? before.seen() + 1 : 1;
            still.put(state.name(), new Still(place, seen));
            if (seen >= looks) {
                standing.add(state.name());
            }
        }
        return standing;
    }
}

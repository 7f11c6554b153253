package io.devicetrail.commandside.enrolment;

import io.devicetrail.commandside.sending.Attempt;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.common.IdentifierFactory;

/**
 * A row of a list from its first try to its last: what is drawn for it is drawn once, so that a command whose outcome
 * nobody knows is sent again as the same command. Used by one thread after the other.
 */
final class ListRow<R> {
    private final R row;
    private final Map<String, String> drawn = new HashMap<>();
    private boolean again;

    ListRow(R row) {
        this.row = row;
    }

    R row() {
        return row;
    }

    /** To send the command of this operation for the row. */
    Attempt attempt(String operation) {
        String id = once("command " + operation, IdentifierFactory.getInstance()::generateIdentifier);
        return new Attempt(id, again);
    }

    /** Drawn at the first try that asks for it, and the same at each later one. */
    String once(String what, Supplier<String> draw) {
        return drawn.computeIfAbsent(what, unused -> draw.get());
    }

    void wasNotAnswered() {
        again = true;
    }
}

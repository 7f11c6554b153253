package io.devicetrail.queryside;

import io.devicetrail.domain.authority.Denials;
import io.devicetrail.domain.shared.Caller;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What would go on record, in memory. */
final class DenialsOfTests implements Denials {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void denied(Caller caller, String operation, String where) {
        told.add(caller.actorId() + " " + operation + " " + where);
    }

    List<String> told() {
        return List.copyOf(told);
    }
}

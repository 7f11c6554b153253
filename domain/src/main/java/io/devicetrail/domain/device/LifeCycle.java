package io.devicetrail.domain.device;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a device is in its life: registered → enrolled → active ⇄ suspended / under repair → retired | replaced. */
public enum LifeCycle {
    REGISTERED,
    ENROLLED,
    ACTIVE,
    SUSPENDED,
    UNDER_REPAIR,
    RETIRED,
    REPLACED;

    private static final Map<LifeCycle, Set<LifeCycle>> NEXT = Map.of(
            REGISTERED, EnumSet.of(ENROLLED, RETIRED),
            ENROLLED, EnumSet.of(ACTIVE, RETIRED, REPLACED),
            ACTIVE, EnumSet.of(SUSPENDED, UNDER_REPAIR, RETIRED, REPLACED),
            SUSPENDED, EnumSet.of(ACTIVE, UNDER_REPAIR, RETIRED, REPLACED),
            UNDER_REPAIR, EnumSet.of(ACTIVE, RETIRED, REPLACED),
            RETIRED, EnumSet.noneOf(LifeCycle.class),
            REPLACED, EnumSet.noneOf(LifeCycle.class));

    public boolean mayBecome(LifeCycle next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether the device has left service for ever. */
    public boolean ended() {
        return this == RETIRED || this == REPLACED;
    }
}

package io.devicetrail.domain.device;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a device is in its life: registered → enrolled → active ⇄ suspended / under repair → retired | replaced | handed over. */
public enum LifeCycle {
    REGISTERED,
    ENROLLED,
    ACTIVE,
    SUSPENDED,
    UNDER_REPAIR,
    RETIRED,
    REPLACED,
    /** Another tenant has it now, under another id. */
    HANDED_OVER;

    private static final Map<LifeCycle, Set<LifeCycle>> NEXT = Map.of(
            REGISTERED, EnumSet.of(ENROLLED, RETIRED, HANDED_OVER),
            ENROLLED, EnumSet.of(ACTIVE, RETIRED, REPLACED, HANDED_OVER),
            ACTIVE, EnumSet.of(SUSPENDED, UNDER_REPAIR, RETIRED, REPLACED, HANDED_OVER),
            SUSPENDED, EnumSet.of(ACTIVE, UNDER_REPAIR, RETIRED, REPLACED, HANDED_OVER),
            UNDER_REPAIR, EnumSet.of(ACTIVE, RETIRED, REPLACED, HANDED_OVER),
            RETIRED, EnumSet.noneOf(LifeCycle.class),
            REPLACED, EnumSet.noneOf(LifeCycle.class),
            HANDED_OVER, EnumSet.noneOf(LifeCycle.class));

    public boolean mayBecome(LifeCycle next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether the device has left service for ever. */
    public boolean ended() {
        return this == RETIRED || this == REPLACED || this == HANDED_OVER;
    }
}

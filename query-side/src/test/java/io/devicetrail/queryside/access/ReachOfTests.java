package io.devicetrail.queryside.access;

import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.Caller;
import java.util.function.Supplier;

/** For what is asked by a mutation, which has the reach of who asks and no question of its own. */
public final class ReachOfTests {
    private ReachOfTests() {}

    public static <T> T call(Authorities authorities, Caller caller, Permission permission, Supplier<T> work) {
        return Reach.ofAnyRole(new Asker(authorities, caller, () -> true))
                .of(permission)
                .call(work);
    }
}

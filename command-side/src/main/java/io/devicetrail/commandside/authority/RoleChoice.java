package io.devicetrail.commandside.authority;

import io.devicetrail.domain.authority.GrantedRole;
import java.util.function.ToIntFunction;

/** In which of several roles that allow a command somebody acts: in the one of the lowest rank. */
public interface RoleChoice {
    /** Ranks are compared; of equal ones the first in the order of roles is taken. */
    ToIntFunction<GrantedRole> rankFor(Object command);
}

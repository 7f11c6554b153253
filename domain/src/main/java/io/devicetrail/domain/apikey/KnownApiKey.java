package io.devicetrail.domain.apikey;

import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** A key as the log tells it. */
public record KnownApiKey(ApiKeyIssued issued, boolean revoked) {
    /** Whether it opens anything at that time. */
    public boolean holdsAt(Instant now) {
        return !revoked && now.isBefore(issued.expiresAt());
    }

    /** A role that this version does not know, or no longer gives to machines, gives nothing. */
    public Authority authorityAt(Instant now) {
        return new Authority(
                holdsAt(now),
                issued.roles().stream()
                        .map(Role::of)
                        .flatMap(Optional::stream)
                        .filter(role -> role.duty() == Duty.WORK)
                        .map(role -> new Grant(
                                issued.tenant(),
                                issued.site(),
                                GrantedRole.of(role).only(issued.permissions())))
                        .collect(Collectors.toSet()));
    }
}

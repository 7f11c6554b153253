package io.devicetrail.queryside.people;

import io.devicetrail.queryside.tenants.Site;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has.
 *
 * @param tenant for which; null for a role of the whole installation
 * @param site where; null for everywhere
 */
record RoleGrant(@Nullable String tenant, @Nullable Site site, String role, String trainingRecord, Instant grantedAt) {}

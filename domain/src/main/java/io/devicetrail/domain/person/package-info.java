/**
 * People (21 CFR 11.10(d), 11.100): somebody's identity is verified and registered once, under a name that is never
 * given to anybody else. Registered people are granted roles, each for a tenant or one of its sites, with the record of
 * the training for it (11.10(i)); a role is revoked, a person deactivated, perhaps reactivated, and never removed.
 */
@NullMarked
package io.devicetrail.domain.person;

import org.jspecify.annotations.NullMarked;

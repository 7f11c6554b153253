/**
 * Rollout plans: what shall be installed on which devices, in which waves, and when it is to stop. A plan is drafted,
 * revised and withdrawn; it is one record that can be signed, so that any change voids the signatures under it. What
 * runs a plan is in {@code rolloutrun}.
 */
@NullMarked
package io.devicetrail.domain.rollout;

import org.jspecify.annotations.NullMarked;

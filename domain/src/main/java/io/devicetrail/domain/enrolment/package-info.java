/**
 * How devices come by their certificates, and which of these count.
 *
 * <p>Token: allowed → used | over | void by a new one. Certificate: standing → over by its own end | revoked (by a person,
 * by the third of the device, or because the device has left service). A device has two that stand at the most, so that one
 * can be renewed before the other ends.
 */
@NullMarked
package io.devicetrail.domain.enrolment;

import org.jspecify.annotations.NullMarked;

/**
 * The twin of a device: what people want of it, what it says it is, and whether the two agree.
 *
 * <p>A change by a person gives the desired properties their next version, and the twin is pending. The device says of a
 * version that it has taken it over (in sync) or will not (refused); only its own word, about the version of now, ends
 * the waiting, and a later word may change it. What the model calls audited among the reported properties is in the log
 * when it changes; all else that a device reports is state, and no event.
 */
@NullMarked
package io.devicetrail.domain.twin;

import org.jspecify.annotations.NullMarked;

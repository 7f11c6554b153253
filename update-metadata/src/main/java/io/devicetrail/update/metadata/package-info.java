/**
 * Metadata of updates after The Update Framework (TUF) 1.0: four roles say what may be installed, each by keys of its
 * own.
 *
 * <p>{@code root} names the keys of all roles, {@code targets} the images, {@code snapshot} the version of targets, and
 * {@code timestamp}, which lives shortest, the version of snapshot. A repository is written in that order; a device
 * reads root, timestamp, snapshot, targets, and trusts the channel for nothing.
 */
@NullMarked
package io.devicetrail.update.metadata;

import org.jspecify.annotations.NullMarked;

/**
 * Software releases: an artifact with a name and a version, and what it suits. A release is published once, is never
 * altered, and may be withdrawn for ever: what suits other devices, or other bytes, is another version.
 */
@NullMarked
package io.devicetrail.domain.release;

import org.jspecify.annotations.NullMarked;

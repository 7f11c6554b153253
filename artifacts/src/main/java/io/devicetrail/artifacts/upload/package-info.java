/**
 * Uploads by people and programs, in pieces: tus 1.0.0 with the extensions creation, expiration and termination. What was
 * acknowledged of a file is on the disk; what breaks off goes on at the offset that is told.
 */
@NullMarked
package io.devicetrail.artifacts.upload;

import org.jspecify.annotations.NullMarked;

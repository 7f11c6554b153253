/** Artifacts: a file goes on record once, by whoever brought its last byte. */
@NullMarked
package io.devicetrail.commandside.artifact;

import org.jspecify.annotations.NullMarked;

/** Lets a command that waits for signatures go when the last one is there. */
@NullMarked
package io.devicetrail.sagas.commandrelease;

import org.jspecify.annotations.NullMarked;

/** Decisions about events that a processor could not apply. */
@NullMarked
package io.devicetrail.commandside.deadletter;

import org.jspecify.annotations.NullMarked;

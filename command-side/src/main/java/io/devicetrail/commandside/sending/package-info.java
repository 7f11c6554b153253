/** The way from a mutation to the log: ids in, command sent once, position or refusal out. */
@NullMarked
package io.devicetrail.commandside.sending;

import org.jspecify.annotations.NullMarked;

/** Tells people of commands that came to nothing, where the model wants that. */
@NullMarked
package io.devicetrail.sagas.commandescalation;

import org.jspecify.annotations.NullMarked;

/** Watches a command from its request to its end, and ends it when its time is over. */
@NullMarked
package io.devicetrail.sagas.commanddelivery;

import org.jspecify.annotations.NullMarked;

/** Reading the log: the Axon storage engine and positions. */
@NullMarked
package io.devicetrail.eventstore.stream;

import org.jspecify.annotations.NullMarked;

/** Dead letters: an event that cannot be applied holds back its own aggregate and nothing else. */
@NullMarked
package io.devicetrail.eventstore.deadletter;

import org.jspecify.annotations.NullMarked;

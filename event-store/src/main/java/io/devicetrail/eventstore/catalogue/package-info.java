/** Stored names instead of Java names, and what every event is stamped with. */
@NullMarked
package io.devicetrail.eventstore.catalogue;

import org.jspecify.annotations.NullMarked;

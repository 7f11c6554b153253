/** What people decide about events that a processor could not apply. */
@NullMarked
package io.devicetrail.domain.deadletter;

import org.jspecify.annotations.NullMarked;

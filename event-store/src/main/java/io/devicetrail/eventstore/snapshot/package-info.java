/** Snapshots: the state of an aggregate after some of its events, used only while its code is the code that made it. */
@NullMarked
package io.devicetrail.eventstore.snapshot;

import org.jspecify.annotations.NullMarked;

/** Throwing read models away and rebuilding them from the log to the same bytes. */
@NullMarked
package io.devicetrail.app.replay;

import org.jspecify.annotations.NullMarked;

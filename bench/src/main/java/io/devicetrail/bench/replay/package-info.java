/** Read models made anew from the log. */
@NullMarked
package io.devicetrail.bench.replay;

import org.jspecify.annotations.NullMarked;

/** What the kernel knows about the quality of the clock. */
@NullMarked
package io.devicetrail.app.clock;

import org.jspecify.annotations.NullMarked;

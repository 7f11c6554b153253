/** Twins: what people want of a device, and what the device says of it. */
@NullMarked
package io.devicetrail.commandside.twin;

import org.jspecify.annotations.NullMarked;

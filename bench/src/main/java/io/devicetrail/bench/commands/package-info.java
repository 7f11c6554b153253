/** Commands of many callers at once, from the bus to the durable event. */
@NullMarked
package io.devicetrail.bench.commands;

import org.jspecify.annotations.NullMarked;

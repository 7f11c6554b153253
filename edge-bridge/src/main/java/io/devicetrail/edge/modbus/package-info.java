/** Modbus TCP: a register map polled at a fixed interval, with scale, unit and bounded time-outs. */
@NullMarked
package io.devicetrail.edge.modbus;

import org.jspecify.annotations.NullMarked;

package io.devicetrail.edge.modbus;

/** Which register of a 32-bit value comes first; the standard says nothing, devices do both. */
public enum WordOrder {
    HIGH_FIRST,
    LOW_FIRST
}

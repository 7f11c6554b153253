package io.devicetrail.edge.modbus;

/** The four tables of a Modbus device; the first two hold 16-bit words, the others single bits. */
public enum RegisterTable {
    HOLDING,
    INPUT,
    COIL,
    DISCRETE;

    boolean holdsBits() {
        return this == COIL || this == DISCRETE;
    }
}

package io.devicetrail.domain.device;

/** Tells, as the log does now, whether a device has left for good: retired, replaced or handed over. */
public interface EndedDevices {
    /** False for one that was never registered. */
    boolean hasEnded(DeviceId device);
}

package io.devicetrail.queryside.devicedetails;

/** A device as it is after a change. */
record DeviceChange(Device device, long position) {}

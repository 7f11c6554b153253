package io.devicetrail.queryside.devicedetails;

import java.util.UUID;

/** That a device changed, as a {@link DeviceChangeNotice} says it. */
record ChangedDevice(String tenant, UUID device, long position) {
    static ChangedDevice parse(String notice) {
        String[] words = notice.split(" ", 3);
        return new ChangedDevice(words[0], UUID.fromString(words[1]), Long.parseLong(words[2]));
    }
}

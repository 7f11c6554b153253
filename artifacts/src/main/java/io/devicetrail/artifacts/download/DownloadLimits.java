package io.devicetrail.artifacts.download;

import java.util.HashMap;
import java.util.Map;

/** So that devices that fetch slowly leave the port's threads to those that enrol. */
final class DownloadLimits {
    /** Files that are given out at once by this node. */
    static final int MOST = 64;
    /** To one device. */
    static final int MOST_OF_DEVICE = 2;

    private final Map<String, Integer> ofDevices = new HashMap<>();
    private int all;

    /** Whether there is a place; who gets one gives it back. */
    synchronized boolean take(String device) {
        int own = ofDevices.getOrDefault(device, 0);
        if (all >= MOST || own >= MOST_OF_DEVICE) {
            return false;
        }
        ofDevices.put(device, own + 1);
        all++;
        return true;
    }

    synchronized void giveBack(String device) {
        ofDevices.computeIfPresent(device, (id, count) -> count == 1 ? null : count - 1);
        all--;
    }
}

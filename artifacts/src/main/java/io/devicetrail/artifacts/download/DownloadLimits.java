package io.devicetrail.artifacts.download;

import io.devicetrail.domain.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;

/** So that devices that fetch slowly leave the port's threads to those that enrol. */
final class DownloadLimits {
    /** Files that are given out at once by this node. */
    static final int MOST = 64;
    /** To one device. */
    static final int MOST_OF_DEVICE = 2;

    /** To one tenant's: others get theirs, however slowly these fetch. */
    static final int MOST_OF_TENANT = MOST / 4;

    private final int most;
    private final int mostOfTenant;
    private final int mostOfDevice;
    private final Map<TenantId, Integer> ofTenants = new HashMap<>();
    private final Map<String, Integer> ofDevices = new HashMap<>();
    private int all;

    DownloadLimits() {
        this(MOST, MOST_OF_TENANT, MOST_OF_DEVICE);
    }

    DownloadLimits(int most, int mostOfTenant, int mostOfDevice) {
        this.most = most;
        this.mostOfTenant = mostOfTenant;
        this.mostOfDevice = mostOfDevice;
    }

    /** Whether there is a place; who gets one gives it back. */
    synchronized boolean take(TenantId tenant, String device) {
        int own = ofDevices.getOrDefault(device, 0);
        int tenants = ofTenants.getOrDefault(tenant, 0);
        if (all >= most || tenants >= mostOfTenant || own >= mostOfDevice) {
            return false;
        }
        ofTenants.put(tenant, tenants + 1);
        ofDevices.put(device, own + 1);
        all++;
        return true;
    }

    synchronized void giveBack(TenantId tenant, String device) {
        ofTenants.computeIfPresent(tenant, (id, count) -> count == 1 ? null : count - 1);
        ofDevices.computeIfPresent(device, (id, count) -> count == 1 ? null : count - 1);
        all--;
    }
}

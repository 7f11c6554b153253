package io.devicetrail.domain.device;

import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashSet;
import java.util.List;

/**
 * Enters several devices of one model version at one site in the registry: all of them, or none where one cannot be. For
 * each it is what {@link RegisterDevice} is, and takes the same permission.
 *
 * @param devices 1 to {@link #MOST}, none twice, none behind a gateway
 */
public record RegisterDevices(List<RegisterDevice> devices) {
    /** Most devices of one command, so that it does not keep others from the log for long. */
    public static final int MOST = 250;

    public RegisterDevices {
        Shape.within("devices", devices.size(), 1, MOST);
        RegisterDevice first = devices.getFirst();
        HashSet<DeviceId> ids = new HashSet<>();
        for (RegisterDevice device : devices) {
            if (!ids.add(device.device())) {
                throw new MalformedInput("devices", "name " + device.serialNumber() + " twice");
            }
            boolean alike = device.tenant().equals(first.tenant())
                    && device.site().equals(first.site())
                    && device.model().equals(first.model())
                    && device.modelVersion() == first.modelVersion();
            if (!alike || device.gateway() != null) {
                throw new MalformedInput("devices", "must be of one site and model version, and behind no gateway");
            }
        }
        devices = List.copyOf(devices);
    }

    /** One of them, for what they have in common. */
    public RegisterDevice first() {
        return devices.getFirst();
    }

    public TenantId tenant() {
        return first().tenant();
    }

    public SiteId site() {
        return first().site();
    }
}

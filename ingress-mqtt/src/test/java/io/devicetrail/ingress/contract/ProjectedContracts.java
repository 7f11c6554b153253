package io.devicetrail.ingress.contract;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import org.springframework.jdbc.core.JdbcTemplate;

/** Hands events to the projection in the place of the log, for tests of other packages. */
public final class ProjectedContracts {
    final DeviceContractProjection projection;

    public ProjectedContracts(JdbcTemplate jdbc, DeviceContracts contracts) {
        projection = new DeviceContractProjection(jdbc, contracts);
    }

    public void on(DeviceEvent event) {
        projection.on(event);
    }

    public void on(DeviceModelEvent event) {
        projection.on(event);
    }
}

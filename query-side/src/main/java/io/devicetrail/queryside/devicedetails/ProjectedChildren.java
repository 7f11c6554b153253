package io.devicetrail.queryside.devicedetails;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DevicesBehind;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads them for the platform's own work, which sees every tenant, once they are projected as far as is asked. */
@Component
class ProjectedChildren implements DevicesBehind {
    private final JdbcClient jdbc;
    private final Positions positions;

    ProjectedChildren(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    @Override
    public List<DeviceId> directlyBehind(TenantId tenant, DeviceId gateway, long position) {
        positions.await(ReadModelName.DEVICES, position);
        String[] ended = Stream.of(LifeCycle.values())
                .filter(LifeCycle::ended)
                .map(Enum::name)
                .toArray(String[]::new);
        return jdbc.sql("""
                        select device_id from read.device
                         where gateway_id = ? and tenant = ? and life_cycle <> all (?) order by registered_position
                        """).params(gateway.value(), tenant.value(), ended).query(UUID.class).list().stream()
                .map(DeviceId::new)
                .toList();
    }
}

package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.queryside.position.BatchBuffer;
import io.devicetrail.queryside.position.ReadModelName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * At which site each device is, for the counts of rollouts. Registrations, of which there are many, are collected for the
 * batch: whoever needs them within it stores them first.
 */
record SitesOfDevices(JdbcClient jdbc) {
    private static final String PUT = """
            insert into read.rollout_device_site (device_id, site_id) select * from unnest(?::uuid[], ?::uuid[])
                on conflict (device_id) do update set site_id = excluded.site_id
            """;

    private static final String MOVE = DeviceCounting.of("""
            update read.rollout_run_device set site_id = ? where device_id = ?
            """);

    /** Gone with the transaction. */
    private static final class Registered {
        private final Map<UUID, UUID> sites = new LinkedHashMap<>();
    }

    private static Map<UUID, UUID> registered() {
        return BatchBuffer.of(ReadModelName.ROLLOUTS, Registered.class, Registered::new).sites;
    }

    void register(DeviceRegistered e) {
        registered().put(e.device().value(), e.site().value());
    }

    void move(DeviceMoved e) {
        registered().put(e.device().value(), e.to().value());
        jdbc.sql(MOVE).params(e.to().value(), e.device().value()).update();
    }

    void store() {
        Map<UUID, UUID> sites = registered();
        if (!sites.isEmpty()) {
            jdbc.sql(PUT)
                    .params(sites.keySet().toArray(UUID[]::new), sites.values().toArray(UUID[]::new))
                    .update();
            sites.clear();
        }
    }
}

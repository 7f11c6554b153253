package io.devicetrail.queryside.devicedetails;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells every node that a device changed: {@code <tenant> <device> <position>}, sent by the commit, or not at all. */
@Component
public class DeviceChangeNotice {
    static final String CHANNEL = "device_changed";

    private final JdbcClient jdbc;

    DeviceChangeNotice(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Within the transaction of the change. */
    public void changed(UUID device, long position) {
        jdbc.sql("""
                select pg_notify(?, tenant || ' ' || device_id || ' ' || ?::text)
                from read.device where device_id = ?
                """)
                .params(CHANNEL, position, device)
                .query((row, number) -> device)
                .list();
    }
}

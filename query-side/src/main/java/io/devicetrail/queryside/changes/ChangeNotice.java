package io.devicetrail.queryside.changes;

import io.devicetrail.queryside.changes.Change.Kind;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells every node of a change, as {@link Change} prints it: sent by the commit, or not at all. */
@Component
public class ChangeNotice {
    static final String CHANNEL = "record_changed";

    private final JdbcClient jdbc;

    ChangeNotice(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Within the transaction of the change. */
    public void changed(Change change) {
        jdbc.sql("select pg_notify(?, ?)")
                .params(CHANNEL, change.print())
                .query((row, number) -> number)
                .list();
    }

    /** The same, of a device that is projected; of another nothing. */
    public void deviceChanged(UUID device, long position) {
        jdbc.sql("select tenant from read.device where device_id = ?")
                .param(device)
                .query(String.class)
                .optional()
                .ifPresent(tenant -> changed(new Change(Kind.DEVICE, tenant, device, position)));
    }
}

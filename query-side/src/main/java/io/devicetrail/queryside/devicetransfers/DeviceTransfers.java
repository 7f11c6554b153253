package io.devicetrail.queryside.devicetransfers;

import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds transfers, of the sides that the asker reaches. */
@Component
class DeviceTransfers {
    /** Of one device at once; all of a tenant's are had page by page. */
    static final int MOST_OF_DEVICE = 50;

    private final ReachedTables tables;

    DeviceTransfers(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<DeviceTransfer> of(String tenant, UUID transfer) {
        return tables.sql("select * from read.device_transfer where transfer_id = ? and tenant = ?")
                .params(transfer, tenant)
                .query(DeviceTransfers::transfer)
                .optional();
    }

    Optional<DeviceTransfer> of(TransferSide side, UUID transfer) {
        return tables.sql("select * from read.device_transfer where transfer_id = ? and side = ?")
                .params(transfer, side.name())
                .query(DeviceTransfers::transfer)
                .optional();
    }

    /** In the order of the offers, from after that position on. */
    List<DeviceTransfer> list(String tenant, long after, int limit) {
        return tables.sql("""
                        select * from read.device_transfer where tenant = ? and offered_position > ?
                         order by offered_position limit ?
                        """)
                .params(tenant, after, limit)
                .query(DeviceTransfers::transfer)
                .list();
    }

    /** The newest of each, in the order of the offers. */
    List<DeviceTransfer> ofDevices(Collection<UUID> devices) {
        return tables.sql("""
                        select t.* from unnest(?) as of_device (id) cross join lateral (
                            select * from read.device_transfer where device_id = of_device.id
                             order by offered_position desc limit ?) t
                         order by t.offered_position
                        """)
                .params(devices.toArray(UUID[]::new), MOST_OF_DEVICE)
                .query(DeviceTransfers::transfer)
                .list();
    }

    private static DeviceTransfer transfer(ResultSet row, int number) throws SQLException {
        return new DeviceTransfer(
                row.getObject("transfer_id", UUID.class),
                TransferSide.valueOf(row.getString("side")),
                row.getString("tenant"),
                row.getObject("device_id", UUID.class),
                row.getString("giver"),
                row.getString("receiver"),
                row.getObject("former_device", UUID.class),
                row.getObject("next_device", UUID.class),
                row.getString("manufacturer"),
                row.getString("serial_number"),
                row.getString("hardware_revision"),
                row.getString("batch"),
                row.getObject("until", OffsetDateTime.class).toInstant(),
                row.getBoolean("share_history"),
                TransferState.valueOf(row.getString("state")),
                row.getString("cause"),
                row.getString("offered_by"),
                row.getObject("offered_at", OffsetDateTime.class).toInstant(),
                row.getString("offer_reason"),
                row.getLong("offered_position"),
                row.getString("answered_by"),
                time(row, "answered_at"),
                row.getString("answer_reason"),
                time(row, "handed_over_at"),
                time(row, "ended_at"),
                row.getLong("position"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

package io.devicetrail.queryside.devicetransfers;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.OpenOffers;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** On the application's own connections: a limit counts every offer, and not those that somebody may see. */
@Component
class CountedOffers implements OpenOffers {
    private final JdbcClient jdbc;

    CountedOffers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Seen between(TenantId giver, TenantId receiver, DeviceId device, Instant now) {
        return jdbc.sql("""
                        select count(*) as open, coalesce(bool_or(former_device = :device), false) as of_device
                          from read.device_transfer
                         where giver = :giver and receiver = :receiver and side = '%s' and state = '%s' and until > :now
                        """.formatted(TransferSide.GIVER, TransferState.OFFERED))
                .param("device", device.value())
                .param("giver", giver.value())
                .param("receiver", receiver.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Seen(row.getInt("open"), row.getBoolean("of_device")))
                .single();
    }
}

package io.devicetrail.queryside.devicecertificates;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.queryside.orphans.EndedDevices;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * For processes: on the application's own connections, as incidents are about every device and not those somebody sees.
 */
@Component
class NewestCertificatesOnRecord implements NewestCertificates {
    private final JdbcClient jdbc;
    private final Positions positions;

    NewestCertificatesOnRecord(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    @Override
    public boolean isInForce(DeviceId device, String fingerprint) throws TimeoutException {
        positions.awaitHead(ReadModelName.DEVICES, ReadModelName.DEVICE_CERTIFICATES);
        return jdbc.sql("""
                        select k.fingerprint = ? and d.life_cycle not in %s
                          from read.device_certificate k
                          join read.device d on d.device_id = k.device_id
                         where k.device_id = ? and k.revoked_at is null order by k.issued_position desc limit 1
                        """.formatted(EndedDevices.STATES))
                .params(fingerprint, device.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }
}

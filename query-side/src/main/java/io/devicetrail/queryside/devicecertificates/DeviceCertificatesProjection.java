package io.devicetrail.queryside.devicecertificates;

import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects devices' certificates. Takes every event, as its position speaks for the whole log. */
@Component
@ProcessingGroup(ReadModelName.DEVICE_CERTIFICATES)
class DeviceCertificatesProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    DeviceCertificatesProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt) {
        progress.once(name(), token, position -> {
            if (event instanceof EnrolmentEvent e) {
                project(e, position, recordedAt);
            }
        });
    }

    private void project(EnrolmentEvent event, long position, Instant recordedAt) {
        switch (event) {
            case EnrolmentEvent.DeviceEnrolmentAllowed e -> {
                // Tokens are the trail's to tell.
            }
            case EnrolmentEvent.FactoryKeyImported e -> {
                // The same.
            }
            case EnrolmentEvent.DeviceClaimed e -> {
                // The same.
            }
            case EnrolmentEvent.DeviceCertificateIssued e ->
                jdbc.sql("""
                        insert into read.device_certificate
                               (fingerprint, serial_number, device_id, tenant, means, issued_at, issued_position,
                                not_before, not_after, position)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                        .param(e.certificate().fingerprint())
                        .param(e.certificate().serialNumber())
                        .param(e.device().value())
                        .param(e.tenant().value())
                        .param(e.means().name())
                        .param(recordedAt.atOffset(ZoneOffset.UTC))
                        .param(position)
                        .param(e.certificate().notBefore().atOffset(ZoneOffset.UTC))
                        .param(e.certificate().notAfter().atOffset(ZoneOffset.UTC))
                        .param(position)
                        .update();
            case EnrolmentEvent.DeviceCertificateRevoked e ->
                jdbc.sql("""
                        update read.device_certificate set revoked_at = ?, revocation_reason = ?, position = ?
                         where fingerprint = ?
                        """)
                        .params(recordedAt.atOffset(ZoneOffset.UTC), e.reason().name(), position, e.fingerprint())
                        .update();
        }
    }

    @Override
    public String name() {
        return ReadModelName.DEVICE_CERTIFICATES;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return EnrolmentEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.device_certificate").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.device_certificate order by fingerprint collate \"C\"");
    }
}

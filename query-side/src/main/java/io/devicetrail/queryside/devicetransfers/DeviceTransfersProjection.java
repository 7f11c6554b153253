package io.devicetrail.queryside.devicetransfers;

import io.devicetrail.domain.device.DeviceEvent.DeviceHandedOver;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAbandoned;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferCompleted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferDeclined;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferHeldUp;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferLapsed;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferOffered;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferWithdrawn;
import io.devicetrail.domain.transfer.TransferEvent.TransferMoved;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects transfers: each side's row from that side's events, and from the hand-over itself. */
@Component
@ProcessingGroup(ReadModelName.DEVICE_TRANSFERS)
class DeviceTransfersProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    DeviceTransfersProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata) {
        OffsetDateTime at = recordedAt.atOffset(ZoneOffset.UTC);
        progress.once(name(), token, position -> {
            if (event instanceof TransferEvent e) {
                project(e, position, at, metadata);
            } else if (event instanceof DeviceHandedOver e) {
                // Both sides go by it: to the giver its device has ended, and the receiver may read its history up to
                // here.
                jdbc.sql("""
                        update read.device_transfer set handed_over_at = ?, handed_over_position = ?, position = ?
                         where transfer_id = ?
                        """)
                        .params(at, position, position, e.transfer().value())
                        .update();
            }
        });
    }

    private void project(TransferEvent event, long position, OffsetDateTime at, MetaData metadata) {
        switch (event) {
            case DeviceTransferOffered e -> offer(e, position, at, metadata);
            case DeviceTransferAccepted e -> answer(e, position, at, null, metadata);
            case DeviceTransferDeclined e -> answer(e, position, at, at, metadata);
            case DeviceTransferWithdrawn e -> answer(e, position, at, at, metadata);
            case DeviceTransferLapsed e -> move(e, position, at, null);
            case DeviceTransferAbandoned e -> move(e, position, at, e.cause());
            case DeviceTransferHeldUp e -> move(e, position, null, e.cause());
            case DeviceTransferCompleted e -> move(e, position, at, null);
        }
    }

    private void offer(DeviceTransferOffered e, long position, OffsetDateTime at, MetaData metadata) {
        TransferTerms terms = e.terms();
        jdbc.sql("""
                insert into read.device_transfer (transfer_id, side, tenant, device_id, giver, receiver, former_device,
                    next_device, manufacturer, serial_number, hardware_revision, batch, until, share_history, state,
                    offered_by, offered_at, offer_reason, offered_position, position)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(Arrays.asList(
                        e.transfer().value(),
                        e.side().name(),
                        terms.tenantOf(e.side()).value(),
                        e.subject().value(),
                        terms.giver().value(),
                        terms.receiver().value(),
                        terms.former().value(),
                        terms.next().value(),
                        terms.manufacturer(),
                        terms.serialNumber(),
                        terms.hardwareRevision(),
                        terms.batch(),
                        terms.until().atOffset(ZoneOffset.UTC),
                        terms.shareHistory(),
                        TransferState.OFFERED.name(),
                        actor(metadata),
                        at,
                        metadata.get(Metadata.REASON),
                        position,
                        position))
                .update();
    }

    /** By a person: who it was and why is part of what both sides agreed. */
    private void answer(
            TransferMoved e, long position, OffsetDateTime at, @Nullable OffsetDateTime ended, MetaData metadata) {
        jdbc.sql("""
                update read.device_transfer set state = ?, cause = null, answered_by = ?, answered_at = ?,
                    answer_reason = ?, ended_at = ?::timestamptz, position = ?
                 where transfer_id = ? and side = ?
                """)
                .params(Arrays.asList(
                        e.to().name(),
                        actor(metadata),
                        at,
                        metadata.get(Metadata.REASON),
                        ended,
                        position,
                        e.transfer().value(),
                        e.side().name()))
                .update();
    }

    private void move(TransferMoved e, long position, @Nullable OffsetDateTime ended, @Nullable String cause) {
        jdbc.sql("""
                update read.device_transfer set state = ?, cause = ?, ended_at = ?::timestamptz, position = ?
                 where transfer_id = ? and side = ?
                """)
                .params(Arrays.asList(
                        e.to().name(),
                        cause,
                        ended,
                        position,
                        e.transfer().value(),
                        e.side().name()))
                .update();
    }

    private static String actor(MetaData metadata) {
        return String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, ""));
    }

    @Override
    public String name() {
        return ReadModelName.DEVICE_TRANSFERS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return TransferEvent.class.isAssignableFrom(event) || DeviceHandedOver.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.device_transfer").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.device_transfer order by transfer_id, side");
    }
}

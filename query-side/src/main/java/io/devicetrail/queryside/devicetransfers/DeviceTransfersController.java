package io.devicetrail.queryside.devicetransfers;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers how transfers stand, to each side what is on its record. */
@Controller
class DeviceTransfersController implements NodeFinder {
    private static final String LIST = "device transfers";

    private final DeviceTransfers transfers;
    private final Positions positions;

    DeviceTransfersController(DeviceTransfers transfers, Positions positions) {
        this.transfers = transfers;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable DeviceTransfer deviceTransfer(@Argument String tenant, @Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.DEVICE_TRANSFERS, after);
        return transfers.of(GlobalId.local("Tenant", tenant), transferOf(id)).orElse(null);
    }

    @QueryMapping
    Page<DeviceTransfer> deviceTransfers(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.DEVICE_TRANSFERS, after);
        List<DeviceTransfer> rows = transfers.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Positions.NONE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, one -> Cursor.of(LIST, one.offeredPosition()));
    }

    @BatchMapping(typeName = Device.TYPE, field = "transfers")
    Map<Device, List<DeviceTransfer>> ofDevices(List<Device> of) {
        Map<UUID, List<DeviceTransfer>> found =
                transfers.ofDevices(of.stream().map(Device::deviceId).distinct().toList()).stream()
                        .collect(Collectors.groupingBy(DeviceTransfer::subject));
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), d -> found.getOrDefault(d.deviceId(), List.of())));
    }

    /** As the side of whoever acted has it. */
    @SchemaMapping(typeName = "DeviceTransferPayload", field = "transfer")
    @Nullable DeviceTransfer changed(MutationOutcome outcome) {
        return outcome.subject() == null || outcome.related() == null
                ? null
                : deviceTransfer(outcome.related(), outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return DeviceTransfer.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.DEVICE_TRANSFER;
    }

    @Override
    public @Nullable Object find(String localId) {
        int end = localId.indexOf(DeviceTransfer.OF_SIDE);
        String side = localId.substring(end + 1);
        return end < 0
                ? null
                : Stream.of(TransferSide.values())
                        .filter(one -> one.name().equals(side))
                        .findFirst()
                        .flatMap(one -> transfers.of(one, transferOf(localId)))
                        .orElse(null);
    }

    /** The transfer's own id, or the global id of one of its sides. */
    private static UUID transferOf(String id) {
        String local = GlobalId.local(DeviceTransfer.TYPE, id);
        int end = local.indexOf(DeviceTransfer.OF_SIDE);
        return GlobalId.uuid(DeviceTransfer.TYPE, end < 0 ? local : local.substring(0, end));
    }
}

package io.devicetrail.queryside.incidents;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which incidents there are, and what came of them. */
@Controller
class IncidentsController implements NodeFinder {
    private static final String LIST = "incidents";

    private final Incidents incidents;
    private final Devices devices;
    private final Positions positions;

    IncidentsController(Incidents incidents, Devices devices, Positions positions) {
        this.incidents = incidents;
        this.devices = devices;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable Incident incident(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.INCIDENTS, after);
        return incidents.byId(episode(id)).orElse(null);
    }

    @QueryMapping
    Page<Incident> incidents(
            @Argument String tenant,
            @Argument @Nullable String site,
            @Argument @Nullable String device,
            @Argument @Nullable IncidentKind kind,
            @Argument boolean closed,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        IncidentFilter filter = new IncidentFilter(
                GlobalId.local("Tenant", tenant),
                site == null ? null : GlobalId.uuid("Site", site),
                device == null ? null : GlobalId.uuid(Device.TYPE, device),
                kind,
                closed);
        positions.await(ReadModelName.INCIDENTS, after);
        List<Incident> rows = incidents.list(filter, from.isEmpty() ? Long.MAX_VALUE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, incident -> Cursor.of(LIST, incident.openedPosition()));
    }

    @BatchMapping(typeName = Device.TYPE)
    Map<Device, List<Incident>> openIncidents(List<Device> of) {
        Map<UUID, List<Incident>> open =
                incidents.openOf(of.stream().map(Device::deviceId).distinct().toList()).stream()
                        .collect(Collectors.groupingBy(incident -> Objects.requireNonNull(incident.deviceId())));
        Map<Device, List<Incident>> each = new HashMap<>();
        of.forEach(device -> each.put(device, open.getOrDefault(device.deviceId(), List.of())));
        return each;
    }

    @BatchMapping(typeName = Incident.TYPE)
    Map<Incident, Device> device(List<Incident> of) {
        List<UUID> ids = of.stream()
                .map(Incident::deviceId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<UUID, Device> found = ids.isEmpty() ? Map.of() : devices.byIds(ids);
        Map<Incident, Device> each = new HashMap<>();
        for (Incident incident : of) {
            UUID id = incident.deviceId();
            Device device = id == null ? null : found.get(id);
            if (device != null) {
                each.put(incident, device);
            }
        }
        return each;
    }

    @SchemaMapping(typeName = "IncidentPayload", field = "incident")
    @Nullable Incident changed(MutationOutcome outcome) {
        return outcome.related() == null ? null : incident(outcome.related(), outcome.position());
    }

    @Override
    public String type() {
        return Incident.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.INCIDENT;
    }

    @Override
    public @Nullable Object find(String localId) {
        return incidents.byId(episode(localId)).orElse(null);
    }

    private static IncidentEpisode episode(String id) {
        return IncidentEpisode.parse("id", GlobalId.local(Incident.TYPE, id));
    }
}

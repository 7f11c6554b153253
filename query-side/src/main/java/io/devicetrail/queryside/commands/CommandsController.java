package io.devicetrail.queryside.commands;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Answers where commands are. */
@Controller
class CommandsController implements NodeFinder {
    private final Commands commands;
    private final Devices devices;
    private final Positions positions;

    CommandsController(Commands commands, Devices devices, Positions positions, BatchLoaderRegistry loaders) {
        this.commands = commands;
        this.devices = devices;
        this.positions = positions;
        loaders.forTypePair(UUID.class, Command.class)
                .registerMappedBatchLoader((ids, environment) -> Mono.fromSupplier(() -> asked(ids)));
    }

    /** However many are asked for in one request, by a program that waits for all that it has sent: one look at the table. */
    @QueryMapping
    CompletableFuture<Command> command(
            @Argument String id, @Argument @Nullable Long after, DataLoader<UUID, Command> asked) {
        positions.await(ReadModelName.COMMANDS, after);
        return asked.load(GlobalId.uuid(Command.TYPE, id));
    }

    /** The loader works for the request as a whole, which reaches more than this question may show. */
    private Map<UUID, Command> asked(Set<UUID> ids) {
        return Reach.current().of(Permission.COMMAND).call(() -> commands.byIds(ids)).stream()
                .collect(Collectors.toMap(Command::commandId, Function.identity()));
    }

    @BatchMapping
    Map<Command, Device> device(List<Command> of) {
        List<UUID> ids = of.stream().map(Command::targetId).distinct().toList();
        Map<UUID, Device> found = devices.byIds(ids);
        if (found.size() < ids.size()) {
            // The devices' read model may lag a moment behind; a command's device is in the log before it.
            positions.await(
                    ReadModelName.DEVICES,
                    of.stream().mapToLong(Command::position).max().orElse(Positions.NONE));
            found = devices.byIds(ids);
        }
        Map<Command, Device> targets = new HashMap<>();
        for (Command command : of) {
            Device device = found.get(command.targetId());
            if (device != null) {
                targets.put(command, device);
            }
        }
        return targets;
    }

    @SchemaMapping(typeName = Device.TYPE, field = "commands")
    List<Command> ofDevice(Device device, @Argument int first) {
        return commands.newestOf(device.deviceId(), Page.size(first));
    }

    @SchemaMapping(typeName = "CommandPayload", field = "command")
    @Nullable Command changed(MutationOutcome outcome) {
        if (outcome.subject() == null) {
            return null;
        }
        positions.await(ReadModelName.COMMANDS, outcome.position());
        return commands.byId(GlobalId.uuid(Command.TYPE, outcome.subject())).orElse(null);
    }

    @Override
    public String type() {
        return Command.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.COMMAND;
    }

    @Override
    public @Nullable Object find(String localId) {
        return commands.byId(GlobalId.uuid(Command.TYPE, localId)).orElse(null);
    }
}

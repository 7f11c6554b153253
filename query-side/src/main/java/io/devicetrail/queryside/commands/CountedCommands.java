package io.devicetrail.queryside.commands;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what is projected, for commands and processes: on the application's own connections, as a limit counts every command
 * and not those that somebody may see. One statement for both answers: they are of the same moment.
 */
@Component
class CountedCommands implements OpenCommands {
    private static final String KNOWN =
            ", array(select command_id from read.command where command_id = any(:asked)) as known";

    private final JdbcClient jdbc;
    private final Positions positions;

    CountedCommands(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    @Override
    public Seen ofDevice(DeviceId device, Set<CommandId> asked) {
        return jdbc.sql(
                        "select (select count(*) from read.command where device_id = :device and ended_at is null) as open"
                                + KNOWN)
                .param("device", device.value())
                .param("asked", ids(asked))
                .query(CountedCommands::seen)
                .single();
    }

    @Override
    public Seen ofTenant(TenantId tenant, Set<CommandId> asked) {
        return jdbc.sql("select (select count(*) from read.command where tenant = :tenant and ended_at is null) as open"
                        + KNOWN)
                .param("tenant", tenant.value())
                .param("asked", ids(asked))
                .query(CountedCommands::seen)
                .single();
    }

    @Override
    public List<CommandId> nextOf(DeviceId device, long position, @Nullable CommandId after, int most)
            throws TimeoutException {
        awaitPosition(position);
        return jdbc
                .sql("""
                        select command_id from read.command
                         where device_id = :device and ended_at is null
                           and (:after::uuid is null or command_id > :after::uuid)
                         order by command_id limit :most
                        """)
                .param("device", device.value())
                .param("after", after == null ? null : after.value())
                .param("most", most)
                .query(UUID.class)
                .list()
                .stream()
                .map(CommandId::new)
                .toList();
    }

    /** For a process: being behind is no fault of the event that it handles. */
    private void awaitPosition(long position) throws TimeoutException {
        try {
            positions.await(ReadModelName.COMMANDS, position);
        } catch (QueryError late) {
            TimeoutException timeout = new TimeoutException(late.getMessage());
            timeout.initCause(late);
            throw timeout;
        }
    }

    private static UUID[] ids(Set<CommandId> commands) {
        return commands.stream().map(CommandId::value).toArray(UUID[]::new);
    }

    private static Seen seen(ResultSet row, int number) throws SQLException {
        UUID[] known = (UUID[]) row.getArray("known").getArray();
        return new Seen(
                row.getInt("open"), Arrays.stream(known).map(CommandId::new).collect(Collectors.toSet()));
    }
}

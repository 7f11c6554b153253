package io.devicetrail.queryside.commands;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

    CountedCommands(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    private static UUID[] ids(Set<CommandId> commands) {
        return commands.stream().map(CommandId::value).toArray(UUID[]::new);
    }

    private static Seen seen(ResultSet row, int number) throws SQLException {
        UUID[] known = (UUID[]) row.getArray("known").getArray();
        return new Seen(
                row.getInt("open"), Arrays.stream(known).map(CommandId::new).collect(Collectors.toSet()));
    }
}

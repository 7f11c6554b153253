package io.devicetrail.queryside.commands;

import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds commands. */
@Component
class Commands {
    private final ReachedTables tables;

    Commands(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Command> byId(UUID id) {
        return tables.sql("select * from read.command where command_id = ?")
                .param(id)
                .query(Commands::command)
                .optional();
    }

    List<Command> byIds(Collection<UUID> ids) {
        return tables.sql("select * from read.command where command_id = any(?)")
                .param(ids.toArray(UUID[]::new))
                .query(Commands::command)
                .list();
    }

    List<Command> newestOf(UUID device, int limit) {
        return tables.sql("select * from read.command where device_id = ? order by requested_position desc limit ?")
                .params(device, limit)
                .query(Commands::command)
                .list();
    }

    private static Command command(ResultSet row, int number) throws SQLException {
        OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        return new Command(
                row.getObject("command_id", UUID.class),
                row.getObject("device_id", UUID.class),
                row.getString("name"),
                Json.readObject(row.getString("arguments")),
                CommandState.valueOf(row.getString("state")),
                CommandClass.valueOf(row.getString("command_class")),
                row.getInt("attempts"),
                row.getInt("most_attempts"),
                row.getInt("timeout_seconds"),
                row.getBoolean("two_persons"),
                row.getString("approved_by"),
                row.getObject("agreed_by_job", UUID.class),
                row.getObject("progress_percent", Integer.class),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                row.getString("code"),
                row.getString("detail"),
                row.getString("requested_by"),
                row.getLong("position"));
    }
}

package io.devicetrail.queryside.deadletters;

import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Answers what could not be applied. Table process.dead_letter is the event store's contract. */
@Controller
class DeadLettersController {
    private static final String LIST = "deadLetters";

    private final ReachedTables tables;

    DeadLettersController(ReachedTables tables) {
        this.tables = tables;
    }

    @QueryMapping
    Page<DeadLetter> deadLetters(
            @Argument String tenant,
            @Argument @Nullable String processor,
            @Argument int first,
            @Argument @Nullable String afterCursor) {
        int size = Page.size(first);
        List<String> keys = Cursor.keys(LIST, 2, afterCursor);
        return Page.of(
                find(GlobalId.local("Tenant", tenant), processor, keys, size + 1),
                size,
                afterCursor != null,
                letter -> Cursor.of(LIST, letter.index(), letter.processor()));
    }

    private List<DeadLetter> find(String tenant, @Nullable String processor, List<String> after, int limit) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder sql =
                new StringBuilder("select * from process.dead_letter where tenant = ? and (index, processor) > (?, ?)");
        parameters.add(tenant);
        parameters.add(after.isEmpty() ? Positions.NONE : index(after.getFirst()));
        parameters.add(after.isEmpty() ? "" : after.getLast());
        if (processor != null) {
            sql.append(" and processor = ?");
            parameters.add(processor);
        }
        parameters.add(limit);
        return tables.sql(sql.append(" order by index, processor limit ?").toString())
                .params(parameters)
                .query(DeadLettersController::letter)
                .list();
    }

    private static long index(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw Cursor.bad(LIST, e);
        }
    }

    private static DeadLetter letter(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getString("processor"),
                row.getLong("index"),
                row.getString("stream"),
                row.getString("tenant"),
                row.getString("event"),
                row.getString("cause"),
                row.getObject("parked_at", OffsetDateTime.class).toInstant());
    }
}

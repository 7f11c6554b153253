package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which appends of a batch the log has no place for, and which it has.
 *
 * @param winners in the order of the batch
 * @param losers those whose sequence number or command is stored already, or belongs to an earlier one of the batch
 */
record Conflicts(List<Append> winners, List<Append> losers) {
    /** Lateral with a limit: a bad row estimate cannot turn it into a scan of the log. */
    private static final String CONFLICTING = """
            select r.n
              from unnest(?::text[], ?::bigint[], ?::text[], ?::int[]) with ordinality
                   as r(aggregate_id, sequence, command_id, command_ordinal, n)
              left join lateral (select 1 as hit from log.event e
                                  where e.aggregate_id = r.aggregate_id and e.sequence = r.sequence limit 1) s on true
              left join lateral (select 1 as hit from log.event e
                                  where e.command_id = r.command_id and e.command_ordinal = r.command_ordinal limit 1) c
                     on true
             where s.hit is not null or c.hit is not null""";

    /** On a connection that holds the log's lock. */
    static Conflicts of(List<Append> batch, Connection connection, int seconds) throws SQLException {
        List<Append> winners = new ArrayList<>();
        List<Append> losers = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Set<Integer> conflicting = conflicting(batch, connection, seconds);
        int row = 0;
        for (Append append : batch) {
            boolean wins = true;
            Set<String> claims = new HashSet<>();
            for (EventRow event : append.rows()) {
                row++;
                wins &= !conflicting.contains(row)
                        & claims.add("s " + event.sequence() + " " + event.aggregateId())
                        & claims.add("c " + event.ordinal() + " " + event.commandId());
            }
            wins &= claims.stream().noneMatch(taken::contains);
            (wins ? winners : losers).add(append);
            if (wins) {
                taken.addAll(claims);
            }
        }
        return new Conflicts(winners, losers);
    }

    /** Once the winners are stored. */
    void tellLosers() {
        losers.forEach(append -> append.lastIndex()
                .completeExceptionally(new AppendConflictException(
                        "Another change of " + append.rows().getFirst().aggregateId()
                                + " was stored first, or this command was stored before")));
    }

    /** Numbers, from 1 over the whole batch, of the rows the log has no place for. */
    private static Set<Integer> conflicting(List<Append> batch, Connection connection, int seconds)
            throws SQLException {
        List<EventRow> rows =
                batch.stream().flatMap(append -> append.rows().stream()).toList();
        try (PreparedStatement statement = connection.prepareStatement(CONFLICTING)) {
            statement.setQueryTimeout(seconds);
            RowInsert.array(
                    statement,
                    1,
                    "text",
                    rows.stream().map(EventRow::aggregateId).toArray(String[]::new));
            RowInsert.array(
                    statement,
                    2,
                    "int8",
                    rows.stream().mapToLong(EventRow::sequence).toArray());
            RowInsert.array(
                    statement, 3, "text", rows.stream().map(EventRow::commandId).toArray(String[]::new));
            RowInsert.array(
                    statement,
                    4,
                    "int4",
                    rows.stream().mapToInt(EventRow::ordinal).toArray());
            Set<Integer> numbers = new HashSet<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    numbers.add(found.getInt(1));
                }
            }
            return numbers;
        }
    }
}

-- Adds a batch to the log in one round trip: the lock, the last index, the rows, and the notice to other nodes that goes
-- out with the commit. Gives the index before the first row. Each statement of a volatile function sees what was
-- committed before it began, so the last index is read under the lock (LogWriter).
create function log.append(
    lock bigint, channel text, node text,
    aggregate_types text[], aggregate_ids text[], sequences bigint[], event_ids text[], command_ids text[],
    command_ordinals int[], names text[], revisions int[], micros bigint[], payloads bytea[], metadatas bytea[]
) returns bigint language plpgsql volatile as $$
declare
    last bigint;
begin
    perform pg_advisory_xact_lock(lock);
    select coalesce(max(e.index), -1) into last from log.event e;
    insert into log.event (index, aggregate_type, aggregate_id, sequence, event_id, command_id, command_ordinal,
                           name, revision, recorded_at, payload, metadata)
    select last + r.n, r.aggregate_type, r.aggregate_id, r.sequence, r.event_id, r.command_id, r.command_ordinal,
           r.name, r.revision, timestamptz 'epoch' + r.micros * interval '1 microsecond', r.payload, r.metadata
      from unnest(aggregate_types, aggregate_ids, sequences, event_ids, command_ids, command_ordinals, names, revisions,
                  micros, payloads, metadatas) with ordinality
           as r(aggregate_type, aggregate_id, sequence, event_id, command_id, command_ordinal, name, revision, micros,
                payload, metadata, n);
    perform pg_notify(channel, node);
    return last;
end $$;

revoke all on function log.append from public;
grant execute on function log.append to ${appRole};

-- As the function of V005, but stores nothing when the log ends below what the caller knows to be stored: a standby that
-- lacked the newest commits was promoted, and their indexes must not be used again (BatchInsert, SQLSTATE DT001). How long
-- it waits for the lock is the session's lock_timeout (WriterSession).
create function log.append(
    lock bigint, channel text, node text, known bigint,
    aggregate_types text[], aggregate_ids text[], sequences bigint[], event_ids text[], command_ids text[],
    command_ordinals int[], names text[], revisions int[], micros bigint[], payloads bytea[], metadatas bytea[]
) returns bigint language plpgsql volatile as $$
declare
    last bigint;
begin
    perform pg_advisory_xact_lock(lock);
    select coalesce(max(e.index), -1) into last from log.event e;
    if last < known then
        raise exception 'the log ends at event %, below event %, which was told as stored', last, known
            using errcode = 'DT001', detail = last;
    end if;
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

revoke all on function log.append(
    bigint, text, text, bigint, text[], text[], bigint[], text[], text[], int[], text[], int[], bigint[], bytea[], bytea[]
) from public;
grant execute on function log.append(
    bigint, text, text, bigint, text[], text[], bigint[], text[], text[], int[], text[], int[], bigint[], bytea[], bytea[]
) to ${appRole};

-- Nodes of the version before call this one until all are upgraded. Whoever waits for a lock that is not given back is told
-- within a second that nothing was stored; between nodes in normal work the wait is milliseconds.
alter function log.append(
    bigint, text, text, text[], text[], bigint[], text[], text[], int[], text[], int[], bigint[], bytea[], bytea[]
) set lock_timeout = '800ms';

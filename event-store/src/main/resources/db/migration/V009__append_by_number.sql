-- As the function of V008, but takes the columns' elements by their number: unnest of eleven arrays writes each of them
-- into a store of its own and reads it again, 3 to 4 % of a batch. It needs one plan for all lengths, which the writer's
-- session asks for (WriterSession): a plan of its own for each call would cost more than that.
create or replace function log.append(
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
    select last + n, aggregate_types[n], aggregate_ids[n], sequences[n], event_ids[n], command_ids[n],
           command_ordinals[n], names[n], revisions[n], timestamptz 'epoch' + micros[n] * interval '1 microsecond',
           payloads[n], metadatas[n]
      from generate_series(1, cardinality(sequences)) as n;
    perform pg_notify(channel, node);
    return last;
end $$;

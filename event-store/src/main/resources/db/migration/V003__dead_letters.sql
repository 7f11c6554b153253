-- Events that a processor could not apply, and those of the same stream that wait behind them. The events themselves
-- are in the log; losing this table loses no history, but what it holds back would never be applied: replay then.
create table process.dead_letter (
    processor text        not null,
    index     bigint      not null,
    stream    text        not null,
    tenant    text        not null,
    event     text        not null,
    cause     text,
    parked_at timestamptz not null,
    primary key (processor, index)
);
create index dead_letter_stream on process.dead_letter (processor, stream, index);

grant select, insert, update, delete on process.dead_letter to ${appRole};

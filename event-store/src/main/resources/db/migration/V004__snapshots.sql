-- The last state of long aggregates, so that a command need not read all their events. Derived: it may be deleted at
-- any time, and one that was made by other code is not read (column revision).
create table process.snapshot (
    aggregate_id   text        not null primary key,
    aggregate_type text        not null,
    sequence       bigint      not null,
    name           text        not null,
    revision       text        not null,
    taken_at       timestamptz not null,
    payload        bytea       not null
);

grant select, insert, update, delete on process.snapshot to ${appRole};

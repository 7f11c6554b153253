-- The immutable log. The application's role may add and read; nobody but the owner of the schema can do more, and even
-- the owner is stopped by a trigger until it is taken away, which the owner's own log shows.
create schema if not exists log;

create table log.event (
    index           bigint      not null primary key,
    aggregate_type  text,
    aggregate_id    text        not null,
    sequence        bigint      not null,
    event_id        text        not null,
    command_id      text        not null,
    command_ordinal int         not null,
    name            text        not null,
    revision        int         not null,
    recorded_at     timestamptz not null,
    payload         bytea       not null,
    metadata        bytea       not null,
    constraint event_sequence unique (aggregate_id, sequence),
    constraint event_command unique (command_id, command_ordinal)
);

create index event_recorded_at on log.event using brin (recorded_at);

comment on table log.event is 'Every event, once, for ever; index is gap-free in commit order, from 0';
comment on column log.event.payload is 'The stored bytes: JSON as written, never rewritten';

-- Which names the log holds: the start-up check reads this instead of billions of rows.
create table log.event_kind (
    name        text   not null,
    revision    int    not null,
    first_index bigint not null,
    primary key (name, revision)
);

create function log.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the log is append-only: % refused', tg_op using errcode = '42501';
end $$;

create trigger append_only before update or delete or truncate on log.event
    for each statement execute function log.refuse_change();
create trigger append_only before update or delete or truncate on log.event_kind
    for each statement execute function log.refuse_change();

grant usage on schema log to ${appRole};
grant select, insert on log.event, log.event_kind to ${appRole};

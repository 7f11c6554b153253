-- What processors, sagas and deadlines remember. Losing it loses no history: it is rebuilt from the log.
create schema if not exists process;

create table process.token (
    processor_name text not null,
    segment        int  not null,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    primary key (processor_name, segment)
);

create table process.saga (
    saga_id         text not null primary key,
    saga_type       text,
    revision        text,
    serialized_saga bytea
);

create table process.saga_association (
    id                bigint generated always as identity primary key,
    association_key   text not null,
    association_value text,
    saga_type         text not null,
    saga_id           text not null
);
create index saga_association_value on process.saga_association (saga_type, association_key, association_value);
create index saga_association_saga on process.saga_association (saga_id, saga_type);

-- As db-scheduler wants it.
create table process.scheduled_task (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_task_execution_time on process.scheduled_task (execution_time);
create index scheduled_task_heartbeat on process.scheduled_task (last_heartbeat);
create index scheduled_task_priority on process.scheduled_task (priority desc, execution_time asc);

grant usage on schema process to ${appRole};
grant select, insert, update, delete on all tables in schema process to ${appRole};

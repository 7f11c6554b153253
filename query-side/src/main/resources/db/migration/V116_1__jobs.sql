create table read.job (
    job_id uuid primary key,
    tenant text not null,
    state text not null,
    round int not null,
    plan jsonb not null,
    devices int not null,
    cohort_hash text not null,
    excluded jsonb not null,
    two_persons boolean not null,
    created_by text not null,
    created_at timestamptz not null,
    started_by text,
    started_at timestamptz,
    cause text,
    changed_at timestamptz not null,
    created_position bigint not null,
    position bigint not null
);
create index job_by_tenant on read.job (tenant, created_position);

-- Each device of each job once, in the order of the cohort; the state is that of its last round.
create table read.job_device (
    job_id uuid not null,
    device_id uuid not null,
    ordinal int not null,
    tenant text not null,
    state text not null,
    round int not null,
    command_id uuid,
    code text,
    position bigint not null,
    primary key (job_id, device_id)
);
create index job_device_by_ordinal on read.job_device (job_id, ordinal);

grant select, insert, update, delete, truncate on read.job, read.job_device to ${appRole};

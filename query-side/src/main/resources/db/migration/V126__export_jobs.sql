create table read.export_job (
    job_id uuid primary key,
    tenant text not null,
    state text not null,
    scope jsonb not null,
    up_to bigint,
    report boolean not null,
    reason text not null,
    requested_by text not null,
    requested_at timestamptz not null,
    changed_at timestamptz not null,
    entries bigint,
    files jsonb not null default '[]',
    failure text,
    removal text,
    requested_position bigint not null,
    position bigint not null
);
create index export_job_by_tenant on read.export_job (tenant, requested_position);
create index export_job_open on read.export_job (tenant) where state = 'REQUESTED';

grant select, insert, update, delete, truncate on read.export_job to ${appRole};

create table read.rollout_plan (
    plan_id uuid primary key,
    tenant text not null,
    revision int not null,
    state text not null,
    content jsonb not null,
    drafted_by text not null,
    drafted_at timestamptz not null,
    changed_at timestamptz not null,
    drafted_position bigint not null,
    position bigint not null
);
create index rollout_plan_by_tenant on read.rollout_plan (tenant, drafted_position);

grant select, insert, update, delete, truncate on read.rollout_plan to ${appRole};

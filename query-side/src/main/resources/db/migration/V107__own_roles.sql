create table read.own_role (
    own_role_id uuid primary key,
    tenant text not null,
    key text not null,
    name text not null,
    duty text not null,
    permissions text[] not null,
    defined_position bigint not null,
    withdrawn_at timestamptz, -- null while it is in force
    position bigint not null
);
create index own_role_by_tenant on read.own_role (tenant, defined_position);

grant select, insert, update, delete, truncate on read.own_role to ${appRole};

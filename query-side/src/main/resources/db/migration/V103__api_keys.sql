create table read.api_key (
    api_key_id uuid primary key,
    tenant text not null,
    site_id uuid, -- null for the whole tenant
    name text not null,
    roles text[] not null,
    issued_at timestamptz not null,
    issued_position bigint not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    position bigint not null
);
create index api_key_by_tenant on read.api_key (tenant, issued_position);

grant select, insert, update, delete, truncate on read.api_key to ${appRole};

create table read.person (
    person_id uuid primary key,
    issuer text not null,
    subject text not null,
    printed_name text not null,
    identity_proof text not null,
    active boolean not null,
    registered_at timestamptz not null,
    registered_position bigint not null,
    position bigint not null
);
create index person_by_registration on read.person (registered_position);

create table read.role_grant (
    person_id uuid not null,
    tenant text not null,
    -- The nil UUID stands for the whole tenant: a key has no place for null.
    site_id uuid not null,
    role text not null,
    training_record text not null,
    granted_at timestamptz not null,
    position bigint not null,
    primary key (person_id, tenant, site_id, role)
);
create index role_grant_by_tenant on read.role_grant (tenant);

grant select, insert, update, delete, truncate on read.person, read.role_grant to ${appRole};

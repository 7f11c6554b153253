create table read.artifact (
    artifact_id uuid primary key,
    tenant text not null,
    sha256 text not null,
    size bigint not null,
    file_name text not null,
    media_type text not null,
    stored_by text not null,
    stored_at timestamptz not null,
    position bigint not null
);
create index artifact_by_tenant on read.artifact (tenant, position);

create table read.software_release (
    release_id uuid primary key,
    tenant text not null,
    name text not null,
    state text not null,
    content jsonb not null,
    artifact_id uuid not null,
    published_by text not null,
    published_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_because text,
    published_position bigint not null,
    position bigint not null
);
create index software_release_by_tenant on read.software_release (tenant, published_position);
create index software_release_by_name on read.software_release (tenant, name, published_position);

grant select, insert, update, delete, truncate on read.artifact, read.software_release to ${appRole};

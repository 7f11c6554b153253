-- Read models: derived from the log alone, thrown away and rebuilt at any time (V100 to V199 belong to the query side).
create schema if not exists read;

-- How far each read model has come. Written in the same transaction as its rows.
create table read.position (
    name text primary key,
    position bigint not null
);

create table read.tenant (
    tenant text primary key,
    name text not null,
    position bigint not null
);

create table read.site (
    site_id uuid primary key,
    tenant text not null,
    key text not null,
    name text not null,
    zone text not null,
    position bigint not null
);
create index site_by_tenant on read.site (tenant, key);

create table read.device_model (
    model_id uuid not null,
    version int not null,
    tenant text not null,
    manufacturer text not null,
    name text not null,
    deprecated boolean not null,
    contract jsonb not null,
    position bigint not null,
    primary key (model_id, version)
);
create index device_model_by_tenant on read.device_model (tenant, manufacturer, name);

create table read.device (
    device_id uuid primary key,
    tenant text not null,
    site_id uuid not null,
    manufacturer text not null,
    serial_number text not null,
    model_id uuid not null,
    model_version int not null,
    hardware_revision text,
    batch text,
    gateway_id uuid,
    tags jsonb not null,
    life_cycle text not null,
    replaced_by uuid,
    connectivity text,
    connectivity_reasons text[],
    connectivity_since timestamptz,
    last_activity_at timestamptz,
    registered_at timestamptz not null,
    registered_position bigint not null,
    position bigint not null
);
create index device_by_tenant on read.device (tenant, registered_position);
create index device_by_site on read.device (site_id, registered_position);
create index device_by_life_cycle on read.device (tenant, life_cycle, registered_position);
create index device_by_position on read.device (position);

create table read.command (
    command_id uuid primary key,
    tenant text not null,
    device_id uuid not null,
    name text not null,
    arguments jsonb not null,
    state text not null,
    attempts int not null,
    timeout_seconds int not null,
    requested_at timestamptz not null,
    requested_position bigint not null,
    ended_at timestamptz,
    code text,
    detail text,
    requested_by text not null,
    position bigint not null
);
create index command_by_device on read.command (device_id, requested_position desc);
create index command_by_position on read.command (position);

create table read.audit_entry (
    index bigint not null,
    ordinal int not null,
    recorded_at timestamptz not null,
    zone text not null,
    tenant text not null,
    record_type text not null,
    record_id text not null,
    event text not null,
    field text not null,
    value_from text,
    value_to text,
    unit text,
    actor_type text not null,
    actor_id text not null,
    actor_name text not null,
    actor_role text not null,
    authentication text not null,
    address text not null,
    client text not null,
    reason_code text,
    reason text,
    correlation_id text not null,
    causation_id text not null,
    command_id text not null,
    primary key (index, ordinal)
);
create index audit_entry_by_tenant on read.audit_entry (tenant, index, ordinal);
create index audit_entry_by_record on read.audit_entry (record_id, index, ordinal);

-- What the fleet index holds, kept whole so that an event that tells one field can make the next document.
create table read.fleet_document (
    device_id uuid primary key,
    position bigint not null,
    document jsonb not null
);
create index fleet_document_by_position on read.fleet_document (position);

-- Names of device models, for the words of the fleet index.
create table read.fleet_model (
    model_id uuid primary key,
    name text not null
);

-- Which generation of the fleet index is live, and which is being built beside it.
create table read.fleet_generation (
    only_row boolean primary key default true check (only_row),
    live int not null,
    building int
);
insert into read.fleet_generation (live) values (1);

grant usage on schema read to ${appRole};
grant select, insert, update, delete, truncate on all tables in schema read to ${appRole};

create table read.incident (
    incident_id uuid not null,
    number int not null,
    tenant text not null,
    kind text not null,
    matter text not null,
    device_id uuid,
    site_id uuid,
    open boolean not null,
    since timestamptz not null,
    opened_at timestamptz not null,
    causes int not null,
    evidence jsonb not null,
    closed_at timestamptz,
    closed_for text,
    acknowledged_by text,
    acknowledged_at timestamptz,
    notes jsonb not null,
    opened_position bigint not null,
    position bigint not null,
    primary key (incident_id, number)
);
create index incident_by_tenant on read.incident (tenant, opened_position);
create index incident_by_device on read.incident (device_id, opened_position);
-- What is open is little beside what was: lists of it, and the looks of the platform itself, go here.
create index incident_open on read.incident (tenant, opened_position) where open;

grant select, insert, update, delete, truncate on read.incident to ${appRole};

-- What the watch over silence looks for.
create index device_silent on read.device (tenant) where connectivity in ('OFFLINE', 'STALE');
create index device_flapping on read.device (tenant) where 'FLAPPING' = any (connectivity_reasons);

-- What the query side reads of other modules, in the shape of their contracts.
create schema log;
create table log.event (index bigint primary key);
create schema ingress;
create table ingress.telemetry (
    device_id uuid not null, name text collate "C" not null, measured_at timestamptz not null,
    received_at timestamptz not null, boot text not null, seq bigint not null, position smallint not null,
    value_number double precision, value_json jsonb, quality text not null, unit text
);
create table ingress.telemetry_latest (like ingress.telemetry, primary key (device_id, name));
create table ingress.telemetry_gap (
    device_id uuid not null, boot text not null, from_seq bigint not null, to_seq bigint not null,
    detected_at timestamptz not null
);
create table ingress.reported_property (
    device_id uuid not null, name text collate "C" not null, value json, unit text, audited boolean not null,
    boot text collate "C" not null, seq bigint not null, reported_at timestamptz not null,
    received_at timestamptz not null, primary key (device_id, name)
);
create table ingress.quarantine (
    number bigint generated always as identity primary key, tenant text, device uuid, topic text not null,
    reason text not null, detail text not null, payload bytea not null, size integer not null,
    received_at timestamptz not null, release integer, release_position bigint, release_outcome text,
    release_detail text, settled_at timestamptz
);
create table ingress.model_version_finding (
    model_id uuid not null, version integer not null, device_id uuid not null, subject text collate "C" not null,
    code text collate "C" not null, tenant text not null, messages bigint not null, detail text not null,
    first_at timestamptz not null, last_at timestamptz not null,
    primary key (model_id, version, device_id, subject, code)
);
grant usage on schema log, ingress to ${appRole};
grant select, insert on all tables in schema log to ${appRole};
grant select, insert, delete on all tables in schema ingress to ${appRole};
create schema process;
create table process.dead_letter (
    processor text not null, index bigint not null, stream text not null, tenant text not null, event text not null,
    cause text, parked_at timestamptz not null, primary key (processor, index)
);
grant usage on schema process to ${appRole};
grant select, insert, delete on process.dead_letter to ${appRole};

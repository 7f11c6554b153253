create table read.device_certificate (
    fingerprint text primary key,
    serial_number text not null,
    device_id uuid not null,
    tenant text not null,
    means text not null,
    issued_at timestamptz not null,
    issued_position bigint not null,
    not_before timestamptz not null,
    not_after timestamptz not null,
    revoked_at timestamptz,
    revocation_reason text,
    position bigint not null
);
create index device_certificate_by_device on read.device_certificate (device_id, issued_position);

grant select, insert, update, delete, truncate on read.device_certificate to ${appRole};

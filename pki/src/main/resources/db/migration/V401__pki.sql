-- Which certificates count: a projection of the log (processing group pki-certificates), and nothing else. No key is here.
-- A rebuild fills a second generation beside the live one, so that a replay never shuts a device out, or lets one in.
create schema if not exists pki;

create table pki.generation (
    only_row boolean primary key default true check (only_row),
    live     integer not null,
    building integer
);
insert into pki.generation (live) values (0);

create table pki.tenant (
    generation integer not null,
    tenant     text    not null,
    primary key (generation, tenant)
);

create table pki.device (
    generation integer not null,
    device_id  uuid    not null,
    tenant     text    not null,
    site_id    uuid    not null,
    gateway_id uuid,
    life_cycle text    not null,
    primary key (generation, device_id)
);

create table pki.certificate (
    generation             integer     not null,
    fingerprint            text        not null, -- SHA-256 of its DER bytes
    serial_number          text        not null,
    device_id              uuid        not null,
    tenant                 text        not null,
    not_before             timestamptz not null,
    not_after              timestamptz not null,
    revoked_at             timestamptz,          -- null while it stands
    revocation_reason      text,
    primary key (generation, fingerprint)
);
create index certificate_by_serial on pki.certificate (tenant, serial_number);
create index certificate_revoked on pki.certificate (tenant, revoked_at) where revoked_at is not null;

grant usage on schema pki to ${appRole};
grant select, update on pki.generation to ${appRole};
grant select, insert, update, delete on pki.tenant, pki.device, pki.certificate to ${appRole};

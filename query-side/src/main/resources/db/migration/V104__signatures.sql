-- Where the records that can be signed stand, and what was signed. Whether one is signed is asked, never kept.
create table read.signable (
    record_kind text not null,
    record_id text not null,
    tenant text not null,
    -- Where the first event was; null for what belongs to no site.
    site_id uuid,
    position bigint not null,
    primary key (record_kind, record_id)
);

create table read.signature (
    signature_id uuid primary key,
    record_kind text not null,
    record_id text not null,
    tenant text not null,
    site_id uuid,
    person_id uuid not null,
    printed_name text not null,
    signed_at timestamptz not null,
    zone text not null,
    utc_offset text not null,
    meaning text not null,
    hash text not null,
    signed_position bigint not null,
    components text[] not null,
    position bigint not null
);
create index signature_of_record on read.signature (record_kind, record_id, position);

grant select, insert, update, delete, truncate on read.signable, read.signature to ${appRole};

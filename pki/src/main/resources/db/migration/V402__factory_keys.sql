-- Keys that makers put into devices: of the same projection, in the same generations. One key in two devices would be a
-- mistake, or a copy: it opens neither.
create table pki.factory_key (
    generation      integer not null,
    device_id       uuid    not null,
    tenant          text    not null,
    key_fingerprint text    not null,
    claim_hash      text,             -- SHA-256 of the code in the box
    primary key (generation, device_id)
);
create index factory_key_by_key on pki.factory_key (tenant, key_fingerprint);
create index factory_key_by_claim on pki.factory_key (tenant, claim_hash) where claim_hash is not null;

grant select, insert, update, delete on pki.factory_key to ${appRole};

-- By whose signatures a tenant takes the lists of which manufacturer.
create table read.list_signer (
    tenant text not null,
    manufacturer text collate "C" not null,
    fingerprint text not null,
    subject text not null,
    not_before timestamptz not null,
    not_after timestamptz not null,
    position bigint not null,
    primary key (tenant, manufacturer, fingerprint)
);

grant select, insert, update, delete, truncate on read.list_signer to ${appRole};

-- Which agencies were told that a tenant's electronic signatures bind as handwritten ones do (21 CFR 11.100(c)).
create table read.signature_certification (
    position bigint primary key,
    tenant text not null,
    agency text not null,
    document text not null
);
create index signature_certification_of_tenant on read.signature_certification (tenant, position);

grant select, insert, update, delete, truncate on read.signature_certification to ${appRole};

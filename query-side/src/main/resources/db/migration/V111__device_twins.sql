create table read.device_twin (
    device_id uuid   primary key,
    tenant    text   not null,
    twin      json   not null, -- as text: numbers stay as the log spells them
    position  bigint not null
);

grant select, insert, update, delete, truncate on read.device_twin to ${appRole};

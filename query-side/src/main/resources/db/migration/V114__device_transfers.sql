-- A row for each side of a transfer, as that side's record has it: what one tenant does not tell the other is in its own
-- row only.
create table read.device_transfer (
    transfer_id uuid not null,
    side text not null,
    tenant text not null,
    device_id uuid not null,
    giver text not null,
    receiver text not null,
    former_device uuid not null,
    next_device uuid not null,
    manufacturer text not null,
    serial_number text not null,
    hardware_revision text,
    batch text,
    until timestamptz not null,
    share_history boolean not null,
    state text not null,
    cause text,
    offered_by text not null,
    offered_at timestamptz not null,
    offer_reason text,
    offered_position bigint not null,
    answered_by text,
    answered_at timestamptz,
    answer_reason text,
    handed_over_at timestamptz,
    handed_over_position bigint,
    ended_at timestamptz,
    position bigint not null,
    primary key (transfer_id, side)
);
create index device_transfer_by_tenant on read.device_transfer (tenant, offered_position);
create index device_transfer_by_device on read.device_transfer (device_id);
create index device_transfer_by_former on read.device_transfer (former_device);

grant select, insert, update, delete, truncate on read.device_transfer to ${appRole};

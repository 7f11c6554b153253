-- The last word of each device on each of its reported properties: the state of those that are not audited. The audited
-- ones are in the log; here they are to tell a newer word from an older one. A row without a name stands for what the
-- device last said about what is desired of it.
create table ingress.reported_property (
    device_id   uuid             not null,
    name        text collate "C" not null,
    value       json,             -- in its own JSON type; null: the device has none any more
    unit        text,             -- as the model printed it when the value came
    audited     boolean          not null,
    boot        text collate "C" not null,
    seq         bigint           not null,
    reported_at timestamptz      not null, -- the device's clock, as it said
    received_at timestamptz      not null, -- the server's clock
    primary key (device_id, name)
) with (fillfactor = 70);

-- Devices that are to be told all that is desired of them.
create table ingress.desired_ask (
    number    bigint generated always as identity primary key,
    device_id uuid        not null,
    tenant    text        not null,
    always    boolean     not null, -- also if the device has taken it over already
    due_at    timestamptz not null default now()
);
create index desired_ask_due on ingress.desired_ask (due_at, number);

grant select, insert, update, delete, truncate on ingress.reported_property, ingress.desired_ask to ${appRole};
grant usage, select on all sequences in schema ingress to ${appRole};

-- Devices that have a certificate to renew: those with an open incident about it, as the log has them. What was told is
-- kept until it is on record, also when the incident is over by then.
create table ingress.certificate_reminder (
    incident_id  uuid        not null,
    number       integer     not null,
    device_id    uuid        not null,
    tenant       text        not null,
    stage        text        not null, -- how late it is
    fingerprint  text        not null, -- of the certificate
    due_since    timestamptz not null,
    not_after    timestamptz not null,
    closed       boolean     not null default false,
    due_at       timestamptz,          -- when the device is told; null: when it comes back, or at the next stage
    told_at      timestamptz,          -- when it was told last
    told_stage   text,                 -- of which stage it was told
    noted_stage  text,                 -- of which of them the incident says so
    note_due_at  timestamptz,          -- when that is put on record, where it is not; a node that does so has this time
    primary key (incident_id, number)
);
create index certificate_reminder_device on ingress.certificate_reminder (device_id);
create index certificate_reminder_due on ingress.certificate_reminder (due_at) where due_at is not null;

grant select, insert, update, delete, truncate on ingress.certificate_reminder to ${appRole};

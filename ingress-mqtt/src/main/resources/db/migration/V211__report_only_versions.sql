-- A model version that only reports: whose rules hold meanwhile, and what it would have refused.
alter table ingress.model_contract add column former integer;

-- Figures for whoever decides about the version: of each device one row for each kind of objection, with the latest example.
create table ingress.model_version_finding (
    model_id  uuid             not null,
    version   integer          not null,
    device_id uuid             not null,
    subject   text collate "C" not null,
    code      text collate "C" not null,
    tenant    text             not null,
    messages  bigint           not null,
    detail    text             not null, -- of the latest
    first_at  timestamptz      not null,
    last_at   timestamptz      not null,
    primary key (model_id, version, device_id, subject, code)
);
create index on ingress.model_version_finding (model_id, version, last_at desc);
grant select, insert, update, delete, truncate on ingress.model_version_finding to ${appRole};

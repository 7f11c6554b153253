-- Whose rows a session may see: row-level security on everything that holds tenants' data and is read for a question.
-- Run again whenever this file changes, after all numbered migrations: it speaks of tables of other modules too, and a
-- new table of schema read needs its line here (a test says so).
--
-- The setting devicetrail.reach holds what may be seen, separated by spaces: a tenant's name for all of it, tenant/site
-- for what is at one site, * for everything, which only the application's own work has (projections, ingress, replays).
-- Where it is not set nothing is seen.

create or replace function read.reach() returns text[] language sql stable parallel safe as $$
    select string_to_array(coalesce(current_setting('devicetrail.reach', true), ''), ' ')
$$;

create or replace function read.reach_all() returns boolean language sql stable parallel safe as $$
    select '*' = any (read.reach())
$$;

-- The sites of what is seen by sites, for questions that look them up by an index.
create or replace function read.reach_sites() returns uuid[] language sql stable parallel safe as $$
    select array(select split_part(token, '/', 2)::uuid from unnest(read.reach()) as token where token like '%/%')
$$;

-- Who has a role for the installation itself, its own tenant.
create or replace function read.reach_installation() returns boolean language sql stable parallel safe as $$
    select 'installation' = any (read.reach())
$$;

-- The tenants of which at least one site is seen.
create or replace function read.reach_tenants() returns text[] language sql stable parallel safe as $$
    select array(select distinct split_part(token, '/', 1) from unnest(read.reach()) as token)
$$;

-- Past the policy of read.role_grant, or everybody whose roles one does not see would seem to have none.
create or replace function read.without_role(person uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select not exists (select from read.role_grant g where g.person_id = person)
$$;
revoke all on function read.without_role(uuid) from public;
grant execute on function read.without_role(uuid) to ${appRole};

-- Each (select …) is evaluated once per statement, not per row.

-- What belongs to no site is seen by everybody who has a role somewhere in the tenant. That a tenant and its sites are
-- there is seen by who has a role for the installation: roles are granted there.
alter table read.tenant enable row level security;
drop policy if exists reach on read.tenant;
create policy reach on read.tenant using (
    (select read.reach_all()) or (select read.reach_installation())
    or tenant = any ((select read.reach_tenants())::text[]));

alter table read.site enable row level security;
drop policy if exists reach on read.site;
create policy reach on read.site using (
    (select read.reach_all()) or (select read.reach_installation())
    or tenant = any ((select read.reach_tenants())::text[]));

alter table read.signature_certification enable row level security;
drop policy if exists reach on read.signature_certification;
create policy reach on read.signature_certification using (
    (select read.reach_all()) or (select read.reach_installation())
    or tenant = any ((select read.reach_tenants())::text[]));

alter table read.list_signer enable row level security;
drop policy if exists reach on read.list_signer;
create policy reach on read.list_signer using (
    (select read.reach_all()) or (select read.reach_installation())
    or tenant = any ((select read.reach_tenants())::text[]));

alter table read.device_model enable row level security;
drop policy if exists reach on read.device_model;
create policy reach on read.device_model using (
    (select read.reach_all()) or tenant = any ((select read.reach_tenants())::text[]));

alter table read.rollout_plan enable row level security;
drop policy if exists reach on read.rollout_plan;
create policy reach on read.rollout_plan using (
    (select read.reach_all()) or tenant = any ((select read.reach_tenants())::text[]));

alter table read.artifact enable row level security;
drop policy if exists reach on read.artifact;
create policy reach on read.artifact using (
    (select read.reach_all()) or tenant = any ((select read.reach_tenants())::text[]));

alter table read.software_release enable row level security;
drop policy if exists reach on read.software_release;
create policy reach on read.software_release using (
    (select read.reach_all()) or tenant = any ((select read.reach_tenants())::text[]));

-- Of the whole trail, and so for who reads all of it.
alter table read.export_job enable row level security;
drop policy if exists reach on read.export_job;
create policy reach on read.export_job using (
    (select read.reach_all()) or tenant = any ((select read.reach())::text[]));

alter table read.job enable row level security;
drop policy if exists reach on read.job;
create policy reach on read.job using (
    (select read.reach_all()) or tenant = any ((select read.reach_tenants())::text[]));

alter table read.rollout_run enable row level security;
drop policy if exists reach on read.rollout_run;
create policy reach on read.rollout_run using (
    (select read.reach_all()) or tenant = any ((select read.reach_tenants())::text[]));

alter table read.device enable row level security;
drop policy if exists reach on read.device;
create policy reach on read.device using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or tenant || '/' || site_id::text = any ((select read.reach())::text[]));

-- What is about a device is where the device is now. A scalar of one row by its key, and not exists: for that the
-- planner would hash every device there is.
alter table read.command enable row level security;
drop policy if exists reach on read.command;
create policy reach on read.command using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d where d.device_id = command.device_id and d.tenant = command.tenant));

alter table read.job_device enable row level security;
drop policy if exists reach on read.job_device;
create policy reach on read.job_device using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d where d.device_id = job_device.device_id and d.tenant = job_device.tenant));

alter table read.rollout_run_device enable row level security;
drop policy if exists reach on read.rollout_run_device;
create policy reach on read.rollout_run_device using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d
         where d.device_id = rollout_run_device.device_id and d.tenant = rollout_run_device.tenant));

-- What is counted for the whole tenant is a matter of the rollout, as the size of its cohort and why it halted are.
alter table read.rollout_run_count enable row level security;
drop policy if exists reach on read.rollout_run_count;
create policy reach on read.rollout_run_count using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (site_id = '00000000-0000-0000-0000-000000000000' and tenant = any ((select read.reach_tenants())::text[]))
    or tenant || '/' || site_id::text = any ((select read.reach())::text[]));

-- Nobody asks for it.
alter table read.rollout_device_site enable row level security;
drop policy if exists reach on read.rollout_device_site;
create policy reach on read.rollout_device_site using ((select read.reach_all()));

alter table read.device_certificate enable row level security;
drop policy if exists reach on read.device_certificate;
create policy reach on read.device_certificate using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d
         where d.device_id = device_certificate.device_id and d.tenant = device_certificate.tenant));
alter table read.device_twin enable row level security;
drop policy if exists reach on read.device_twin;
create policy reach on read.device_twin using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d where d.device_id = device_twin.device_id and d.tenant = device_twin.tenant));

-- Each side sees its own row.
alter table read.device_transfer enable row level security;
drop policy if exists reach on read.device_transfer;
create policy reach on read.device_transfer using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d
         where d.device_id = device_transfer.device_id and d.tenant = device_transfer.tenant));
-- Of a device where it is now, of a whole site there.
alter table read.incident enable row level security;
drop policy if exists reach on read.incident;
create policy reach on read.incident using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or tenant || '/' || site_id::text = any ((select read.reach())::text[])
    or (select true from read.device d where d.device_id = incident.device_id and d.tenant = incident.tenant));

alter table read.audit_entry enable row level security;
drop policy if exists reach on read.audit_entry;
create policy reach on read.audit_entry using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (tenant = any ((select read.reach_tenants())::text[])
        and case record_type
            when 'device' then (
                select true from read.device d
                where d.device_id = audit_entry.record_id::uuid and d.tenant = audit_entry.tenant)
            when 'site' then tenant || '/' || record_id = any ((select read.reach())::text[])
            else record_type in ('tenant', 'device model', 'rollout plan', 'artifact', 'software release')
        end)
    -- A device that came from another tenant, where that one shares its history: with who reads for the whole of the
    -- receiver, up to the hand-over, and no more of the tenant than that record. What other transfers of the device put
    -- on it is about further tenants, and theirs.
    or case record_type
            when 'device' then (
                select true from read.device_transfer t
                where t.former_device = audit_entry.record_id::uuid and t.side = 'RECEIVER'
                  and t.giver = audit_entry.tenant and t.share_history
                  and t.tenant = any ((select read.reach())::text[])
                  and audit_entry.index <= t.handed_over_position
                  and (audit_entry.event not like 'transfer.%'
                       or audit_entry.field = 'transfer ' || t.transfer_id
                       or audit_entry.field like 'transfer ' || t.transfer_id || ' %')
                limit 1)
        end);

-- A role for the whole tenant holds at its sites too, so who is at one of them sees it.
alter table read.role_grant enable row level security;
drop policy if exists reach on read.role_grant;
create policy reach on read.role_grant using (
    (select read.reach_all()) or (select read.reach_installation())
    or tenant = any ((select read.reach())::text[])
    or tenant || '/' || site_id::text = any ((select read.reach())::text[])
    or (site_id = '00000000-0000-0000-0000-000000000000' and tenant = any ((select read.reach_tenants())::text[])));

-- Somebody is seen where they have a role. Who has none anywhere belongs to nobody yet: whoever may read people sees
-- them, to grant them the first.
alter table read.person enable row level security;
drop policy if exists reach on read.person;
create policy reach on read.person using (
    (select read.reach_all()) or (select read.reach_installation())
    or (select true from read.role_grant g where g.person_id = person.person_id limit 1)
    or ((select cardinality(read.reach()) > 0) and read.without_role(person_id)));

alter table read.account enable row level security;
drop policy if exists reach on read.account;
create policy reach on read.account using (
    (select read.reach_all()) or (select true from read.person p where p.person_id = account.person_id));

-- One for the whole tenant opens its sites too, and is still seen by who has a role for all of it only.
alter table read.api_key enable row level security;
drop policy if exists reach on read.api_key;
create policy reach on read.api_key using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or tenant || '/' || site_id::text = any ((select read.reach())::text[]));

-- Signatures and what can be signed: as the record itself, by the place of its first event. Model versions and
-- rollout plans belong to no site and are seen by everybody of the tenant; dead letters are the whole tenant's.
alter table read.signable enable row level security;
drop policy if exists reach on read.signable;
create policy reach on read.signable using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or tenant || '/' || site_id::text = any ((select read.reach())::text[])
    or (record_kind in ('DEVICE_MODEL_VERSION', 'ROLLOUT_PLAN')
        and tenant = any ((select read.reach_tenants())::text[])));

alter table read.signature enable row level security;
drop policy if exists reach on read.signature;
create policy reach on read.signature using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or tenant || '/' || site_id::text = any ((select read.reach())::text[])
    or (record_kind in ('DEVICE_MODEL_VERSION', 'ROLLOUT_PLAN')
        and tenant = any ((select read.reach_tenants())::text[])));

-- Which roles there are is known to whoever has one there, and to who grants them for the installation.
alter table read.own_role enable row level security;
drop policy if exists reach on read.own_role;
create policy reach on read.own_role using (
    (select read.reach_all()) or (select read.reach_installation())
    or tenant = any ((select read.reach_tenants())::text[]));

-- For the projection of the fleet index only; the index itself is asked with a condition of its own.
alter table read.fleet_document enable row level security;
drop policy if exists reach on read.fleet_document;
create policy reach on read.fleet_document using ((select read.reach_all()));

alter table read.fleet_model enable row level security;
drop policy if exists reach on read.fleet_model;
create policy reach on read.fleet_model using ((select read.reach_all()));

-- ── tables of other modules ────────────────────────────────────────────────────────────────────────────────────────
alter table process.dead_letter enable row level security;
drop policy if exists reach on process.dead_letter;
create policy reach on process.dead_letter using (
    (select read.reach_all()) or tenant = any ((select read.reach())::text[]));

-- As the topic said: a device counts only where it is one of that tenant.
alter table ingress.quarantine enable row level security;
drop policy if exists reach on ingress.quarantine;
create policy reach on ingress.quarantine using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d where d.device_id = quarantine.device and d.tenant = quarantine.tenant));

alter table ingress.model_version_finding enable row level security;
drop policy if exists reach on ingress.model_version_finding;
create policy reach on ingress.model_version_finding using (
    (select read.reach_all())
    or tenant = any ((select read.reach())::text[])
    or (select true from read.device d
         where d.device_id = model_version_finding.device_id and d.tenant = model_version_finding.tenant));

alter table ingress.telemetry enable row level security;
drop policy if exists reach on ingress.telemetry;
create policy reach on ingress.telemetry using (
    (select read.reach_all()) or (select true from read.device d where d.device_id = telemetry.device_id));

alter table ingress.telemetry_latest enable row level security;
drop policy if exists reach on ingress.telemetry_latest;
create policy reach on ingress.telemetry_latest using (
    (select read.reach_all()) or (select true from read.device d where d.device_id = telemetry_latest.device_id));

alter table ingress.reported_property enable row level security;
drop policy if exists reach on ingress.reported_property;
create policy reach on ingress.reported_property using (
    (select read.reach_all()) or (select true from read.device d where d.device_id = reported_property.device_id));

alter table ingress.telemetry_gap enable row level security;
drop policy if exists reach on ingress.telemetry_gap;
create policy reach on ingress.telemetry_gap using (
    (select read.reach_all()) or (select true from read.device d where d.device_id = telemetry_gap.device_id));

-- A partition asked by its own name has its own policies: none, so nothing is seen. Those made later are granted to
-- nobody.
do $$
declare
    part regclass;
begin
    for part in
        select inhrelid::regclass from pg_inherits where inhparent = 'ingress.telemetry'::regclass
    loop
        execute format('alter table %s enable row level security', part);
    end loop;
end $$;

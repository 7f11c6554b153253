-- What devices say. Rows, not events: this schema is not part of the log and is not rebuilt from it, except the two
-- contract tables, which are a projection of it.
create schema if not exists ingress;

-- ── contracts: the ingress's own projection of the log (processing group ingress-contracts) ────────────────────────
-- A rebuild fills a second generation beside the live one, so that a replay never makes a known device unknown.
create table ingress.contract_generation (
    only_row boolean primary key default true check (only_row),
    live     integer not null,
    building integer
);
insert into ingress.contract_generation (live) values (0);

create table ingress.device_contract (
    generation    integer not null,
    device_id     uuid    not null,
    tenant        text    not null,
    model_id      uuid    not null,
    model_version integer not null,
    life_cycle    text    not null,
    primary key (generation, device_id)
);

create table ingress.model_contract (
    generation integer not null,
    model_id   uuid    not null,
    version    integer not null,
    contract   jsonb   not null,
    primary key (generation, model_id, version)
);

-- ── telemetry ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- Every message ever stored, by the number its device gave it: the primary key drops duplicates.
create table ingress.telemetry_message (
    device_id   uuid             not null,
    boot        text collate "C" not null,
    seq         bigint           not null,
    received_at timestamptz      not null,
    primary key (device_id, boot, seq)
) partition by hash (device_id);

do $$
begin
    for i in 0..15 loop
        execute format(
            'create table ingress.telemetry_message_%s partition of ingress.telemetry_message
                 for values with (modulus 16, remainder %s)', i, i);
    end loop;
end $$;

create table ingress.telemetry (
    device_id    uuid             not null,
    name         text collate "C" not null,
    measured_at  timestamptz      not null, -- the device's clock, as it said
    received_at  timestamptz      not null, -- the server's clock
    boot         text collate "C" not null,
    seq          bigint           not null,
    position     smallint         not null, -- of the value within its message
    value_number double precision,          -- set for numbers
    value_json   jsonb,                     -- the value in its own JSON type; null for "no value" (quality BAD)
    quality      text             not null, -- GOOD, UNCERTAIN, BAD
    unit         text                       -- as the model printed it when the value came
) partition by range (received_at);

create index telemetry_by_name on ingress.telemetry (device_id, name, measured_at);

-- Nothing is lost when no partition was made ahead.
create table ingress.telemetry_default partition of ingress.telemetry default;

create table ingress.telemetry_latest (
    device_id    uuid             not null,
    name         text collate "C" not null,
    measured_at  timestamptz      not null,
    received_at  timestamptz      not null,
    boot         text collate "C" not null,
    seq          bigint           not null,
    position     smallint         not null,
    value_number double precision,
    value_json   jsonb,
    quality      text             not null,
    unit         text,
    primary key (device_id, name)
) with (fillfactor = 70);

create table ingress.telemetry_stream (
    device_id   uuid             not null,
    boot        text collate "C" not null,
    highest_seq bigint           not null,
    primary key (device_id, boot)
) with (fillfactor = 70);

-- Exactly the numbers 0 … highest_seq that were not stored, as runs, both ends inclusive.
create table ingress.telemetry_gap (
    device_id   uuid             not null,
    boot        text collate "C" not null,
    from_seq    bigint           not null,
    to_seq      bigint           not null,
    detected_at timestamptz      not null,
    primary key (device_id, boot, from_seq)
);

-- ── quarantine ─────────────────────────────────────────────────────────────────────────────────────────────────────
create table ingress.quarantine (
    number      bigint generated always as identity primary key,
    tenant      text,                 -- as the topic said; null if the topic has none
    device      uuid,                 -- as the topic said; null if the topic has none
    topic       text        not null,
    reason      text        not null, -- stable code, see docs/mqtt.md
    detail      text        not null,
    payload     bytea       not null, -- at most the first 65,536 bytes
    size        integer     not null, -- of the whole message
    received_at timestamptz not null
);
create index quarantine_by_tenant on ingress.quarantine (tenant, number desc);

-- ── leases ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create table ingress.lease (
    device_id         uuid        primary key,
    tenant            text        not null,
    last_activity_at  timestamptz not null,
    last_activity     text        not null, -- telemetry, presence, ack; will if it was never heard itself
    lease_seconds     integer     not null,
    online_at         timestamptz, -- when the device last said that it is online
    gone_at           timestamptz, -- when a will or goodbye came that nothing followed
    will              boolean     not null default false,
    judged            text,       -- the last judgement the log has taken; null if none
    judged_reasons    text,       -- comma-separated
    judged_at         timestamptz,
    next_judgement_at timestamptz -- null: nothing will change until the device is heard again
) with (fillfactor = 60);
create index lease_due on ingress.lease (next_judgement_at) where next_judgement_at is not null;

-- ── partitions, made ahead ─────────────────────────────────────────────────────────────────────────────────────────
-- The application may not create tables; it may ask for these. A day whose rows already lie in the default partition
-- stays there.
create function ingress.prepare_telemetry_partitions(first_day date, days integer) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
    day  date;
    made integer := 0;
begin
    if days < 1 or days > 31 or first_day < date '2020-01-01' or first_day > date '2100-01-01' then
        raise exception 'one to 31 days of this century, please';
    end if;
    perform pg_advisory_xact_lock(hashtext('ingress.prepare_telemetry_partitions'));
    for i in 0..days - 1 loop
        day := first_day + i;
        continue when to_regclass('ingress.telemetry_' || to_char(day, 'YYYYMMDD')) is not null;
        begin
            execute format(
                'create table ingress.%I partition of ingress.telemetry for values from (%L) to (%L)',
                'telemetry_' || to_char(day, 'YYYYMMDD'),
                to_char(day, 'YYYY-MM-DD') || ' 00:00:00+00',
                to_char(day + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
            made := made + 1;
        exception when check_violation then
            raise notice 'telemetry of % stays in the default partition', day;
        end;
    end loop;
    return made;
end $$;

revoke all on function ingress.prepare_telemetry_partitions(date, integer) from public;
grant execute on function ingress.prepare_telemetry_partitions(date, integer) to ${appRole};
select ingress.prepare_telemetry_partitions((now() at time zone 'UTC')::date, 3);

grant usage on schema ingress to ${appRole};
grant select, insert, update, delete, truncate on all tables in schema ingress to ${appRole};
grant usage, select on all sequences in schema ingress to ${appRole};

create table read.rollout_run (
    run_id uuid primary key,
    tenant text not null,
    plan_id uuid not null,
    revision int not null,
    plan_hash text not null,
    content jsonb not null,
    state text not null,
    round int not null,
    wave int not null,
    -- Beside each wave the place after its last device.
    wave_ends int[] not null,
    devices int not null,
    cohort_hash text not null,
    seed text not null,
    soak_until timestamptz,
    stopped jsonb,
    signatures uuid[] not null,
    created_by text not null,
    created_at timestamptz not null,
    started_by text,
    started_at timestamptz,
    changed_at timestamptz not null,
    created_position bigint not null,
    position bigint not null
);
create index rollout_run_by_tenant on read.rollout_run (tenant, created_position);

-- Each device of each run once; places are from 0, in the order of the offers. What the last_ columns hold is where the
-- device was when its further round began: it goes back there if the run is over before its turn. Each row is written
-- several times, and no index has what changes: with room on the page no index is written for it.
create table read.rollout_run_device (
    run_id uuid not null,
    device_id uuid not null,
    place int not null,
    wave int not null,
    tenant text not null,
    state text not null,
    attempt int not null,
    code text,
    version text,
    at timestamptz,
    last_state text,
    last_attempt int,
    last_code text,
    last_version text,
    last_at timestamptz,
    primary key (run_id, device_id)
) with (fillfactor = 70);
create index rollout_run_device_by_place on read.rollout_run_device (run_id, place);

grant select, insert, update, delete, truncate on read.rollout_run, read.rollout_run_device to ${appRole};

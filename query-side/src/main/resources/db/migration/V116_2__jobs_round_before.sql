-- Where a device was when its further round began; it goes back there if the job is over before its turn.
alter table read.job_device
    add column last_state text,
    add column last_code text,
    add column last_round int,
    add column last_command_id uuid;

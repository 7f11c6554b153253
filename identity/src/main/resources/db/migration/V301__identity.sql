-- What proves who somebody is, and who is signed in. No part of the log: nothing here is in an event, and the log tells
-- every use of it. Losing it signs everybody out and asks for new one-time secrets; it loses no history.
create schema if not exists identity;

create table identity.credential (
    person_id               uuid   primary key,
    log_sequence            bigint not null default -1, -- of the account's newest entry that was taken into account
    locked_until            timestamptz,
    password_hash           text,                       -- Argon2id; null before the first sign-in
    password_set_at         timestamptz,
    previous_hashes         text[] not null default '{}', -- newest first, the one in force not among them
    totp_secret             bytea,                      -- encrypted with the key of the home, bound to the person
    totp_last_step          bigint                      -- the newest step of which a code counted; none counts twice
);

create table identity.sign_in_secret (
    id         uuid        primary key,
    person_id  uuid        not null,
    hash       text        not null, -- SHA-256: the secret is random and long
    expires_at timestamptz not null,
    active     boolean     not null default false -- false until the log has taken the entry: it opens nothing before
);
create unique index sign_in_secret_active on identity.sign_in_secret (person_id) where active;

create table identity.session (
    sid          uuid        primary key,
    person_id    uuid        not null,
    log_sequence bigint      not null, -- of the account's newest entry that was taken into account
    started_at   timestamptz not null,
    last_used_at timestamptz not null,
    ended_at     timestamptz,
    ended_cause  text
);
create index session_open on identity.session (last_used_at) where ended_at is null;
create index session_ended on identity.session (ended_at) where ended_at is not null;

grant usage on schema identity to ${appRole};
grant select, insert, update on identity.credential to ${appRole};
grant select, insert, update, delete on identity.sign_in_secret, identity.session to ${appRole};

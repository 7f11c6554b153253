-- People of an outside issuer who sign: whom that issuer vouched for, in which browser, and what is asked of it now. The
-- browser is known by the SHA-256 of its cookie, a request by that of its state: what is here redeems no code.
alter table identity.session add column issuer text;        -- null for an account that is kept here
alter table identity.session add column browser_hash bytea; -- of an outside issuer's person
alter table identity.session add column proven_at timestamptz; -- when its issuer last asked the person for their proofs
create unique index session_browser on identity.session (browser_hash) where browser_hash is not null and ended_at is null;

create table identity.step_up (
    state_hash   bytea       primary key,
    browser_hash bytea       not null,
    issuer       text        not null, -- address
    signing_id   uuid        not null,
    purpose      text        not null, -- IDENTIFY or SIGN
    redirect_uri text        not null,
    begun_at     timestamptz not null,
    expires_at   timestamptz not null,
    used_at      timestamptz          -- a return counts once
);
create index step_up_expired on identity.step_up (expires_at);
create index step_up_open on identity.step_up (signing_id) where used_at is null;

grant select, insert, update, delete on identity.step_up to ${appRole};

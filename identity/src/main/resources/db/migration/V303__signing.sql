-- Signatures that were asked for. Nothing here is one: the log alone has those. Losing it loses what waits.
create table identity.signing (
    id          uuid        primary key,
    person_id   uuid        not null,
    record_kind text        not null,
    record_id   text        not null,
    tenant      text        not null,
    site_id     uuid,
    position    bigint      not null,
    hash        text        not null,
    meaning     text        not null,
    reason      text        not null,
    expires_at  timestamptz not null,
    signed_at   timestamptz
);
create index signing_waiting on identity.signing (person_id) where signed_at is null;

-- In which session somebody signed last, and from where: by it a later signature takes the password alone.
create table identity.signing_session (
    sid            uuid        primary key,
    last_signed_at timestamptz not null,
    address        text        not null,
    client         text        not null
);

grant select, insert, update, delete on identity.signing, identity.signing_session to ${appRole};

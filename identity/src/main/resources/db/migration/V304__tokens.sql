-- The keys that sign tokens, one set for all nodes: sealed by a key that is in the homes' secrets alone.
create table identity.token_keys (
    single boolean primary key default true check (single),
    sealed bytea   not null -- AES-256-GCM
);

-- The newest token of an outside issuer by which somebody's roles were mapped. The log has the roles; who loses this lets
-- an older token of somebody's count once more.
create table identity.mapped_token (
    person_id uuid        primary key,
    issued_at timestamptz not null
);

grant select, insert, update on identity.token_keys, identity.mapped_token to ${appRole};

-- What verifies the API keys of machines. Whether a key holds is for the log to say: a row here alone opens nothing.
create table identity.api_key (
    id          uuid        primary key,
    key_id      uuid        not null, -- of the key in the log
    hash        bytea       not null, -- SHA-256: the secret is 256 random bits, which nobody guesses from it
    prepared_at timestamptz not null,
    expires_at  timestamptz not null,
    active      boolean     not null default false -- false until the log has taken the entry: it opens nothing before
);
create unique index api_key_active on identity.api_key (key_id) where active;
create index api_key_prepared on identity.api_key (prepared_at) where not active;

grant select, insert, update, delete on identity.api_key to ${appRole};

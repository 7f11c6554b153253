-- What the key of second factors opens: by it a key that was exchanged is told from a factor that was altered. It is random
-- and nobody's.
create table identity.factor_key (
    one    boolean primary key default true check (one),
    sealed bytea   not null
);

grant select, insert, update on identity.factor_key to ${appRole};

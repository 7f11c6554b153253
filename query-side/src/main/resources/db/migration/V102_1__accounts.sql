create table read.account (
    person_id uuid primary key,
    password_set_at timestamptz,
    second_factor text,
    last_sign_in_at timestamptz,
    locked_until timestamptz,
    secret_expires_at timestamptz
);

grant select, insert, update, delete, truncate on read.account to ${appRole};

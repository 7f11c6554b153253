-- The root that devices know this installation by: that of the authorities with which it started last. No projection, and
-- no replay touches it.
create table pki.known_root (
    only_row    boolean primary key default true check (only_row),
    fingerprint text not null -- SHA-256 of its DER bytes
);
grant select, insert, update, delete on pki.known_root to ${appRole};

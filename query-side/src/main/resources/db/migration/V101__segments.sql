-- A read model may be projected in several segments side by side; each has its own position, and it has come as far as
-- the last of them.
alter table read.position add column segment int not null default 0;
alter table read.position drop constraint position_pkey;
alter table read.position add primary key (name, segment);

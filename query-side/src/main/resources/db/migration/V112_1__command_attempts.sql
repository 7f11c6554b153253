-- What was requested before is as a rebuild says it: an operation, told once, that one person requested.
alter table read.command
    add column command_class    text    not null default 'OPERATION',
    add column most_attempts    int     not null default 1,
    add column two_persons      boolean not null default false,
    add column approved_by      text,
    add column progress_percent int;
alter table read.command
    alter column command_class drop default,
    alter column most_attempts drop default,
    alter column two_persons drop default;

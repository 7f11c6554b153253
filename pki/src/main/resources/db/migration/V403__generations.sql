-- Up to which event of the log the live generation was read: one that is built beside it takes its place when it has read
-- as far, whatever became of who began it. Null while nothing was read.
alter table pki.generation add column live_index bigint;

-- What was read before this is in no event's way: nothing of a log without events after it is new.
do $$
begin
    if to_regclass('log.event') is not null then
        update pki.generation set live_index = (select max(index) from log.event);
    end if;
end $$;

-- A rebuild that was killed before this had nobody who would end it: what it has built is what was read on since.
update pki.generation set live = building, building = null where building is not null;

-- The generations that take an event: the one that is built, and the live one if it has not read it yet. So a rebuild
-- neither takes the live one back to what was, nor keeps from it what is new.
create function pki.takers(index bigint) returns setof integer language sql stable rows 2 as $$
    select live from pki.generation where building is null or $1 > live_index
    union all
    select building from pki.generation where building is not null
$$;
grant execute on function pki.takers(bigint) to ${appRole};

-- A migration of its own: to add a column locks the table, and the log may be long.
-- What was read before this, as a replay would say it. Signed ones are there from the event's second revision on. Their text
-- is searched and not parsed, as JSON may hold what PostgreSQL's does not; a quotation mark within a value has a backslash
-- before it.
do $$
declare
    first bigint;
begin
    if to_regclass('log.event_kind') is null then
        return;
    end if;
    select first_index into first from log.event_kind where name = 'enrolment.FactoryKeyImported' and revision = 2;
    if first is not null then
        update pki.factory_key k set signed = true
          from (select convert_from(payload, 'UTF8') as said from log.event
                 where index >= first and name = 'enrolment.FactoryKeyImported' and revision = 2) e
         where strpos(e.said, '"signedBy":{') > 0
           and k.device_id = substring(e.said from '"device":"([0-9a-f-]{36})"')::uuid;
    end if;
end $$;

-- As a rebuild would write them: published before commands had a class, retries or two persons.
update ingress.model_contract set contract = jsonb_set(contract, '{commands}', (
    select coalesce(
        jsonb_agg('{"commandClass": "OPERATION", "retry": null, "twoPersons": false}'::jsonb || command order by place),
        '[]'::jsonb)
    from jsonb_array_elements(contract -> 'commands') with ordinality as defined (command, place)));

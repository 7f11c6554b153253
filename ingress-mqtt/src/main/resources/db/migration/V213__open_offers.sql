-- Offers of rollouts, from when they were sent until somebody looks whether they are still to be told. Who is offered what
-- is in the log; this is only when to look again. A row that is lost is a device that is told once.
create table ingress.rollout_offer (
    run_id    uuid        not null,
    device_id uuid        not null,
    tenant    text        not null,
    round     integer     not null,
    refusal   text,                 -- of the broker, as the log is told of it; null for what it took
    unheard   boolean     not null, -- the broker had nobody to keep it for: told again when the device comes
    sent_at   timestamptz not null,
    due_at    timestamptz not null,
    primary key (run_id, device_id)
);
create index rollout_offer_due on ingress.rollout_offer (due_at);
create index rollout_offer_unheard on ingress.rollout_offer (device_id) where unheard;

grant select, insert, update, delete, truncate on ingress.rollout_offer to ${appRole};

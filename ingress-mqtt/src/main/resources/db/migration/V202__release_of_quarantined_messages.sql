-- The last release of a message, and what became of it: a copy of what the log says, for whoever looks at the quarantine.
alter table ingress.quarantine
    add column release          integer,     -- its number among the releases of the message, from 1
    add column release_position bigint,      -- its log index
    add column release_outcome  text,        -- stable code, see docs/mqtt.md; null while it is under way
    add column release_detail   text,
    add column settled_at       timestamptz, -- when the outcome was recorded
    add constraint release_whole check ((release is null) = (release_position is null)
        and (release_outcome is null) = (release_detail is null)
        and (release_outcome is null) = (settled_at is null)
        and (release is not null or release_outcome is null));

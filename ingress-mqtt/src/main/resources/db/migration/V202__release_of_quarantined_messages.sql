-- What became of a message that somebody had read again. The decision is in the log; this is its consequence, and it says
-- where in the log the decision is. Of several releases the last one, but for one that had the values stored: that stays.
alter table ingress.quarantine
    add column release          integer,     -- number of the release that was carried out, from 1
    add column release_position bigint,      -- its log index
    add column release_outcome  text,        -- stable code, see docs/mqtt.md
    add column release_detail   text,
    add column released_at      timestamptz; -- when it was carried out

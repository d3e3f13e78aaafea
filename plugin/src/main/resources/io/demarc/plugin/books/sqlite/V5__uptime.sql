-- How long the switch had run when it was last asked, and when that was: what runs shorter has restarted.
ALTER TABLE switch_seen ADD COLUMN uptime_millis BIGINT;
ALTER TABLE switch_seen ADD COLUMN uptime_at_millis BIGINT;

-- Moments are milliseconds since 1970-01-01 UTC. Names and VLANs are checked by the records that read them.

-- What was imported, every version of it; the highest is in force. Secrets are references.
CREATE TABLE inventory (
    version           INTEGER PRIMARY KEY AUTOINCREMENT,
    document          TEXT    NOT NULL,
    applied_at_millis BIGINT  NOT NULL,
    actor_kind        TEXT    NOT NULL,
    actor_name        TEXT    NOT NULL
);

-- What CloudStack last told of a network, by its internal id.
CREATE TABLE network (
    id               BIGINT  NOT NULL PRIMARY KEY,
    state            TEXT    NOT NULL,
    vlan             INTEGER,
    zone_id          TEXT    NOT NULL,
    physical_network TEXT    NOT NULL,
    uuid             TEXT,
    name             TEXT,
    owner_domain     TEXT,
    owner_kind       TEXT,
    owner_name       TEXT,
    revision         BIGINT  NOT NULL
);
CREATE INDEX network_uuid ON network (uuid);

-- The wish that a device is on a network; lives on while the network is down.
CREATE TABLE attachment (
    device       TEXT    NOT NULL PRIMARY KEY,
    network_uuid TEXT    NOT NULL,
    network_name TEXT    NOT NULL,
    forced       INTEGER NOT NULL,
    since_millis BIGINT  NOT NULL
);

-- Which VLAN a port may still carry, and for which network: from before the first write until it was read back without.
CREATE TABLE port_claim (
    switch_name  TEXT    NOT NULL,
    port         TEXT    NOT NULL,
    vlan         INTEGER NOT NULL,
    network_id   BIGINT  NOT NULL,
    since_millis BIGINT  NOT NULL,
    PRIMARY KEY (switch_name, port, vlan, network_id)
);

-- What a port was when it was last read.
CREATE TABLE port_seen (
    switch_name    TEXT    NOT NULL,
    port           TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    wanted         TEXT    NOT NULL,
    observed       TEXT,
    observed_vlan  INTEGER,
    link_up        INTEGER,
    problem        TEXT,
    verified       TEXT,
    took_millis    BIGINT  NOT NULL,
    read_at_millis BIGINT  NOT NULL,
    PRIMARY KEY (switch_name, port)
);

-- unsaved_since_millis: something was written since the configuration was last saved.
-- unconfirmed_until_millis: until then the switch may take back what was written to it by itself.
CREATE TABLE switch_seen (
    switch_name              TEXT NOT NULL PRIMARY KEY,
    read_at_millis           BIGINT,
    problem_code             TEXT,
    problem                  TEXT,
    unsaved_since_millis     BIGINT,
    unconfirmed_until_millis BIGINT
);

CREATE TABLE lease (
    switch_name       TEXT   NOT NULL PRIMARY KEY,
    holder            TEXT   NOT NULL,
    expires_at_millis BIGINT NOT NULL
);

-- What was said in one session, secrets masked.
CREATE TABLE transcript (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    lines TEXT NOT NULL
);

CREATE TABLE journal (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    at_millis     BIGINT NOT NULL,
    kind          TEXT   NOT NULL,
    actor_kind    TEXT   NOT NULL,
    actor_name    TEXT   NOT NULL,
    switch_name   TEXT,
    port          TEXT,
    device        TEXT,
    network_id    BIGINT,
    vlan          INTEGER,
    state_before  TEXT,
    wanted        TEXT,
    state_after   TEXT,
    problem       TEXT,
    message       TEXT   NOT NULL,
    transcript_id BIGINT
);

CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER transcript_is_not_rewritten BEFORE UPDATE ON transcript
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER transcript_is_not_shortened BEFORE DELETE ON transcript
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

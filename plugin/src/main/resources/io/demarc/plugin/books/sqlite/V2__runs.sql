-- Runs of runbooks. Moments are milliseconds since 1970-01-01 UTC.

-- Numbers that were handed out; a number is never used twice.
CREATE TABLE run_number (
    id INTEGER PRIMARY KEY AUTOINCREMENT
);

-- document: the whole run as JSON; the columns beside it are what it is found by. version counts what was saved.
CREATE TABLE run (
    id                BIGINT  NOT NULL PRIMARY KEY,
    object_name       TEXT    NOT NULL,
    runbook           TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    is_active         INTEGER NOT NULL,
    version           BIGINT  NOT NULL,
    changed_at_millis BIGINT  NOT NULL,
    document          TEXT    NOT NULL
);
CREATE UNIQUE INDEX run_alone_on_its_object ON run (object_name) WHERE is_active = 1;

CREATE TABLE run_evidence (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id      BIGINT NOT NULL,
    at_millis   BIGINT NOT NULL,
    step        TEXT   NOT NULL,
    who         TEXT   NOT NULL,
    what        TEXT   NOT NULL,
    exit_status INTEGER,
    output      TEXT   NOT NULL
);
CREATE INDEX run_evidence_of_run ON run_evidence (run_id, id);

CREATE TRIGGER run_evidence_is_not_rewritten BEFORE UPDATE ON run_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER run_evidence_is_not_shortened BEFORE DELETE ON run_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;

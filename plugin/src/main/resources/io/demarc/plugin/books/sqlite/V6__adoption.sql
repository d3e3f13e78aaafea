-- The ports that a person has looked at and handed over: who, when, and what the port was then. No other port is written.
-- is_leaving: it is given back as it was, and still to be made so.
-- mode is null where nobody wrote down what the port was; untagged and tagged (VLAN ids with spaces) are null where the switch didn't say.
CREATE TABLE port_adoption (
    switch_name TEXT   NOT NULL,
    port        TEXT   NOT NULL,
    at_millis   BIGINT NOT NULL,
    actor_kind  TEXT   NOT NULL,
    actor_name  TEXT   NOT NULL,
    is_leaving  INTEGER NOT NULL,
    was         TEXT   NOT NULL,
    mode        TEXT,
    untagged    INTEGER,
    tagged      TEXT,
    admin_up    INTEGER,
    description TEXT,
    PRIMARY KEY (switch_name, port)
);

-- One row while the ports of a store from before this table are still to be written down as adopted.
CREATE TABLE adoption_due (
    since_version INTEGER NOT NULL
);
INSERT INTO adoption_due SELECT MAX(version) FROM inventory HAVING MAX(version) IS NOT NULL;

-- What a person has asked to leave as it is: a switch, or with '*' all of them.
CREATE TABLE freeze (
    switch_name TEXT   NOT NULL PRIMARY KEY,
    at_millis   BIGINT NOT NULL,
    actor_kind  TEXT   NOT NULL,
    actor_name  TEXT   NOT NULL,
    why         TEXT   NOT NULL
);

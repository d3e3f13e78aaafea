-- What CloudStack was told by an alert and not yet told to be over.
CREATE TABLE alert (
    subject          TEXT    NOT NULL PRIMARY KEY,
    raised_at_millis INTEGER NOT NULL
);
-- CloudStack drops an alert whose number it shows already, so none is given twice; another store, of before, has begun elsewhere.
CREATE TABLE alert_number (next INTEGER NOT NULL);
INSERT INTO alert_number (next) VALUES (random() & 16383);

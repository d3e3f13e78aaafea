-- by_tag: a network's tag in CloudStack asks for it, and it ends with the tag.
ALTER TABLE attachment ADD COLUMN by_tag INTEGER NOT NULL DEFAULT 0;

-- A device that a network's tag asks for was detached all the same: the tag counts again when it was taken away and set anew.
CREATE TABLE ignored_tag (
    device       TEXT NOT NULL,
    network_uuid TEXT NOT NULL,
    PRIMARY KEY (device, network_uuid)
);

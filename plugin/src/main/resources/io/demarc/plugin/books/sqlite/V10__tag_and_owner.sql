-- by_tag: a network's tag in CloudStack asks for it, and it ends with the tag.
ALTER TABLE attachment ADD COLUMN by_tag INTEGER NOT NULL DEFAULT 0;

-- A device that a network's tag asks for was detached all the same: the tag counts again when it was taken away and set anew.
CREATE TABLE ignored_tag (
    device       TEXT NOT NULL,
    network_uuid TEXT NOT NULL,
    PRIMARY KEY (device, network_uuid)
);

-- What stays the same of a network's owner when domains, projects and accounts are renamed: see OwnerTable.
ALTER TABLE network ADD COLUMN owner_key TEXT;

-- Under which names each owner was seen, in this order: a name is its first owner's, whoever has it later.
CREATE TABLE owner_seen (
    seen         INTEGER PRIMARY KEY AUTOINCREMENT,
    owner_domain TEXT NOT NULL,
    owner_kind   TEXT NOT NULL,
    owner_name   TEXT NOT NULL,
    owner_key    TEXT NOT NULL
);

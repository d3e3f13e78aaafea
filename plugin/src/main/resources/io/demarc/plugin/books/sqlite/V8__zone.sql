-- The zone by its public names, of which the extension's calls tell the internal id alone; null until CloudStack's API has told them.
ALTER TABLE network ADD COLUMN zone_uuid TEXT;
ALTER TABLE network ADD COLUMN zone_name TEXT;

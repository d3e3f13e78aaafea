-- The fingerprint of the host key that the switch proved itself with when the port was adopted; null by SNMP, and until the first
-- session after the upgrade.
ALTER TABLE port_adoption ADD COLUMN host_key TEXT;

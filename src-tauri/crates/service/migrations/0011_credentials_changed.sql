-- When an account's password, factors or address last changed, in Unix milliseconds. Sign-ins and resets that were begun before are over.

ALTER TABLE accounts ADD COLUMN credentials_changed_at INTEGER NOT NULL DEFAULT 0;

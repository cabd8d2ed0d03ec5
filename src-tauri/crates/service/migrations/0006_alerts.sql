-- Alert reception and the devices that are told of alerts. Times are Unix milliseconds.

CREATE TABLE alert_settings (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,        -- the ETag
    settings   TEXT    NOT NULL         -- JSON; hours as minutes of the day
) STRICT;

CREATE TABLE devices (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    system      TEXT    NOT NULL,
    app_version TEXT    NOT NULL,
    endpoint    TEXT,                   -- the address that reaches it; never told to anyone
    sample      TEXT,                   -- of a practice server: answers | gone
    added_at    INTEGER NOT NULL,
    notice_at   INTEGER,                -- its last notice
    notice      TEXT,                   -- what became of it: delivered | gone | unreachable
    UNIQUE (account_id, endpoint),
    CHECK ((endpoint IS NULL) <> (sample IS NULL))
) STRICT;
CREATE INDEX devices_of_account ON devices (account_id);

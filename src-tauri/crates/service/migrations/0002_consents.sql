-- What people agreed to. Who was never asked has no row. Times are Unix milliseconds.

CREATE TABLE consents (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose    TEXT    NOT NULL,        -- marketing
    agreed     INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,        -- when the person last changed their mind
    PRIMARY KEY (account_id, purpose)
) STRICT;

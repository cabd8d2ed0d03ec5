-- API tokens and keys. Times are Unix milliseconds.

CREATE TABLE api_keys (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,        -- empty for the account's one token
    digest     BLOB    NOT NULL UNIQUE, -- SHA-256 of the secret
    secret     TEXT,                    -- only where the service shows it again
    last_four  TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, name)
) STRICT;

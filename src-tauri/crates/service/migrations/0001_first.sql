-- The account service's first schema. Times are Unix milliseconds. Rows of an account go with the account.

CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    password_hash TEXT,              -- PHC text of Argon2id; NULL when the account has no password
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE emails (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address    TEXT    NOT NULL UNIQUE,   -- lower case
    verified   INTEGER NOT NULL DEFAULT 0,
    is_primary INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX emails_of_account ON emails (account_id);

CREATE TABLE phones (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    number     TEXT NOT NULL UNIQUE       -- E.164, verified
) STRICT;

CREATE TABLE profiles (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,          -- the ETag
    fields     TEXT    NOT NULL           -- a JSON object of texts; the preset says which
) STRICT;

CREATE TABLE authenticators (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind         TEXT    NOT NULL,        -- totp | recovery_codes
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    secret       TEXT,                    -- totp: base32; must be usable, so it can't be hashed
    last_step    INTEGER,                 -- totp: the newest time step a code was accepted for
    UNIQUE (account_id, kind)
) STRICT;

CREATE TABLE recovery_codes (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    authenticator_id INTEGER NOT NULL REFERENCES authenticators (id) ON DELETE CASCADE,
    salt             BLOB    NOT NULL,
    digest           BLOB    NOT NULL,    -- SHA-256 of salt and code
    used_at          INTEGER
) STRICT;
CREATE INDEX recovery_codes_of_set ON recovery_codes (authenticator_id);

CREATE TABLE sessions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    token_digest BLOB    NOT NULL UNIQUE, -- SHA-256 of the token
    account_id   INTEGER REFERENCES accounts (id) ON DELETE CASCADE,  -- NULL until signed in
    outdated     INTEGER NOT NULL DEFAULT 0,  -- ended by a change of password or factors; answers 401 once
    state        TEXT    NOT NULL,        -- JSON: pending steps and how the person signed in
    user_agent   TEXT    NOT NULL,
    ip           TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account_id);

-- What would have been sent; filled only where nothing leaves the machine (the practice server).
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    channel      TEXT    NOT NULL,        -- mail | sms | whatsapp
    recipient    TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    code         TEXT,
    at           INTEGER NOT NULL,
    expires_at   INTEGER,
    asked_for_by TEXT    NOT NULL
) STRICT;

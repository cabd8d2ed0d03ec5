-- Challenges that guard a call, and temporary passwords. Times are Unix milliseconds.

CREATE TABLE captchas (
    id         TEXT    PRIMARY KEY,     -- random
    answers    TEXT    NOT NULL,        -- JSON: salted digests of what is right
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE temporary_passwords (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT    NOT NULL,        -- PHC text of Argon2id; counts beside the account's own
    address    TEXT    NOT NULL,        -- where it was mailed to
    expires_at INTEGER NOT NULL
) STRICT;

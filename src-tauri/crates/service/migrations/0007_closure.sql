-- What closing an account needs: projects and who has which role in them, what is owed, and which addresses are used up.
-- Times are Unix milliseconds. Rows of an account go with the account.

CREATE TABLE projects (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    data_since INTEGER NOT NULL         -- the oldest data kept of it
) STRICT;

CREATE TABLE members (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id        INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    account_id        INTEGER REFERENCES accounts (id) ON DELETE CASCADE,  -- NULL: a sample person of a practice server
    name              TEXT    NOT NULL DEFAULT '',                         -- of a sample person
    billing           INTEGER NOT NULL DEFAULT 0,
    member_management INTEGER NOT NULL DEFAULT 0,
    UNIQUE (project_id, account_id)
) STRICT;
CREATE INDEX memberships_of_account ON members (account_id);

CREATE TABLE balances (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,  -- who owes it
    amount     TEXT    NOT NULL,        -- a decimal number
    currency   TEXT    NOT NULL,        -- ISO 4217
    paid       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX balances_of_account ON balances (account_id);

CREATE TABLE coupons (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX coupons_of_account ON coupons (account_id);

-- Addresses of closed accounts, which can never be used again. The key of the digests is in a file beside this one.
CREATE TABLE tombstones (
    digest BLOB PRIMARY KEY             -- HMAC-SHA-256 of the address
) STRICT, WITHOUT ROWID;

-- Why people left: counted, and kept of nobody.
CREATE TABLE closure_reasons (
    reason TEXT    PRIMARY KEY,
    times  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose business a message was about, so that it goes with the account whatever address it went to.
ALTER TABLE outbox ADD COLUMN account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE;
CREATE INDEX messages_of_account ON outbox (account_id);

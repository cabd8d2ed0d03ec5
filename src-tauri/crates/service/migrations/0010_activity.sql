-- What happened to accounts that their owners should know of. Times are Unix milliseconds.

CREATE TABLE activity (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE, -- NULL: nobody's; written and deleted again, see store/activity.rs
    kind       TEXT    NOT NULL,   -- as the extension names it
    at         INTEGER NOT NULL,
    user_agent TEXT    NOT NULL,
    ip         TEXT    NOT NULL
) STRICT;
CREATE INDEX activity_of_account ON activity (account_id, id);

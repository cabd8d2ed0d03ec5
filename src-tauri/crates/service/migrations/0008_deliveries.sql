-- Messages that are to leave: by SMTP, by a text gateway, to a folder. A row is added with the change that caused it and goes with its delivery,
-- so a code lies here only until it is sent or has run out. What belongs to an account goes with it; the farewell
-- to a closed one belongs to none. Times are Unix milliseconds.

CREATE TABLE deliveries (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    mark         TEXT    NOT NULL UNIQUE, -- a UUID, the same at each try: receivers tell doubles by it
    channel      TEXT    NOT NULL,        -- mail | sms | whatsapp
    recipient    TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    at           INTEGER NOT NULL,        -- when it was written
    expires_at   INTEGER NOT NULL,        -- from then on it is worth nothing
    asked_for_by TEXT    NOT NULL,
    account_id   INTEGER REFERENCES accounts (id) ON DELETE CASCADE, -- whose business it is, where that is known
    tries        INTEGER NOT NULL DEFAULT 0,
    due_at       INTEGER NOT NULL         -- when to try next; while a try is under way, when it is given up for lost
) STRICT;
CREATE INDEX deliveries_due ON deliveries (due_at);
CREATE INDEX deliveries_of_account ON deliveries (account_id);

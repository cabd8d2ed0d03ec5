-- A verified number a channel, and the numbers that await their code. Times are Unix milliseconds.

CREATE TABLE phones_by_channel (
    account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    channel     TEXT    NOT NULL,       -- sms | whatsapp; the core of the API serves sms
    number      TEXT    NOT NULL,       -- E.164, verified
    verified_at INTEGER,                -- NULL for numbers from before this was noted
    PRIMARY KEY (account_id, channel),
    UNIQUE (channel, number)
) STRICT;
INSERT INTO phones_by_channel (account_id, channel, number) SELECT account_id, 'sms', number FROM phones;
DROP TABLE phones;
ALTER TABLE phones_by_channel RENAME TO phones;

-- At most one a channel: a newer one takes the place of an older one, from whatever session.
CREATE TABLE phone_verifications (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    channel    TEXT    NOT NULL,
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,  -- only who asked may answer
    code       TEXT    NOT NULL,        -- JSON: the number, and a salted digest of the code
    PRIMARY KEY (account_id, channel)
) STRICT;

-- Codes by mail or text beside one-time codes: the kinds `email` and `sms`. One method at a time, whatever the program does.

CREATE UNIQUE INDEX one_method_an_account ON authenticators (account_id) WHERE kind IN ('totp', 'email', 'sms');

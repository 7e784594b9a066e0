-- A view of the region's log: by what the passkeys that stand for devices are known.
CREATE TABLE passkeys (
    device BYTEA NOT NULL PRIMARY KEY,
    credential BYTEA NOT NULL,        -- the name under which its authenticator knows it
    public_key BYTEA NOT NULL         -- COSE (RFC 9053), as it came
) /*clustered*/;
CREATE INDEX passkeys_by_credential ON passkeys (credential);
-- How often each was used, as its authenticator counts. Ordinary state: it only grows.
CREATE TABLE passkey_counters (
    device BYTEA NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL
) /*clustered*/;
-- Challenges that were answered, until they would have run out anyway: no answer counts twice.
-- State, not evidence, and in no backup.
CREATE TABLE answered_challenges (
    challenge BYTEA NOT NULL PRIMARY KEY, -- SHA-256 of it
    answered_at BIGINT NOT NULL
) /*clustered*/;

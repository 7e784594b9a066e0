-- Certificates that wait to be picked up: a number that may be read out, and the hash of a code.
-- Ordinary state; that a device was registered is an entry.
CREATE TABLE pickups (
    number TEXT NOT NULL PRIMARY KEY, -- digits only
    code TEXT NOT NULL,               -- Argon2id (PHC string)
    person BYTEA NOT NULL,            -- whose device it becomes
    label TEXT NOT NULL,
    system BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,         -- wrong codes; too many make it void
    used_at BIGINT,                   -- when it was first picked up
    device BYTEA,                     -- what was picked up last
    replaces BYTEA                    -- the device that ends when the new one is first used
) /*clustered*/;
CREATE INDEX pickups_by_device ON pickups (device);
CREATE INDEX pickups_by_time ON pickups (expires_at);

-- The serial number of a device's certificate, and what the device runs on; unknown before.
ALTER TABLE devices ADD COLUMN serial BYTEA;
ALTER TABLE devices ADD COLUMN system BIGINT;

-- A pick-up on its way from a page to a phone: one link, ten minutes. State, and no backup keeps it.
CREATE TABLE handovers (
    token BYTEA NOT NULL PRIMARY KEY, -- SHA-256 of the token in the link
    number TEXT NOT NULL,
    code BYTEA NOT NULL,              -- sealed under a key that only the link gives
    expires_at BIGINT NOT NULL
) /*clustered*/;

-- Files on their way: what has arrived of them, sealed piece by piece. State, not evidence: rows
-- go when their entry is posted or after a day, and no backup keeps them.
CREATE TABLE uploads (
    person BYTEA NOT NULL,
    id BYTEA NOT NULL,                -- made by the device
    room BYTEA NOT NULL,
    log BYTEA NOT NULL,               -- whose key the pieces are sealed under
    vault BYTEA NOT NULL,
    length BIGINT NOT NULL,           -- of the whole file, in bytes
    received BIGINT NOT NULL,         -- how much of it has arrived
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (person, id)
) /*clustered*/;
CREATE INDEX uploads_by_time ON uploads (begun_at);

CREATE TABLE upload_pieces (
    person BYTEA NOT NULL,
    id BYTEA NOT NULL,
    at_byte BIGINT NOT NULL,          -- where the piece begins in the file
    length BIGINT NOT NULL,           -- before sealing
    name BYTEA NOT NULL,              -- SHA-256 of the sealed bytes
    wrap BYTEA NOT NULL,
    wrap_key BYTEA NOT NULL,
    size BIGINT NOT NULL,             -- of the sealed bytes
    PRIMARY KEY (person, id, at_byte)
) /*clustered*/;
CREATE INDEX upload_pieces_by_name ON upload_pieces (name);

-- Whether a sealed object is named by anything: asked of those that are left over.
CREATE INDEX attachments_by_name ON attachments (name);

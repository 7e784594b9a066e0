-- The first shape of a region's database. Portable subset: BYTEA is a blob on both engines,
-- ids are 16 bytes, instants are microseconds since 1970, truth is 0 or 1.
-- /*clustered*/ becomes WITHOUT ROWID on SQLite and nothing on PostgreSQL.

-- Logs: the unit of order, key and chain. The row is the head; header bytes decide.
CREATE TABLE logs (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    purpose BIGINT NOT NULL,          -- 1 room, 2 delivery, 3 region, 4 access
    room BYTEA,
    vault BYTEA NOT NULL,
    audience_key BYTEA NOT NULL,      -- SHA-256 of the audience; 32 zero bytes when everyone
    wrap_key BYTEA NOT NULL,          -- id of the log key that new wraps use
    sequence BIGINT NOT NULL,
    head BYTEA NOT NULL,
    received BIGINT NOT NULL,
    low BIGINT NOT NULL,              -- notes so far by sensitivity: unread is last minus read
    middle BIGINT NOT NULL,
    high BIGINT NOT NULL,
    treed BIGINT NOT NULL             -- sequence up to which the Merkle tree holds this log
) /*clustered*/;
CREATE UNIQUE INDEX logs_by_room ON logs (room, purpose, audience_key);
CREATE INDEX logs_not_treed ON logs (region) WHERE sequence > treed;

CREATE TABLE entries (
    log BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    author BYTEA NOT NULL,
    received BIGINT NOT NULL,
    header BYTEA NOT NULL,
    body BYTEA NOT NULL,
    wrap BYTEA,                       -- the body's key under the log key; gone when destroyed
    wrap_key BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    record BYTEA NOT NULL,
    low BIGINT NOT NULL,
    middle BIGINT NOT NULL,
    high BIGINT NOT NULL,
    PRIMARY KEY (log, sequence)
) /*clustered*/;
CREATE UNIQUE INDEX entries_by_author ON entries (entry, author);

CREATE TABLE attachments (
    log BYTEA NOT NULL,
    name BYTEA NOT NULL,              -- SHA-256 of the sealed bytes
    sequence BIGINT NOT NULL,
    wrap BYTEA,
    wrap_key BYTEA NOT NULL,
    size BIGINT NOT NULL,             -- of the sealed bytes
    PRIMARY KEY (log, name)
) /*clustered*/;

-- Views of the logs: rebuilt by `tasuki rebuild`, compared by `tasuki verify --keys`.
CREATE TABLE regions (
    id BYTEA NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    notebook_name TEXT NOT NULL,
    categories TEXT NOT NULL,         -- one a line
    idle_minutes BIGINT NOT NULL,
    second_factors TEXT NOT NULL      -- one a line
) /*clustered*/;
CREATE TABLE facilities (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    active BIGINT NOT NULL
) /*clustered*/;
CREATE TABLE persons (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    login TEXT NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    family_kana TEXT NOT NULL,
    given_kana TEXT NOT NULL,
    active BIGINT NOT NULL,
    portrait TEXT
) /*clustered*/;
CREATE UNIQUE INDEX persons_by_login ON persons (region, login);
CREATE TABLE posts (
    id BYTEA NOT NULL PRIMARY KEY,
    person BYTEA NOT NULL,
    facility BYTEA NOT NULL,
    profession TEXT NOT NULL,
    manager BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT
) /*clustered*/;
CREATE INDEX posts_by_person ON posts (person);
CREATE TABLE devices (
    id BYTEA NOT NULL PRIMARY KEY,
    person BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    fingerprint BYTEA NOT NULL,
    label TEXT NOT NULL,
    not_after BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    revoked_at BIGINT
) /*clustered*/;
CREATE INDEX devices_by_fingerprint ON devices (fingerprint);
CREATE INDEX devices_by_person ON devices (person);
CREATE TABLE notebooks (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    patient BYTEA NOT NULL,
    team_room BYTEA NOT NULL,
    managing_facility BYTEA NOT NULL,
    vault BYTEA NOT NULL,
    basics_log BYTEA,                 -- where the newest entry with the patient's basics stands
    basics_sequence BIGINT,
    attending BYTEA,
    deputy BYTEA,
    destroyed_at BIGINT
) /*clustered*/;
CREATE TABLE rooms (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    notebook BYTEA,
    kind BIGINT NOT NULL,
    main_log BYTEA NOT NULL
) /*clustered*/;
CREATE INDEX rooms_by_notebook ON rooms (notebook);
CREATE TABLE members (
    room BYTEA NOT NULL,
    person BYTEA NOT NULL,
    post BYTEA,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    history_from BIGINT,
    PRIMARY KEY (room, person)
) /*clustered*/;
CREATE INDEX members_by_person ON members (person);
CREATE TABLE audiences (
    log BYTEA NOT NULL,
    person BYTEA NOT NULL,
    PRIMARY KEY (log, person)
) /*clustered*/;
CREATE TABLE amendments (
    log BYTEA NOT NULL,
    record BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    PRIMARY KEY (log, record, sequence)
) /*clustered*/;
CREATE TABLE confirmations (
    log BYTEA NOT NULL,
    entry BYTEA NOT NULL,
    author BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (log, entry, author)
) /*clustered*/;
CREATE TABLE releases (
    log BYTEA NOT NULL,
    record BYTEA NOT NULL,
    care BIGINT NOT NULL,
    life_support BIGINT NOT NULL,
    family BIGINT NOT NULL,
    PRIMARY KEY (log, record)
) /*clustered*/;
CREATE TABLE consents (
    notebook BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    given BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    PRIMARY KEY (notebook, kind)
) /*clustered*/;

-- Ordinary state: what changes without being said.
CREATE TABLE installations (
    region BYTEA NOT NULL PRIMARY KEY,
    region_log BYTEA NOT NULL,
    vault BYTEA NOT NULL
) /*clustered*/;
CREATE TABLE trees (
    region BYTEA NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL
) /*clustered*/;
CREATE TABLE nodes (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    access_log BYTEA NOT NULL
) /*clustered*/;
CREATE TABLE passwords (
    person BYTEA NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL
) /*clustered*/;
CREATE TABLE activations (
    token BYTEA NOT NULL PRIMARY KEY, -- SHA-256 of the token in the link
    person BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
) /*clustered*/;
CREATE TABLE sessions (
    id BYTEA NOT NULL PRIMARY KEY,
    token BYTEA NOT NULL,             -- SHA-256 of the cookie
    person BYTEA NOT NULL,
    device BYTEA NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT,
    locked BIGINT NOT NULL
) /*clustered*/;
CREATE UNIQUE INDEX sessions_by_token ON sessions (token);
CREATE INDEX sessions_by_person ON sessions (person);
CREATE TABLE failures (
    key BYTEA NOT NULL PRIMARY KEY,   -- SHA-256 of the account name or of the address
    count BIGINT NOT NULL,
    last_at BIGINT NOT NULL
) /*clustered*/;
CREATE TABLE marks (
    person BYTEA NOT NULL,
    log BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    low BIGINT NOT NULL,
    middle BIGINT NOT NULL,
    high BIGINT NOT NULL,
    PRIMARY KEY (person, log)
) /*clustered*/;
CREATE INDEX marks_by_log ON marks (log);
CREATE TABLE wakes (
    id BYTEA NOT NULL PRIMARY KEY     -- one row, changed by every other process that writes
) /*clustered*/;

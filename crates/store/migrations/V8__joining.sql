-- How facilities and people come in: applications, what the portal says, terms, letters.
ALTER TABLE facilities ADD COLUMN municipality TEXT;
ALTER TABLE persons ADD COLUMN mail TEXT;
CREATE INDEX persons_by_mail ON persons (region, mail);
CREATE INDEX posts_by_facility ON posts (facility);

-- Views of the region's log.
CREATE TABLE applications (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    number BIGINT NOT NULL,           -- of its first entry in the region's log: what people quote
    revision BIGINT NOT NULL,         -- of its last entry there: who decides has read this one
    state BIGINT NOT NULL,            -- 1 waits for the desk, 2 returned, 3 approved
    facility TEXT NOT NULL,
    municipality TEXT NOT NULL,
    kind TEXT NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    family_kana TEXT NOT NULL,
    given_kana TEXT NOT NULL,
    profession TEXT NOT NULL,
    mail TEXT NOT NULL,
    login TEXT NOT NULL,
    system BIGINT NOT NULL,
    remark TEXT NOT NULL,
    not_yet TEXT NOT NULL,            -- one a line
    terms BIGINT NOT NULL,
    lang TEXT NOT NULL,
    applied_at BIGINT NOT NULL,       -- when it came in first
    sent_at BIGINT NOT NULL,          -- when it came in last
    decided_at BIGINT,
    decided_by BYTEA,
    reason TEXT NOT NULL,
    became BYTEA                      -- the facility
) /*clustered*/;
CREATE INDEX applications_by_state ON applications (region, state, sent_at);

CREATE TABLE portals (
    region BYTEA NOT NULL PRIMARY KEY,
    palette TEXT NOT NULL,
    municipality TEXT NOT NULL,
    about TEXT NOT NULL,
    joining TEXT NOT NULL,
    privacy TEXT NOT NULL,
    desk TEXT NOT NULL,
    phone TEXT NOT NULL,
    mail TEXT NOT NULL,
    hours TEXT NOT NULL
) /*clustered*/;
CREATE TABLE terms (
    region BYTEA NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    PRIMARY KEY (region, version)
) /*clustered*/;
CREATE TABLE acceptances (
    person BYTEA NOT NULL,
    version BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (person, version)
) /*clustered*/;

-- Ordinary state. Sealed columns are under the region's key for state: what waits here is read by
-- nobody who only has the database.
CREATE TABLE drafts (
    token BYTEA NOT NULL PRIMARY KEY, -- SHA-256 of the cookie
    region BYTEA NOT NULL,
    sealed BYTEA NOT NULL,            -- the form as typed
    expires_at BIGINT NOT NULL
) /*clustered*/;
CREATE TABLE applicants (
    application BYTEA NOT NULL PRIMARY KEY,
    password TEXT NOT NULL,           -- Argon2id, moves to the account on approval
    door BYTEA NOT NULL,              -- SHA-256 of the token in the applicant's link
    door_until BIGINT NOT NULL,
    seen_at BIGINT                    -- when the link in the mail was first followed
) /*clustered*/;
CREATE UNIQUE INDEX applicants_by_door ON applicants (door);

-- The outbox: letters are written in the transaction that gives reason for them, and go out after.
CREATE TABLE letters (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    kind TEXT NOT NULL,
    receiver TEXT NOT NULL,
    sealed BYTEA,                     -- subject and words; gone when it was delivered
    about BYTEA,                      -- the application or person that it is about
    written_at BIGINT NOT NULL,
    state BIGINT NOT NULL,            -- 1 waits, 2 delivered, 3 given up
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    ended_at BIGINT,
    trouble TEXT NOT NULL             -- what the last attempt met
) /*clustered*/;
CREATE INDEX letters_by_state ON letters (region, state, next_at);

-- How a facility ends, and the review of its rights each quarter.

-- Views of the region's log.
CREATE TABLE withdrawals (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    number BIGINT NOT NULL,           -- of its entry in the region's log
    facility BYTEA NOT NULL,
    state BIGINT NOT NULL,            -- 1 waits for the desk, 2 returned, 3 approved, 4 taken back
    reason BIGINT NOT NULL,           -- a code
    lang TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    sent_by BYTEA NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    answer TEXT NOT NULL
) /*clustered*/;
CREATE INDEX withdrawals_by_state ON withdrawals (region, state, sent_at);
CREATE INDEX withdrawals_by_facility ON withdrawals (facility, number);

CREATE TABLE reviews (
    facility BYTEA NOT NULL,
    quarter BIGINT NOT NULL,          -- 20263: the third quarter of the fiscal year 2026
    region BYTEA NOT NULL,
    reviewed_at BIGINT NOT NULL,
    reviewed_by BYTEA NOT NULL,
    people BIGINT NOT NULL,
    devices BIGINT NOT NULL,
    list BYTEA NOT NULL,              -- SHA-256 of what was confirmed
    PRIMARY KEY (facility, quarter)
) /*clustered*/;
CREATE INDEX reviews_by_region ON reviews (region, quarter);

-- Ordinary state: of which quarter a facility's managers were told by mail that it is due.
CREATE TABLE reminders (
    facility BYTEA NOT NULL PRIMARY KEY,
    quarter BIGINT NOT NULL
) /*clustered*/;
CREATE INDEX notebooks_by_managing ON notebooks (managing_facility);

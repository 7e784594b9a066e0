-- お知らせ: channels, what was sent in them, who opened it. Views of the region's log and of the
-- channels' own logs; the words of a notice stay sealed.
CREATE TABLE channels (
    id BYTEA NOT NULL PRIMARY KEY,    -- a room
    region BYTEA NOT NULL,
    name TEXT NOT NULL,
    association BIGINT NOT NULL,
    vault BYTEA NOT NULL,
    opened_at BIGINT NOT NULL
) /*clustered*/;
CREATE TABLE channel_facilities (
    channel BYTEA NOT NULL,
    facility BYTEA NOT NULL,
    PRIMARY KEY (channel, facility)
) /*clustered*/;
CREATE INDEX channel_facilities_by_facility ON channel_facilities (facility);
CREATE TABLE channel_writers (
    channel BYTEA NOT NULL,
    person BYTEA NOT NULL,
    PRIMARY KEY (channel, person)
) /*clustered*/;
CREATE TABLE notices (
    id BYTEA NOT NULL PRIMARY KEY,    -- the entry
    region BYTEA NOT NULL,
    channel BYTEA NOT NULL,
    log BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    kinds TEXT NOT NULL,              -- codes, one a line; empty for all
    professions TEXT NOT NULL,
    shown_at BIGINT NOT NULL,         -- from when it is to be seen
    until_at BIGINT,
    confirm BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_sequence BIGINT,        -- where its reason stands
    reminded_at BIGINT,
    reminders BIGINT NOT NULL
) /*clustered*/;
CREATE INDEX notices_by_time ON notices (region, shown_at);
CREATE TABLE notice_facilities (
    notice BYTEA NOT NULL,
    facility BYTEA NOT NULL,
    PRIMARY KEY (notice, facility)
) /*clustered*/;
CREATE TABLE notice_openings (
    notice BYTEA NOT NULL,
    facility BYTEA NOT NULL,
    person BYTEA NOT NULL,
    opened_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    PRIMARY KEY (notice, facility, person)
) /*clustered*/;
CREATE INDEX notice_openings_by_person ON notice_openings (person, notice);

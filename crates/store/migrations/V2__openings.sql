-- When each person opened a log how far: ordinary state beside `marks`, one row for each time that
-- a mark moved forward. Marks from before have no row here, and so no time.
CREATE TABLE openings (
    log BYTEA NOT NULL,
    person BYTEA NOT NULL,
    sequence BIGINT NOT NULL,         -- opened up to this entry
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (log, person, sequence)
) /*clustered*/;

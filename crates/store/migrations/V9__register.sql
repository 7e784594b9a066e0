-- Views of the logs of rooms: by what a patient is found when somebody registers the same person
-- again, and where each consent stands.
CREATE TABLE likenesses (
    notebook BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    region BYTEA NOT NULL,
    mark BYTEA NOT NULL,              -- a keyed hash: nothing about the patient can be read from it
    PRIMARY KEY (notebook, kind)
) /*clustered*/;
CREATE INDEX likenesses_by_mark ON likenesses (region, kind, mark);
CREATE TABLE consent_steps (
    notebook BYTEA NOT NULL,
    log BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (notebook, log, sequence)
) /*clustered*/;

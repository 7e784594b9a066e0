-- How a team comes together and apart: invitations, the managing role as it is offered, closing.
-- Views of the logs of rooms; the words stand in the entries alone.
ALTER TABLE notebooks ADD COLUMN closed_at BIGINT;
ALTER TABLE notebooks ADD COLUMN closed_for BIGINT;       -- 1 died, 2 moved away, 3 ended, 4 duplicate
ALTER TABLE notebooks ADD COLUMN closed_sequence BIGINT;  -- of the entry in the team room's main log

CREATE TABLE invitations (
    id BYTEA NOT NULL PRIMARY KEY,
    notebook BYTEA NOT NULL,
    log BYTEA NOT NULL,               -- where its words stand
    sequence BIGINT NOT NULL,
    facility BYTEA NOT NULL,
    person BYTEA,                     -- empty when the facility decides
    post BYTEA,
    profession TEXT NOT NULL,         -- a code
    author BYTEA NOT NULL,
    invited_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    answer BIGINT,                    -- 1 accepted, 2 declined, 3 withdrawn
    answered_by BYTEA,
    answered_at BIGINT
) /*clustered*/;
CREATE INDEX invitations_by_notebook ON invitations (notebook, sequence);
CREATE INDEX invitations_open_by_person ON invitations (person) WHERE answer IS NULL;
CREATE INDEX invitations_open_by_facility ON invitations (facility) WHERE answer IS NULL;

CREATE TABLE managing_offers (
    id BYTEA NOT NULL PRIMARY KEY,
    notebook BYTEA NOT NULL,
    log BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    facility BYTEA NOT NULL,          -- to which it is offered
    author BYTEA NOT NULL,
    offered_at BIGINT NOT NULL,
    answer BIGINT,
    answered_by BYTEA,
    answered_at BIGINT
) /*clustered*/;
CREATE INDEX managing_offers_by_notebook ON managing_offers (notebook, sequence);

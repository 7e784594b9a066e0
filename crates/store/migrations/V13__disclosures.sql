-- 法にもとづく開示, a view of the region's log. Why, and for whom, stays in the sealed entries.
CREATE TABLE disclosures (
    id BYTEA NOT NULL PRIMARY KEY,
    region BYTEA NOT NULL,
    kind BIGINT NOT NULL,             -- 1 requested, 2 ordered by a court, 3 orphaned 特別便
    notebook BYTEA NOT NULL,
    log BYTEA,                        -- only this one; all of the notebook when empty
    days BIGINT NOT NULL,
    told BIGINT NOT NULL,             -- whether those concerned are told
    asked_sequence BIGINT NOT NULL,   -- where in the region's log it was asked
    asked_by BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    state BIGINT NOT NULL,            -- 1 waits for the second person, 2 approved, 3 refused, 4 ended
    answered_by BYTEA,
    answered_at BIGINT,
    until_at BIGINT                   -- until when the two persons may look
) /*clustered*/;
CREATE INDEX disclosures_by_notebook ON disclosures (notebook);
CREATE INDEX disclosures_by_region ON disclosures (region, asked_at);

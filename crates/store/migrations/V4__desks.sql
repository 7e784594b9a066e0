-- What a person chose for the screens: ordinary state.
CREATE TABLE preferences (
    person BYTEA NOT NULL PRIMARY KEY,
    lang TEXT,                        -- BCP 47; none means what the browser asks for
    text_percent BIGINT NOT NULL,     -- 100, 115 or 130
    idle_minutes BIGINT,              -- none means what the region says
    notebook_order TEXT NOT NULL      -- urgent, kana or recent
) /*clustered*/;

-- A view of the access logs: where the records of a notebook and of a person stand. No word, and
-- not what was touched: that stays in the sealed record. 16 zero bytes stand for none.
CREATE TABLE accesses (
    notebook BYTEA NOT NULL,
    received BIGINT NOT NULL,
    log BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    person BYTEA NOT NULL,
    PRIMARY KEY (notebook, received, log, sequence)
) /*clustered*/;
CREATE INDEX accesses_by_person ON accesses (person, received);

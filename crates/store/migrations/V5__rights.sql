-- How often the rights of a region have changed, in the transactions that changed them: what was
-- read about who is who holds for as long as this number stands. Ordinary state.
CREATE TABLE rights (
    region BYTEA NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
) /*clustered*/;

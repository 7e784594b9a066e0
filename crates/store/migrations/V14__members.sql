-- In how many rooms somebody is by each post is asked of a whole staff at once, when rights are
-- reviewed: the index alone answers it.
DROP INDEX members_by_person;
CREATE INDEX members_by_person ON members (person, post, from_at, until_at);

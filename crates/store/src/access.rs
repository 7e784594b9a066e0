//! Where access records stand, found by notebook or by person. What was touched is sealed in the
//! record itself.

use tasuki_kernel::{LogId, NotebookId, PersonId, Result, Timestamp};

use crate::driver::Conn;
use crate::value::Row;

/// Where an access record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccessPlace {
    /// When it was received.
    pub received: Timestamp,
    /// The access log.
    pub log: LogId,
    /// Its number there.
    pub sequence: u64,
}

const OF_NOTEBOOK: &str = "SELECT received, log, sequence FROM accesses WHERE notebook = $1 \
     AND received >= $2 AND (received, log, sequence) < ($3, $4, $5) \
     ORDER BY received DESC, log DESC, sequence DESC LIMIT $6";
const OF_NOTEBOOK_BY: &str = "SELECT received, log, sequence FROM accesses WHERE notebook = $1 \
     AND person = $2 AND received >= $3 AND (received, log, sequence) < ($4, $5, $6) \
     ORDER BY received DESC, log DESC, sequence DESC LIMIT $7";
const BY_PERSON: &str = "SELECT received, log, sequence FROM accesses WHERE person = $1 \
     AND received >= $2 AND received < $3 ORDER BY received DESC, log DESC, sequence DESC \
     LIMIT $4";
const PEOPLE: &str = "SELECT DISTINCT person FROM accesses WHERE notebook = $1 ORDER BY person";

/// Which records of a notebook.
#[derive(Debug, Clone, Copy)]
pub struct OfNotebook {
    /// The notebook.
    pub notebook: NotebookId,
    /// By this person only.
    pub person: Option<PersonId>,
    /// Received from here on.
    pub from: Timestamp,
    /// Before this place.
    pub before: AccessPlace,
}

fn place(row: &Row) -> Result<AccessPlace> {
    Ok(AccessPlace { received: row.at(0)?, log: row.id(1)?, sequence: row.count(2)? })
}

/// Up to `limit` records of a notebook, newest first.
pub fn of_notebook(conn: &mut Conn, asked: &OfNotebook, limit: u64) -> Result<Vec<AccessPlace>> {
    let OfNotebook { notebook, person, from, before } = *asked;
    let (received, log, sequence) = (before.received, before.log, before.sequence);
    let rows = match person {
        None => conn.query(
            OF_NOTEBOOK,
            &[
                notebook.into(),
                from.into(),
                received.into(),
                log.into(),
                sequence.into(),
                limit.into(),
            ],
        )?,
        Some(person) => conn.query(
            OF_NOTEBOOK_BY,
            &[
                notebook.into(),
                person.into(),
                from.into(),
                received.into(),
                log.into(),
                sequence.into(),
                limit.into(),
            ],
        )?,
    };
    rows.iter().map(place).collect()
}

/// Up to `limit` records of what a person did from `from` until before `until`, newest first.
pub fn by_person(
    conn: &mut Conn,
    person: PersonId,
    [from, until]: [Timestamp; 2],
    limit: u64,
) -> Result<Vec<AccessPlace>> {
    conn.query(BY_PERSON, &[person.into(), from.into(), until.into(), limit.into()])?
        .iter()
        .map(place)
        .collect()
}

/// Everybody of whom a notebook has a record; nobody in particular is left out.
pub fn people(conn: &mut Conn, notebook: NotebookId) -> Result<Vec<PersonId>> {
    let rows = conn.query(PEOPLE, &[notebook.into()])?;
    let none = PersonId::from_bytes(crate::views::access::NONE);
    let found = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<PersonId>>>()?;
    Ok(found.into_iter().filter(|it| *it != none).collect())
}

//! 既読 with its time: when each person opened a log how far.

use tasuki_kernel::{LogId, PersonId, Result, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;

const INSERT: &str = "INSERT INTO openings (log, person, sequence, opened_at) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (log, person, sequence) DO NOTHING";
const FIRST: &str = "SELECT person, MIN(opened_at) FROM openings \
     WHERE log = $1 AND sequence >= $2 GROUP BY person ORDER BY person";

/// Notes that `person` opened `log` up to `sequence` at `at`. The first time stays.
pub fn note(
    transaction: &mut Transaction<'_>,
    (log, person): (LogId, PersonId),
    sequence: u64,
    at: Timestamp,
) -> Result<()> {
    transaction.execute(INSERT, &[log.into(), person.into(), sequence.into(), at.into()]).map(drop)
}

/// When each person first opened `log` up to `sequence` or further, as far as that was noted.
pub fn first(conn: &mut Conn, log: LogId, sequence: u64) -> Result<Vec<(PersonId, Timestamp)>> {
    conn.query(FIRST, &[log.into(), sequence.into()])?
        .iter()
        .map(|row| Ok((row.id(0)?, row.at(1)?)))
        .collect()
}

//! The view of the access logs: where the records of a notebook and of a person stand.

use tasuki_domain::content::Access;
use tasuki_kernel::{NotebookId, PersonId, Result};

use super::Event;
use crate::driver::{Conn, dialect};
use crate::value::Value;

/// Stands for no notebook and for no person.
pub(crate) const NONE: [u8; 16] = [0; 16];

const ACCESS: &str = "INSERT INTO accesses (notebook, received, log, sequence, person) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (notebook, received, log, sequence) DO NOTHING";

pub(super) fn access(conn: &mut Conn, event: &Event<'_>, it: &Access) -> Result<()> {
    conn.execute(ACCESS, &row(event, it)).map(drop)
}

/// The row of one record.
pub(crate) fn row(event: &Event<'_>, it: &Access) -> Vec<Value> {
    let values: [Value; 5] = [
        it.notebook.unwrap_or(NotebookId::from_bytes(NONE)).into(),
        event.received.into(),
        event.log.into(),
        event.sequence.into(),
        it.person.unwrap_or(PersonId::from_bytes(NONE)).into(),
    ];
    values.into()
}

/// Adds rows as [`row`] gives them.
pub(crate) fn insert(conn: &mut Conn, rows: &[Vec<Value>]) -> Result<()> {
    dialect::execute_each(conn, ACCESS, dialect::ACCESSES, rows)
}

//! Views of 法にもとづく開示: who asked, who answered, until when.

use tasuki_domain::content::{
    DisclosureAnswered, DisclosureAsked, DisclosureEnded, DisclosureTold,
};
use tasuki_kernel::Result;

use super::Event;
use crate::driver::Conn;

const ASKED: &str = "INSERT INTO disclosures \
     (id, region, kind, notebook, log, days, told, asked_sequence, asked_by, asked_at, state, \
     answered_by, answered_at, until_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, NULL, NULL, NULL) \
     ON CONFLICT (id) DO NOTHING";
const APPROVED: &str = "UPDATE disclosures SET state = 2, answered_by = $2, answered_at = $3, \
     until_at = $3 + days * 86400000000 WHERE id = $1";
const REFUSED: &str = "UPDATE disclosures SET state = 3, answered_by = $2, answered_at = $3 \
     WHERE id = $1";
const ENDED: &str = "UPDATE disclosures SET state = 4, until_at = $2 WHERE id = $1";
const TOLD: &str = "UPDATE disclosures SET told = 1 WHERE id = $1";

pub(super) fn asked(conn: &mut Conn, event: &Event<'_>, it: &DisclosureAsked) -> Result<()> {
    conn.execute(
        ASKED,
        &[
            it.id.into(),
            event.region.into(),
            it.kind.code().into(),
            it.notebook.into(),
            it.log.into(),
            i64::from(it.days).into(),
            it.untold.is_empty().into(),
            event.sequence.into(),
            it.by.into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn answered(conn: &mut Conn, event: &Event<'_>, it: &DisclosureAnswered) -> Result<()> {
    let statement = if it.approved { APPROVED } else { REFUSED };
    conn.execute(statement, &[it.id.into(), it.by.into(), event.received.into()]).map(drop)
}

pub(super) fn ended(conn: &mut Conn, event: &Event<'_>, it: &DisclosureEnded) -> Result<()> {
    conn.execute(ENDED, &[it.id.into(), event.received.into()]).map(drop)
}

pub(super) fn told(conn: &mut Conn, it: &DisclosureTold) -> Result<()> {
    conn.execute(TOLD, &[it.id.into()]).map(drop)
}

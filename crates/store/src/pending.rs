//! What the changes of a group append, gathered until it is written together.
//!
//! Nearly everything that is ever written, notes and access records, adds rows and asks nothing:
//! such a change needs no savepoint, and on PostgreSQL, where each statement is a journey of its
//! own, a whole group is a few statements. A change that does more gets a savepoint when it first
//! does; what was gathered so far is written then, so that it finds what came before it.

use std::collections::BTreeMap;

use tasuki_kernel::{Code, EntryId, LogId, Problem, Result};
use tasuki_ledger::Author;

use crate::driver::{Conn, dialect};
use crate::group::Placed;
use crate::log;
use crate::value::{Row, Value};
use crate::views::access;

const STANDING: &str = "SELECT log, sequence, header, received, entry, author FROM entries \
     WHERE entry = $1";

/// What a group appends.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// Rows that are not written yet.
    rows: Rows,
    /// Where the entries of this group stand, written or not.
    placed: BTreeMap<EntryId, Vec<Standing>>,
    /// The ids that were looked for when the group began, with what was found of each.
    found: BTreeMap<EntryId, Vec<Standing>>,
    change: Change,
    /// Why nothing of the group can stand.
    lost: Option<Problem>,
}

/// An entry that stands: its author as stored, and where it stands.
pub(crate) type Standing = (Vec<u8>, Placed);

#[derive(Debug, Default)]
struct Rows {
    entries: Vec<Vec<Value>>,
    accesses: Vec<Vec<Value>>,
}

/// The change in progress.
#[derive(Debug, Default)]
struct Change {
    /// How many rows were gathered by the changes before it.
    before: (usize, usize),
    placed: Vec<EntryId>,
    /// It has a savepoint.
    saved: bool,
}

impl Pending {
    /// Looks for the entries that changes of the group have announced.
    pub(crate) fn look_for(conn: &mut Conn, entries: &[EntryId]) -> Result<Self> {
        let mut found: BTreeMap<EntryId, Vec<Standing>> =
            entries.iter().map(|id| (*id, Vec::new())).collect();
        let ids: Vec<EntryId> = found.keys().copied().collect();
        match find(conn, &ids) {
            Ok(rows) => rows.into_iter().for_each(|(id, it)| found.entry(id).or_default().push(it)),
            // Whoever asks for the one that is damaged is told so, and nobody else.
            Err(problem) if problem.code == Code::Damaged => found.clear(),
            Err(problem) => return Err(problem),
        }
        Ok(Self { found, ..Self::default() })
    }

    /// A change begins.
    pub(crate) fn begin(&mut self) {
        let before = (self.rows.entries.len(), self.rows.accesses.len());
        self.change = Change { before, ..Change::default() };
    }

    /// The entries of this id that stand.
    pub(crate) fn standing(&self, conn: &mut Conn, entry: EntryId) -> Result<Vec<Standing>> {
        let mut standing = match self.found.get(&entry) {
            Some(found) => found.clone(),
            None => find(conn, &[entry])?.into_iter().map(|(_, it)| it).collect(),
        };
        // Some of these may be written already, and have been found then.
        standing.extend(self.placed.get(&entry).into_iter().flatten().cloned());
        Ok(standing)
    }

    /// An entry got its place.
    pub(crate) fn add(&mut self, row: Vec<Value>, entry: EntryId, author: &Author, at: Placed) {
        self.rows.entries.push(row);
        let standing = (author.encode().to_vec(), Placed { fresh: false, ..at });
        self.placed.entry(entry).or_default().push(standing);
        self.change.placed.push(entry);
    }

    /// An access record's row.
    pub(crate) fn add_access(&mut self, row: Vec<Value>) {
        self.rows.accesses.push(row);
    }

    /// The change does more than append: it gets a savepoint, and finds everything that was
    /// gathered.
    pub(crate) fn save(&mut self, conn: &mut Conn) -> Result<()> {
        if let Some(problem) = &self.lost {
            return Err(problem.clone());
        }
        if !self.change.saved {
            let own = self.rows.split_off(self.change.before);
            let begun = self.write(conn).and_then(|()| conn.run("SAVEPOINT one"));
            self.rows = own;
            self.lost = begun.as_ref().err().cloned();
            begun?;
            self.change =
                Change { before: (0, 0), saved: true, ..std::mem::take(&mut self.change) };
        }
        self.write(conn)
    }

    /// The change succeeded.
    pub(crate) fn keep(&self, conn: &mut Conn) -> Result<()> {
        match &self.lost {
            Some(problem) => Err(problem.clone()),
            None if self.change.saved => conn.run("RELEASE SAVEPOINT one"),
            None => Ok(()),
        }
    }

    /// The change failed: nothing of it is left.
    pub(crate) fn undo(&mut self, conn: &mut Conn) -> Result<()> {
        drop(self.rows.split_off(self.change.before));
        for entry in self.change.placed.drain(..) {
            self.placed.entry(entry).and_modify(|it| drop(it.pop()));
        }
        match &self.lost {
            Some(problem) => Err(problem.clone()),
            None if self.change.saved => {
                conn.run("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one")
            }
            None => Ok(()),
        }
    }

    /// Writes what is gathered.
    pub(crate) fn write(&mut self, conn: &mut Conn) -> Result<()> {
        if self.rows.entries.is_empty() && self.rows.accesses.is_empty() {
            return Ok(());
        }
        whole(conn)?;
        let rows = std::mem::take(&mut self.rows);
        log::insert_entries(conn, &rows.entries).map_err(refused)?;
        access::insert(conn, &rows.accesses)
    }
}

/// Where entries of these ids stand, by whatever author and in whatever log.
fn find(conn: &mut Conn, entries: &[EntryId]) -> Result<Vec<(EntryId, Standing)>> {
    let ids: Vec<Value> = entries.iter().map(|id| (*id).into()).collect();
    let rows = dialect::query_each(conn, STANDING, dialect::STANDING_ANY, &ids)?;
    let standing = |row: &Row| Ok((row.id(4)?, (row.bytes(5)?.to_vec(), log::placed(row)?)));
    rows.iter().map(standing).collect()
}

/// SQLite may have given up the whole transaction by itself; what is written outside one would
/// stand for itself.
pub(crate) fn whole(conn: &Conn) -> Result<()> {
    if conn.is_in_transaction() {
        return Ok(());
    }
    Err(Problem::new(Code::Unavailable, "the transaction is gone"))
}

impl Rows {
    fn split_off(&mut self, (entries, accesses): (usize, usize)) -> Self {
        Self {
            entries: self.entries.split_off(entries.min(self.entries.len())),
            accesses: self.accesses.split_off(accesses.min(self.accesses.len())),
        }
    }
}

/// What it means that rows were refused which were looked for before and were not there.
fn refused(problem: Problem) -> Problem {
    match problem.code {
        Code::Conflict => Problem::new(Code::Unavailable, "an entry came in between; try again"),
        _ => problem,
    }
}

/// Where an entry may go: nowhere when its author had sent it already, or when its id is taken.
pub(crate) fn before(standing: &[Standing], author: &Author, log: LogId) -> Result<Option<Placed>> {
    let taken = |why| Err(Problem::new(Code::EntryIdTaken, why));
    let author = author.encode();
    match standing.iter().find(|(by, _)| *by == author) {
        Some((_, placed)) if placed.log == log => Ok(Some(placed.clone())),
        Some(_) => taken("this id was used in another log"),
        None if standing.iter().any(|(_, placed)| placed.log == log) => {
            taken("this id is another author's")
        }
        None => Ok(None),
    }
}

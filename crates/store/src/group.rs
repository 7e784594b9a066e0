//! Appending: the one way anything is added to a log.
//!
//! Changes from many requests are committed together, and one that fails leaves the others alone
//! (see [`crate::pending`]). A log's head is locked before its entry is placed, in id
//! order over the whole group, so that two processes on one PostgreSQL never wait for each other
//! in a ring.

use std::collections::BTreeMap;

use tasuki_domain::content::Content;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, EntryId, LogId, Problem, RecordId, RegionId, Result, Timestamp};
use tasuki_ledger::{Author, Chain, Draft, Hash, KeyId};

use crate::attachment;
use crate::driver::{Conn, dialect};
use crate::pending::{self, Pending};
use crate::value::{Row, Value};
use crate::{log, views};

/// An entry, sealed, without a place yet.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The log it goes to.
    pub log: LogId,
    /// The id that its author's device made.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// What it is about; a correction names the record of what it corrects.
    pub record: RecordId,
    /// Whether it changes an earlier entry of the record.
    pub amends: bool,
    /// How widely it may be seen.
    pub sensitivity: Sensitivity,
    /// What it says: only its views are stored in clear, never its words.
    pub content: Content,
    /// The id of the body's key.
    pub key: KeyId,
    /// The sealed body.
    pub body: Vec<u8>,
    /// The body's key, wrapped under the log's key.
    pub wrap: Vec<u8>,
    /// The id of that log key.
    pub wrap_key: KeyId,
    /// Its attachments, sealed and already stored.
    pub attachments: Vec<NewAttachment>,
}

/// A sealed attachment that is already stored under its name.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// SHA-256 of the sealed bytes.
    pub name: Hash,
    /// Length of the sealed bytes.
    pub size: u64,
    /// Its key, wrapped under the log's key.
    pub wrap: Vec<u8>,
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The log.
    pub log: LogId,
    /// Its number there.
    pub sequence: u64,
    /// The log's head after it.
    pub head: Hash,
    /// When it was received.
    pub received: Timestamp,
    /// False when the same author had already sent an entry of this id.
    pub fresh: bool,
}

/// What a log's row says, inside a transaction.
#[derive(Debug, Clone)]
struct Head {
    chain: Chain,
    region: RegionId,
    wrap_key: KeyId,
    read: [u64; 3],
    /// An entry stands beyond it.
    overrun: bool,
    changed: bool,
}

/// A change in progress. Dropped without commit, nothing of it happened.
pub struct Transaction<'a> {
    conn: &'a mut Conn,
    now: Timestamp,
    heads: &'a mut Heads,
    region: RegionId,
    rights: bool,
    /// Why the change cannot stand, although it may have gone on: an entry is there in part.
    broken: Option<Problem>,
}

/// The heads that a group holds locked, and what it appends.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    now: BTreeMap<LogId, Head>,
    /// What the change in progress moved, as it was before, newest last.
    before: Vec<(LogId, Option<Head>)>,
    pending: Pending,
}

impl Heads {
    /// Locks the heads of `logs` in id order, and looks for `entries`. A log that does not exist
    /// yet is passed over: the change that opens it will place it.
    pub(crate) fn lock(conn: &mut Conn, logs: &[LogId], entries: &[EntryId]) -> Result<Self> {
        let mut logs = logs.to_vec();
        logs.sort_unstable();
        logs.dedup();
        let mut heads = Self::default();
        for row in dialect::lock_heads(conn, &logs)? {
            heads.now.insert(row.id(0)?, Head::of(&row)?);
        }
        heads.pending = Pending::look_for(conn, entries)?;
        Ok(heads)
    }

    /// A change begins: the heads as they are now are those to return to.
    pub(crate) fn remember(&mut self) {
        self.before.clear();
        self.pending.begin();
    }

    /// The change succeeded.
    pub(crate) fn keep(&self, conn: &mut Conn) -> Result<()> {
        self.pending.keep(conn)
    }

    /// The change failed: back to everything as it was when it began.
    pub(crate) fn recall(&mut self, conn: &mut Conn) -> Result<()> {
        while let Some((id, head)) = self.before.pop() {
            match head {
                Some(head) => self.now.insert(id, head),
                None => self.now.remove(&id),
            };
        }
        self.pending.undo(conn)
    }

    fn put(&mut self, id: LogId, head: Head) {
        let before = self.now.insert(id, head);
        self.before.push((id, before));
    }

    /// Writes what was gathered and every head that moved, and names those logs.
    pub(crate) fn store(&mut self, conn: &mut Conn) -> Result<Vec<LogId>> {
        pending::whole(conn)?;
        self.pending.write(conn)?;
        let moved = || self.now.iter().filter(|(_, head)| head.changed);
        let rows: Vec<Vec<Value>> = moved().map(|(id, head)| head.values(*id)).collect();
        log::move_heads(conn, &rows)?;
        Ok(moved().map(|(id, _)| *id).collect())
    }
}

impl Head {
    /// From the columns of [`dialect::lock_heads`].
    fn of(row: &Row) -> Result<Self> {
        let mut chain = Chain::new(row.id(0)?);
        chain.sequence = row.count(1)?;
        if chain.sequence > 0 {
            chain.head = Hash::from_bytes(row.array(2)?);
            chain.received = row.at(3)?;
        }
        Ok(Self {
            chain,
            region: row.id(7)?,
            wrap_key: KeyId::from_bytes(row.array(8)?),
            read: [row.count(4)?, row.count(5)?, row.count(6)?],
            overrun: row.truth(9)?,
            changed: false,
        })
    }

    fn values(&self, id: LogId) -> Vec<Value> {
        let values: [Value; 7] = [
            id.into(),
            self.chain.sequence.into(),
            (*self.chain.head.as_bytes()).into(),
            self.chain.received.into(),
            self.read[0].into(),
            self.read[1].into(),
            self.read[2].into(),
        ];
        values.into()
    }
}

impl<'a> Transaction<'a> {
    pub(crate) const fn new(
        conn: &'a mut Conn,
        now: Timestamp,
        heads: &'a mut Heads,
        region: RegionId,
    ) -> Self {
        Self { conn, now, heads, region, rights: false, broken: None }
    }

    /// Why the change must not stand, whatever it says itself.
    pub(crate) const fn broken(&self) -> Option<&Problem> {
        self.broken.as_ref()
    }

    /// Whether rights may have changed, so that every open page must ask again.
    pub(crate) const fn touched_rights(&self) -> bool {
        self.rights
    }

    /// The time of this change.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Runs a statement of this crate.
    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64> {
        self.conn().execute(sql, values)
    }

    /// The connection, for this crate's questions inside a change.
    pub fn conn(&mut self) -> &mut Conn {
        if let Err(problem) = self.heads.pending.save(self.conn) {
            self.broken.get_or_insert(problem);
        }
        self.conn
    }

    /// Says that rights change with this, although no entry tells so (a session was ended).
    pub const fn rights_change(&mut self) {
        self.rights = true;
    }

    /// From now on wraps of a log, one of those that the change named, are under another log key:
    /// what was sealed for the key before is refused by [`Transaction::append`].
    pub fn replace_wrap_key(&mut self, log: LogId, key: KeyId) -> Result<()> {
        let head = self.heads.now.get(&log).ok_or_else(Problem::not_found)?.clone();
        log::set_wrap_key(self.conn(), log, key)?;
        self.heads.put(log, Head { wrap_key: key, ..head });
        Ok(())
    }

    /// Creates a log of the region that this change is for. Its first entry must be appended in
    /// the same change.
    pub fn open_log(&mut self, new: &log::NewLog) -> Result<()> {
        if new.region != self.region {
            return Err(Problem::new(Code::Internal, "a log of another region than the change"));
        }
        log::insert(self.conn(), new)?;
        let row = dialect::lock_heads(self.conn, &[new.id])?.pop();
        let row = row.ok_or_else(|| Problem::new(Code::Internal, "a new log has no row"))?;
        self.heads.put(new.id, Head::of(&row)?);
        Ok(())
    }

    /// Gives an entry its place, or finds that its author had sent it before.
    ///
    /// # Errors
    /// `EntryIdTaken` when the id stands in this log under another author, `NotFound` for a log
    /// that is unknown, of another region or not among those that the change named, `Conflict`
    /// when the body's key is wrapped under a log key that was replaced meanwhile (wrap again
    /// and repeat).
    pub fn append(&mut self, new: &NewEntry) -> Result<Placed> {
        let standing = self.heads.pending.standing(self.conn, new.entry)?;
        if let Some(before) = pending::before(&standing, &new.author, new.log)? {
            return Ok(before);
        }
        let head = self.heads.now.get(&new.log).filter(|head| head.region == self.region);
        let head = head.ok_or_else(Problem::not_found)?.clone();
        if head.wrap_key != new.wrap_key {
            return Err(Problem::new(Code::Conflict, "the log's key was replaced"));
        }
        if head.overrun {
            return Err(Problem::new(Code::Damaged, "an entry stands beyond its log's head"));
        }
        let placed = self.place(new, head);
        self.broken = self.broken.take().or_else(|| placed.as_ref().err().cloned());
        placed
    }

    fn place(&mut self, new: &NewEntry, mut head: Head) -> Result<Placed> {
        let draft = Draft {
            origin: head.region,
            entry: new.entry,
            author: new.author,
            key: new.key,
            body: Hash::of(&new.body),
        };
        let (header, bytes) = head.chain.append(&draft, self.now);
        head.changed = true;
        if new.content.is_reading_matter() {
            head.read[usize::from(new.sensitivity.code() - 1)] += 1;
        }
        let placed = Placed {
            log: new.log,
            sequence: header.sequence,
            head: head.chain.head,
            received: header.received,
            fresh: true,
        };
        let row = log::entry_values(log::StoredEntry {
            log: new.log,
            sequence: header.sequence,
            entry: new.entry,
            author: new.author,
            received: header.received,
            header: bytes.to_vec(),
            body: new.body.clone(),
            wrap: Some(new.wrap.clone()),
            wrap_key: new.wrap_key,
            kind: new.content.kind(),
            record: new.record,
            read: head.read,
        });
        self.heads.pending.add(row, new.entry, &new.author, placed.clone());
        for sealed in &new.attachments {
            attachment::insert(self.conn(), new.log, header.sequence, sealed, new.wrap_key)?;
        }
        let event = views::Event {
            region: header.origin,
            log: new.log,
            sequence: header.sequence,
            author: new.author,
            received: header.received,
            record: new.record,
            amends: new.amends,
            content: &new.content,
        };
        match event.content {
            Content::Access(it) => self.heads.pending.add_access(views::access::row(&event, it)),
            _ if views::passes_by(&event) => {}
            _ => views::apply(self.conn(), &event)?,
        }
        self.heads.put(new.log, head);
        self.rights |= views::changes_rights(&new.content);
        Ok(placed)
    }
}

//! 法にもとづく開示: what the law lets the desk open, and nobody else and nothing else does. One person
//! asks with reason and basis, another says yes; for some days these two may look, each time with
//! a record. Those concerned are told unless the law forbids it.

mod finding;
mod told;

use tasuki_domain::content::{
    Content, DisclosureAnswered, DisclosureAsked, DisclosureEnded, DisclosureTold, Touched,
};
use tasuki_domain::disclosure::{Checked, Typed};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_domain::room::RoomKind;
use tasuki_domain::text;
use tasuki_kernel::{
    Code, DisclosureId, LogId, NotebookId, Problem, RegionId, Result, RoomId, Timestamp,
};
use tasuki_store::disclosure::{self, State};
use tasuki_store::letter::NewLetter;
use tasuki_store::people::PersonRow;
use tasuki_store::{Conn, Transaction, letter, log, notebook, people};

use crate::App;
use crate::access::Record;
use crate::desk::Desk;

pub use finding::NamedNotebook;
pub use tasuki_store::disclosure::State as DisclosureState;
pub use tasuki_store::disclosure::{DisclosureRow, OrphanRow};

/// Disclosures and orphaned 特別便 that one page lists at most.
const LISTED: u32 = 200;

/// What is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// All of a notebook.
    Notebook(NotebookId),
    /// One 特別便 that nobody can read any more.
    Orphan(LogId),
}

/// A disclosure in the register.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What stands in the register.
    pub row: DisclosureRow,
    /// Who asked.
    pub asked_by: String,
    /// The second person.
    pub answered_by: Option<String>,
    /// The facility that manages the notebook.
    pub managed_by: String,
}

/// The register.
#[derive(Debug)]
pub struct Register {
    /// Newest first.
    pub listed: Vec<Listed>,
    /// 特別便 that nobody can read any more, with the facility that manages the notebook.
    pub orphans: Vec<(OrphanRow, String)>,
}

/// One disclosure with its words.
#[derive(Debug)]
pub struct Case {
    /// As it stands in the register.
    pub listed: Listed,
    /// What was filled in.
    pub asked: Box<DisclosureAsked>,
    /// Whether the reader may answer: it waits, and somebody else asked.
    pub may_answer: bool,
    /// The rooms that the reader may look at now.
    pub rooms: Vec<(RoomId, RoomKind)>,
}

impl Desk {
    /// What was asked for so far, and what nobody can read any more.
    pub async fn disclosures(&self) -> Result<Register> {
        let (region, now) = (self.app.region, self.app.clock.now());
        self.app
            .store
            .read(move |conn| {
                let orphans = disclosure::orphans(conn, region, now, LISTED)?;
                let managed = |conn: &mut Conn, it: OrphanRow| {
                    managing(conn, it.notebook).map(|facility| (it, facility))
                };
                Ok(Register {
                    listed: registered(conn, region)?,
                    orphans: orphans
                        .into_iter()
                        .map(|it| managed(conn, it))
                        .collect::<Result<_>>()?,
                })
            })
            .await
    }

    /// Asks for a disclosure under an id that the form brought: sent twice it is asked once.
    ///
    /// # Errors
    /// All fields that are wrong; `NotFound` on `notebook` for what there is not; `Conflict` for
    /// an id that was used.
    pub async fn ask_disclosure(
        &self,
        id: DisclosureId,
        of: Target,
        typed: &Typed,
    ) -> Result<(), Vec<Problem>> {
        let checked = typed.check(matches!(of, Target::Orphan(_)))?;
        self.enter_asked(id, of, checked).await.map_err(|it| vec![it])
    }

    async fn enter_asked(&self, id: DisclosureId, of: Target, checked: Checked) -> Result<()> {
        let (app, now) = (&self.app, self.app.clock.now());
        let region = app.region;
        let found = app.store.read(move |conn| target(conn, (region, now), of)).await?;
        let (notebook, log) =
            found.ok_or_else(|| Problem::invalid("notebook", "no such notebook in this region"))?;
        let asked = DisclosureAsked {
            id,
            kind: checked.kind,
            notebook,
            log,
            reason: checked.reason,
            basis: checked.basis,
            receiver: checked.receiver,
            untold: checked.untold,
            days: checked.days,
            by: self.session().person.id,
        };
        // That it was asked is a matter of the desk: nothing was opened yet.
        let record = self.record(Touched::Disclosed);
        app.enter_with(record, vec![Content::DisclosureAsked(Box::new(asked))], move |t| {
            let known = disclosure::find(t.conn(), region, id)?.is_some();
            let taken = || Problem::new(Code::Conflict, "this was asked for already");
            if known { Err(taken()) } else { Ok(()) }
        })
        .await
    }

    /// One disclosure with its words.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn disclosure(&self, id: DisclosureId) -> Result<Case> {
        let (app, now) = (std::sync::Arc::clone(&self.app), self.app.clock.now());
        let (region, me) = (app.region, self.session().person.id);
        let answers = self.session().actor(now);
        self.app
            .store
            .read(move |conn| {
                let row = disclosure::find(conn, region, id)?.ok_or_else(Problem::not_found)?;
                let subject = Subject::DisclosureAnswer(region, row.asked_by);
                let rooms = if row.holds(now) && row.is_by(me) {
                    open_rooms(conn, &row)?
                } else {
                    Vec::new()
                };
                Ok(Case {
                    may_answer: row.state == State::Waiting
                        && decide(&answers, Action::Write, subject, now).allowed(),
                    asked: app.words_of(conn, &row)?,
                    rooms,
                    listed: listed(conn, row)?,
                })
            })
            .await
    }

    /// The second person says yes, or no with a reason. With a yes those concerned get a letter,
    /// unless the law forbids it.
    ///
    /// # Errors
    /// `NotAllowed` for who asked, `Conflict` when it does not wait any more, `Invalid` on
    /// `refusal`.
    pub async fn answer_disclosure(
        &self,
        id: DisclosureId,
        approved: bool,
        reason: &str,
    ) -> Result<()> {
        let reason = text::accept(reason).map_err(|it| Problem { field: Some("refusal"), ..it })?;
        if !approved && reason.trim().is_empty() {
            return Err(Problem::invalid("refusal", "say why not"));
        }
        let row = self.disclosure_row(id).await?;
        self.second_person(&row)?;
        if row.state != State::Waiting {
            return Err(Problem::new(Code::Conflict, "it was answered or ended meanwhile"));
        }
        let letters =
            if approved && row.told { self.letters_to_concerned(&row).await? } else { Vec::new() };
        let by = self.session().person.id;
        let content = Content::DisclosureAnswered(DisclosureAnswered { id, approved, reason, by });
        let mut record = self.record(Touched::Disclosed);
        if approved {
            record = record.within(Some(row.notebook), None).by_disclosure(id);
        }
        self.enter_disclosure(row, (record, content), letters).await
    }

    /// Says what became of a disclosure, as long as it stands as it was read, with the letters that
    /// tell of it.
    async fn enter_disclosure(
        &self,
        row: DisclosureRow,
        (record, content): (Record, Content),
        letters: Vec<NewLetter>,
    ) -> Result<()> {
        let region = self.app.region;
        self.app
            .enter_with(record, vec![content], move |t| {
                still(t, region, &row)?;
                letters.iter().try_for_each(|it| letter::insert(t, it))
            })
            .await?;
        self.app.written.notify_one();
        Ok(())
    }

    async fn disclosure_row(&self, id: DisclosureId) -> Result<DisclosureRow> {
        let region = self.app.region;
        let found = self.app.store.read(move |conn| disclosure::find(conn, region, id)).await?;
        found.ok_or_else(Problem::not_found)
    }

    fn second_person(&self, row: &DisclosureRow) -> Result<()> {
        let now = self.app.clock.now();
        let subject = Subject::DisclosureAnswer(self.app.region, row.asked_by);
        if decide(&self.session().actor(now), Action::Write, subject, now).allowed() {
            return Ok(());
        }
        Err(Problem::new(Code::NotAllowed, "another person than who asked answers"))
    }

    /// Ends a disclosure before its days are over, or takes it back before it was answered.
    ///
    /// # Errors
    /// `Conflict` when it has ended already.
    pub async fn end_disclosure(&self, id: DisclosureId) -> Result<()> {
        let row = self.disclosure_row(id).await?;
        let over = !matches!(row.state, State::Waiting | State::Approved);
        if over || row.until.is_some_and(|until| until <= self.app.clock.now()) {
            return Err(Problem::new(Code::Conflict, "it has ended already"));
        }
        let by = self.session().person.id;
        let content = Content::DisclosureEnded(DisclosureEnded { id, by });
        let record = self.record(Touched::Disclosed);
        self.enter_disclosure(row, (record, content), Vec::new()).await
    }

    /// Tells those concerned of a disclosure of which they were not told, once the law does not
    /// forbid it any more: they get a letter, and see the looks in their records.
    ///
    /// # Errors
    /// `Conflict` when they know already, or when nothing was opened.
    pub async fn tell_of_disclosure(&self, id: DisclosureId) -> Result<()> {
        let row = self.disclosure_row(id).await?;
        if row.told || row.answered_at.is_none() || row.state == State::Refused {
            return Err(Problem::new(Code::Conflict, "there is nothing to tell"));
        }
        let letters = self.letters_to_concerned(&row).await?;
        let content = Content::DisclosureTold(DisclosureTold { id, by: self.session().person.id });
        let record = self.record(Touched::Disclosed);
        self.enter_disclosure(row, (record, content), letters).await
    }
}

impl App {
    /// What was filled in, from the entry that holds it.
    fn words_of(&self, conn: &mut Conn, row: &DisclosureRow) -> Result<Box<DisclosureAsked>> {
        let damaged = || Problem::new(Code::Damaged, "the words of a disclosure are missing");
        let stored = log::entries_from(conn, self.region_log, row.asked_sequence, 1)?.pop();
        match &self.open_entry(self.vault, &stored.ok_or_else(damaged)?)?.content {
            Some(Content::DisclosureAsked(asked)) => Ok(asked.clone()),
            _ => Err(damaged()),
        }
    }
}

/// The register of a region with names, newest first.
pub(crate) fn registered(conn: &mut Conn, region: RegionId) -> Result<Vec<Listed>> {
    let rows = disclosure::newest(conn, region, LISTED)?;
    rows.into_iter().map(|row| listed(conn, row)).collect()
}

fn listed(conn: &mut Conn, row: DisclosureRow) -> Result<Listed> {
    let name = |it: Option<PersonRow>| it.map(|it| it.name.full()).unwrap_or_default();
    Ok(Listed {
        asked_by: name(people::person(conn, row.asked_by)?),
        answered_by: match row.answered_by {
            Some(person) => Some(name(people::person(conn, person)?)),
            None => None,
        },
        managed_by: managing(conn, row.notebook)?,
        row,
    })
}

/// The name of the facility that manages a notebook.
fn managing(conn: &mut Conn, id: NotebookId) -> Result<String> {
    let Some(row) = notebook::find(conn, id)? else { return Ok(String::new()) };
    Ok(people::facility_name(conn, row.managing_facility)?.unwrap_or_default())
}

/// What is opened by it; none for what there is not, or what somebody can still read.
fn target(
    conn: &mut Conn,
    (region, now): (RegionId, Timestamp),
    of: Target,
) -> Result<Option<(NotebookId, Option<LogId>)>> {
    match of {
        Target::Notebook(id) => {
            let row = notebook::find(conn, id)?;
            Ok(row.filter(|it| it.region == region).map(|it| (it.id, None)))
        }
        Target::Orphan(id) => {
            let orphans = disclosure::orphans(conn, region, now, LISTED)?;
            let found = orphans.into_iter().find(|it| it.log == id);
            Ok(found.map(|it| (it.notebook, Some(id))))
        }
    }
}

/// The rooms of which a disclosure opens something.
fn open_rooms(conn: &mut Conn, row: &DisclosureRow) -> Result<Vec<(RoomId, RoomKind)>> {
    let only = match row.log {
        Some(log) => log::find(conn, log)?.and_then(|it| it.room),
        None => None,
    };
    let rooms = notebook::rooms_of(conn, row.notebook)?.into_iter();
    let rooms = rooms.filter(|it| only.is_none_or(|only| only == it.id));
    Ok(rooms.map(|it| (it.id, it.kind)).collect())
}

/// Whether it stands as it was read: of two who answer at once one is told.
fn still(t: &mut Transaction<'_>, region: RegionId, row: &DisclosureRow) -> Result<()> {
    let now = disclosure::find(t.conn(), region, row.id)?;
    if now.as_ref() == Some(row) {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict, "the disclosure changed since it was read"))
}

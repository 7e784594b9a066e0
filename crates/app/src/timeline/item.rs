//! One entry as one reader may see it: policy first, then what is shown.

use std::sync::Arc;

use tasuki_domain::content::{Attachment, Content, Membership, Note};
use tasuki_domain::importance::Importance;
use tasuki_domain::policy::Action;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::vital::Vital;
use tasuki_kernel::{Code, EntryId, LogId, PersonId, RecordId, Result, Timestamp};
use tasuki_store::log::{self, StoredEntry};

use super::desk::Desk;
use crate::attachment::photo_number;
use crate::author::Byline;
use crate::opened::Opened;
use crate::room::{ReadableLog, Room};
use crate::standing::Standing;
use crate::vital::Reading;

/// An entry as one reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub entry: EntryId,
    /// What it is about.
    pub record: RecordId,
    /// Its log, and its number there.
    pub place: (LogId, u64),
    /// Who wrote it.
    pub byline: Byline,
    /// When it was received.
    pub received: Timestamp,
    /// When it was written, by the device's clock.
    pub claimed: Option<Timestamp>,
    /// How soon it wants to be read.
    pub importance: Importance,
    /// How widely it may be seen.
    pub sensitivity: Sensitivity,
    /// When what it tells of happened or was measured, if that was said.
    pub happened: Option<Timestamp>,
    /// What is shown.
    pub matter: Matter,
    /// The measured values of its newest version, with marks and the values before.
    pub readings: Vec<Reading>,
    /// 特別便: the names of those whom it is for; empty when for everyone.
    pub addressees: Vec<Byline>,
    /// Who confirmed it, and when.
    pub confirmations: Vec<(Byline, Timestamp)>,
    /// Who has opened it; for its author only.
    pub readers: Vec<Byline>,
    /// What it answers, if this reader may see that.
    pub answered: Option<Answered>,
    /// Whether the reader had not opened it before.
    pub unread: bool,
    /// Whether the reader wrote it.
    pub mine: bool,
    /// What the reader may do with it.
    pub may: May,
}

/// What a reader may do with an entry. In a closed notebook, and when looking by law, nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct May {
    /// Confirm it.
    pub confirm: bool,
    /// Answer it.
    pub answer: bool,
    /// Correct it or take it back.
    pub amend: bool,
}

/// What an entry shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A note, in its newest version, with the versions before it, oldest first.
    Note {
        /// The newest version.
        note: Note,
        /// Earlier ones.
        before: Vec<Version>,
        /// The newest version's own reason and time, when it is a correction.
        corrected: Option<Version>,
    },
    /// Taken back: the words stay visible to those who could see them.
    Withdrawn {
        /// The last words.
        note: Note,
        /// By whom, when, why.
        by: Version,
    },
    /// Under the wrong patient; only its author sees this.
    Misfiled {
        /// The words.
        note: Note,
        /// When and why.
        by: Version,
    },
    /// Its key was destroyed.
    Destroyed,
    /// Somebody joined or left.
    Membership {
        /// The change.
        change: Membership,
        /// Who joined or left.
        who: Byline,
    },
    /// A correction, withdrawal or mark at its own place: points at the entry that it is about.
    Amendment {
        /// What it is about.
        of: EntryId,
    },
}

/// A version of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The words; empty for a withdrawal.
    pub text: String,
    /// What was measured; empty for a withdrawal.
    pub vitals: Vec<Vital>,
    /// Photos and files; empty for a withdrawal.
    pub attachments: Vec<Attachment>,
    /// Who.
    pub byline: Byline,
    /// When it was received.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// The entry that another one answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its id.
    pub entry: EntryId,
    /// Who wrote it.
    pub byline: Byline,
    /// Its words as they were first written.
    pub text: String,
    /// The number (from 0) of its photo that the answer is a comment on.
    pub photo: Option<usize>,
}

impl Room {
    /// An entry as this reader may see it; none when policy hides it or it is nothing to show.
    pub(crate) fn item(
        &self,
        desk: &mut Desk<'_>,
        log: &ReadableLog,
        stored: &StoredEntry,
    ) -> Result<Option<Item>> {
        let opened = self.app.open_entry(log.row.vault, stored)?;
        if !is_shown(&opened) {
            return Ok(None);
        }
        let standing = desk.standing(&opened)?;
        if !self.allows(log, &standing, Action::Read) {
            return Ok(None);
        }
        let amendments = self.amendments(desk, log, &opened, &standing.changes)?;
        let Some(matter) = matter(desk, &opened, &amendments)? else {
            return Ok(None);
        };
        self.assemble(desk, log, &opened, &standing, matter).map(Some)
    }

    fn assemble(
        &self,
        desk: &mut Desk<'_>,
        log: &ReadableLog,
        opened: &Opened,
        standing: &Standing,
        mut matter: Matter,
    ) -> Result<Item> {
        let me = self.session.person.id;
        let answered = self.answered(desk, &mut matter)?;
        let mine = standing.facts.author == Some(me);
        let is_note = matches!(matter, Matter::Note { .. });
        let may_confirm = is_note && self.allows(log, standing, Action::Confirm);
        let mut confirmations = Vec::new();
        if is_note {
            let found = desk.beside.confirmations(desk.conn, opened.log, opened.entry)?;
            for (author, at) in found {
                confirmations.push((desk.byline(&author)?, at));
            }
        }
        let confirmed = confirmations.iter().any(|(byline, _)| byline.person == Some(me));
        let mark = desk.beside.mark(desk.conn, me, opened.log)?;
        let readers =
            if mine && is_note { self.readers(desk, log, opened.sequence)? } else { Vec::new() };
        let addressees = self.addressees(desk, log)?;
        let readings = match &matter {
            Matter::Note { note, .. }
            | Matter::Withdrawn { note, .. }
            | Matter::Misfiled { note, .. } => {
                self.readings(desk.conn, &mut desk.recall, (opened, note), is_note)?
            }
            _ => Vec::new(),
        };
        Ok(Item {
            entry: opened.entry,
            record: opened.record,
            place: (opened.log, opened.sequence),
            byline: desk.byline(&opened.author)?,
            received: opened.received,
            claimed: opened.claimed,
            importance: opened.importance,
            sensitivity: opened.sensitivity,
            happened: opened.happened,
            matter,
            readings,
            addressees,
            confirmations,
            readers,
            answered,
            unread: !mine && opened.sequence > mark,
            mine,
            may: May {
                confirm: may_confirm && !confirmed,
                answer: is_note && self.may(Action::Write),
                amend: is_note && mine && self.allows(log, standing, Action::Amend),
            },
        })
    }

    /// For whom a log of 特別便 is; nobody by name for a main log.
    fn addressees(&self, desk: &mut Desk<'_>, log: &ReadableLog) -> Result<Vec<Byline>> {
        let audience = log.facts.audience.iter().flatten();
        audience.map(|person| desk.member(self.place.row.id, *person)).collect()
    }

    /// The entry that a note answers, if it is in this room and for this reader. Words of an entry
    /// are shown to nobody who does not see the entry: without it the note quotes nothing.
    fn answered(&self, desk: &mut Desk<'_>, matter: &mut Matter) -> Result<Option<Answered>> {
        let Matter::Note { note, .. } = matter else { return Ok(None) };
        let named = note.answers.map(|id| (id, note.about_photo));
        let found = named.map(|it| self.answered_entry(desk, it)).transpose()?.flatten();
        if found.is_none() {
            note.quote = None;
        }
        Ok(found)
    }

    fn answered_entry(
        &self,
        desk: &mut Desk<'_>,
        (id, about): (EntryId, Option<[u8; 32]>),
    ) -> Result<Option<Answered>> {
        let (log, stored) = match self.find(desk.conn, id) {
            Ok(found) => found,
            Err(problem) if problem.code == Code::NotFound => return Ok(None),
            Err(problem) => return Err(problem),
        };
        let opened = self.app.open_entry(log.row.vault, &stored)?;
        let Some(Content::Note(note)) = &opened.content else { return Ok(None) };
        let standing = desk.standing(&opened)?;
        if !self.allows(log, &standing, Action::Read) {
            return Ok(None);
        }
        let byline = desk.byline(&opened.author)?;
        let photo = about.and_then(|it| photo_number(note, it));
        Ok(Some(Answered { entry: id, byline, text: note.text.clone(), photo }))
    }

    /// Who has opened the log up to an entry, but its author.
    fn readers(
        &self,
        desk: &mut Desk<'_>,
        log: &ReadableLog,
        sequence: u64,
    ) -> Result<Vec<Byline>> {
        let me = self.session.person.id;
        let reached = desk.beside.readers(desk.conn, log.row.id)?.iter();
        let persons: Vec<PersonId> = reached
            .filter(|(person, reached)| *reached >= sequence && *person != me)
            .map(|(person, _)| *person)
            .collect();
        persons.into_iter().map(|person| desk.member(self.place.row.id, person)).collect()
    }

    /// The entries that amend the record which `opened` begins, oldest first.
    fn amendments(
        &self,
        desk: &mut Desk<'_>,
        log: &ReadableLog,
        opened: &Opened,
        changes: &[(u64, u16)],
    ) -> Result<Vec<Arc<Opened>>> {
        if opened.supersedes.is_some() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (sequence, _) in changes {
            if let Some(stored) = log::entries_from(desk.conn, opened.log, *sequence, 1)?.pop() {
                found.push(self.app.open_entry(log.row.vault, &stored)?);
            }
        }
        Ok(found)
    }
}

/// What an entry shows; none for kinds that are not shown.
fn matter(
    desk: &mut Desk<'_>,
    opened: &Opened,
    amendments: &[Arc<Opened>],
) -> Result<Option<Matter>> {
    Ok(match &opened.content {
        None => Some(Matter::Destroyed),
        Some(_) if opened.supersedes.is_some() => {
            opened.supersedes.map(|of| Matter::Amendment { of })
        }
        Some(Content::Note(first)) => Some(amended(desk, opened, first, amendments)?),
        Some(Content::Membership(change)) => Some(Matter::Membership {
            change: change.clone(),
            who: desk.known.member(desk.conn, change.person, change.post)?,
        }),
        Some(_) => None,
    })
}

/// Kinds that a timeline shows.
const fn is_shown(opened: &Opened) -> bool {
    match &opened.content {
        None => true,
        Some(content) => matches!(
            content,
            Content::Note(_)
                | Content::Membership(_)
                | Content::Withdrawal(_)
                | Content::Misfiled(_)
        ),
    }
}

/// A note with what became of it.
fn amended(
    desk: &mut Desk<'_>,
    opened: &Opened,
    first: &Note,
    amendments: &[Arc<Opened>],
) -> Result<Matter> {
    let mut note = first.clone();
    let mut now = Version {
        text: first.text.clone(),
        vitals: first.vitals.clone(),
        attachments: first.attachments.clone(),
        byline: desk.byline(&opened.author)?,
        at: opened.received,
        reason: String::new(),
    };
    let mut before = Vec::new();
    let mut corrected = None;
    for amendment in amendments {
        let mut version = Version {
            text: String::new(),
            vitals: Vec::new(),
            attachments: Vec::new(),
            byline: desk.byline(&amendment.author)?,
            at: amendment.received,
            reason: String::new(),
        };
        match &amendment.content {
            Some(Content::Note(newer)) => {
                version.text.clone_from(&newer.text);
                version.vitals.clone_from(&newer.vitals);
                version.attachments.clone_from(&newer.attachments);
                version.reason = newer.reason.clone().unwrap_or_default();
                before.push(std::mem::replace(&mut now, version.clone()));
                corrected = Some(version);
                note = newer.clone();
            }
            Some(Content::Withdrawal(it)) => {
                version.reason.clone_from(&it.reason);
                return Ok(Matter::Withdrawn { note, by: version });
            }
            Some(Content::Misfiled(it)) => {
                version.reason.clone_from(&it.reason);
                return Ok(Matter::Misfiled { note, by: version });
            }
            _ => {}
        }
    }
    Ok(Matter::Note { note, before, corrected })
}

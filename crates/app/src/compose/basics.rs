//! The patient's basics, changed by those whom policy allows: each change is a whole new entry
//! that supersedes the one before, and everything before stays visible.

use std::sync::Arc;

use tasuki_domain::content::{Content, Touched};
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_store::{Conn, log};

use super::{Posted, Ready, Target};
use crate::author::Byline;
use crate::opened::Opened;
use crate::room::{Room, closed};
use crate::sealing::Unsealed;

/// Versions shown at most, the newest first.
const VERSIONS: usize = 50;

/// The basics as they stood.
#[derive(Debug, Clone)]
pub struct BasicsVersion {
    /// What was known.
    pub patient: Patient,
    /// Who entered it.
    pub byline: Byline,
    /// When.
    pub at: Timestamp,
}

/// The basics, and how they came about.
#[derive(Debug, Clone)]
pub struct Basics {
    /// As they stand now, and before, newest first; never empty.
    pub versions: Vec<BasicsVersion>,
    /// The number of the entry where they stand: a change says which version it was made of.
    pub seen: u64,
}

impl Room {
    /// Whether the reader may change the patient's basics.
    pub fn may_edit_basics(&self) -> bool {
        self.place.notebook.as_ref().is_some_and(|it| {
            let subject = Subject::Basics(&self.facts, it.managing_facility);
            decide(&self.actor, Action::Write, subject, self.now).allowed()
        })
    }

    /// The patient's basics with their history; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` outside the team's room, and before anything was entered.
    pub async fn basics(&self) -> Result<Basics> {
        if self.place.row.kind != RoomKind::Team {
            return Err(Problem::not_found());
        }
        self.record(Touched::Basics).await?;
        let room = self.clone();
        self.app.store.read(move |conn| room.read_basics(conn)).await
    }

    fn newest_basics(&self, conn: &mut Conn) -> Result<Arc<Opened>> {
        let place = self.place.notebook.as_ref().and_then(|it| it.basics);
        let (log, sequence) = place.ok_or_else(Problem::not_found)?;
        let readable = self.log(log).ok_or_else(Problem::not_found)?;
        let stored = log::entries_from(conn, log, sequence, 1)?.pop();
        let stored = stored.ok_or_else(|| Problem::new(Code::Damaged, "basics are missing"))?;
        self.app.open_entry(readable.row.vault, &stored)
    }

    fn read_basics(&self, conn: &mut Conn) -> Result<Basics> {
        let mut opened = self.newest_basics(conn)?;
        let seen = opened.sequence;
        let mut versions = Vec::new();
        loop {
            if let Some(Content::Patient(patient)) = &opened.content {
                versions.push(BasicsVersion {
                    patient: (**patient).clone(),
                    byline: (*self.known.byline(conn, &opened.author)?).clone(),
                    at: opened.received,
                });
            }
            let (Some(before), true) = (opened.supersedes, versions.len() < VERSIONS) else {
                break;
            };
            let Some(stored) = log::entry(conn, opened.log, before)? else { break };
            let vault = self.log(opened.log).ok_or_else(Problem::not_found)?.row.vault;
            opened = self.app.open_entry(vault, &stored)?;
        }
        if versions.is_empty() {
            return Err(Problem::new(Code::Destroyed, "the basics were destroyed"));
        }
        Ok(Basics { versions, seen })
    }

    /// Changes the patient's basics; `seen` is the version from which the change was made.
    ///
    /// # Errors
    /// `NotAllowed` for who may only read them, `Conflict` when they were changed meanwhile,
    /// `Invalid` naming the field.
    pub async fn edit_basics(&self, patient: Patient, seen: u64) -> Result<Posted> {
        if self.facts.closed {
            return Err(closed());
        }
        if !self.may_edit_basics() {
            return Err(Problem::new(Code::NotAllowed, "not by this person"));
        }
        let main = self.main_log()?;
        let room = self.clone();
        let before = self.app.store.read(move |conn| room.newest_basics(conn)).await?;
        if before.sequence != seen {
            return Err(Problem::new(Code::Conflict, "the basics were changed meanwhile"));
        }
        let Some(Content::Patient(known)) = &before.content else {
            return Err(Problem::new(Code::Destroyed, "the basics were destroyed"));
        };
        // Who the patient is never changes, and a portrait stays.
        let mut patient = Patient { id: known.id, portrait: known.portrait.clone(), ..patient };
        patient.check()?;
        patient.likenesses = self.app.register.marks_of(&patient);
        let members = self.members().await?;
        for (field, post) in [
            ("attending", patient.attending_doctor),
            ("deputy", patient.deputy_doctor),
            ("lead", patient.lead),
        ] {
            let kept = [known.attending_doctor, known.deputy_doctor, known.lead].contains(&post);
            if post.is_some() && !kept && !members.iter().any(|it| it.post == post) {
                return Err(Problem::invalid(field, "not a member of the team"));
            }
        }
        let unsealed = Unsealed {
            record: Some(before.record),
            supersedes: Some(before.entry),
            ..Unsealed::plain(
                self.app.new_entry_id(),
                self.author(None)?,
                Content::Patient(Box::new(patient)),
            )
        };
        let target = Target { to: main, open: None };
        self.append(target, Ready { unsealed, attachments: Vec::new(), amended: None }).await
    }
}

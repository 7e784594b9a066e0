//! Opening a notebook for somebody new: vault, team's room, basics, consents and the first member,
//! all in one transaction that asks the register once more.

use tasuki_domain::content::{Consent, Content, Membership, NotebookOpened, Opened, Touched};
use tasuki_domain::likeness::Likeness;
use tasuki_domain::patient::Patient;
use tasuki_domain::registration::Checked;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{
    Code, LogId, NotebookId, PatientId, Problem, RegionId, Result, RoomId, VaultId,
};
use tasuki_ledger::Author;
use tasuki_store::log::{LogPurpose, NewLog};
use tasuki_store::{NewAttachment, NewEntry, Transaction, likeness, notebook};

use super::Registrar;
use crate::access::{self, Record};
use crate::attachment::Upload;
use crate::sealing::{LogKey, Unsealed};

/// What is to be opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Made when the form was checked: the same sent twice opens one notebook.
    pub notebook: NotebookId,
    /// The form.
    pub checked: Checked,
    /// It is somebody else than whom the register found.
    pub another: bool,
    /// Pictures of the signed paper.
    pub papers: Vec<Upload>,
}

/// Where the new room's entries go.
#[derive(Debug, Clone, Copy)]
struct Place {
    notebook: NotebookId,
    room: RoomId,
    to: LogKey,
}

/// What the register is asked once more, in the transaction that adds to it: of two who register
/// the same person at one moment, the second is told.
struct Asked {
    region: RegionId,
    notebook: NotebookId,
    marks: Vec<Likeness>,
    another: bool,
}

impl Asked {
    fn of(&self, t: &mut Transaction<'_>) -> Result<()> {
        let known = likeness::alike(t.conn(), self.region, &self.marks)?;
        if !self.another && known.iter().any(|it| it.kind.same_person()) {
            let detail = "another: the register knows this patient".into();
            return Err(Problem { code: Code::Conflict, field: Some("another"), detail });
        }
        if notebook::find(t.conn(), self.notebook)?.is_some() {
            return Err(Problem::new(Code::Conflict, "this notebook was opened meanwhile"));
        }
        Ok(())
    }
}

impl Registrar {
    /// Opens the notebook; who asks is its first member, and the facility manages it.
    ///
    /// # Errors
    /// `Conflict` on `another` when the register knows the patient and nobody said that it is
    /// another person; `FileRefused` and `TooLarge` for the pictures.
    pub async fn open(&self, opening: Opening) -> Result<NotebookId> {
        let (app, id) = (&self.app, opening.notebook);
        if self.was_opened(id).await? {
            return Ok(id);
        }
        let author = self.session.author(Some(self.post.id))?;
        let papers = app.accept_papers(opening.papers).await?;
        let (clock, random) = (&*app.clock, &*app.random);
        let vault = VaultId::new(clock, random);
        app.keys.new_vault(vault)?;
        let log = LogId::new(clock, random);
        let to = LogKey { log, vault, key: app.keys.new_log_key(vault, log)? };
        let place = Place { notebook: id, room: RoomId::new(clock, random), to };
        let Checked { patient, mut consents } = opening.checked;
        let marks = app.register.marks_of(&patient);
        let patient =
            Patient { id: PatientId::new(clock, random), likenesses: marks.clone(), ..patient };
        let opened = NotebookOpened {
            notebook: id,
            patient: patient.id,
            team_room: place.room,
            managing_facility: self.post.facility,
            vault,
        };
        let (shown, rows) = app.store_papers(to, &papers).await?;
        for consent in &mut consents {
            consent.papers.clone_from(&shown);
        }
        let entries = self.entries(place, author, (patient, consents), rows)?;
        let in_region = app.region_entries(vec![Content::NotebookOpened(opened)]).await?;
        let record = Record::of(&self.session, Touched::Wrote).within(Some(id), Some(place.room));
        let access = app.access_entry(record).await?;
        let region = app.region;
        let logs = vec![app.region_log, app.access_log];
        let asked = Asked { region, notebook: id, marks, another: opening.another };
        let room = NewLog {
            id: log,
            region,
            purpose: LogPurpose::Room,
            room: Some(place.room),
            vault,
            audience_key: [0; 32],
            wrap_key: to.key,
        };
        let write = move |t: &mut Transaction<'_>| {
            asked.of(t)?;
            in_region.iter().try_for_each(|it| t.append(it).map(drop))?;
            t.open_log(&room)?;
            entries.iter().try_for_each(|it| t.append(it).map(drop))?;
            access::append(t, &access)
        };
        match app.store.write(region, logs, write).await {
            // Pressed twice: the other press was first.
            Err(problem) if problem.code == Code::Conflict && self.was_opened(id).await? => Ok(id),
            outcome => outcome.map(|()| id),
        }
    }

    /// Whether this person opened a notebook of this id before.
    async fn was_opened(&self, id: NotebookId) -> Result<bool> {
        let (facility, person) = (self.post.facility, self.session.person.id);
        self.app
            .store
            .read(move |conn| {
                let Some(row) = notebook::find(conn, id)? else { return Ok(false) };
                let member = notebook::member(conn, row.team_room, person)?;
                if row.managing_facility == facility && member.is_some() {
                    return Ok(true);
                }
                Err(Problem::not_found())
            })
            .await
    }

    fn entries(
        &self,
        place: Place,
        author: Author,
        (patient, consents): (Patient, Vec<Consent>),
        papers: Vec<NewAttachment>,
    ) -> Result<Vec<NewEntry>> {
        let app = &self.app;
        let first = Content::Opened(Opened {
            room: Some(place.room),
            kind: Some(RoomKind::Team),
            notebook: Some(place.notebook),
            title: String::new(),
            audience: Vec::new(),
            continues: None,
        });
        let joins = Content::Membership(Membership {
            room: place.room,
            person: self.session.person.id,
            post: Some(self.post.id),
            from: app.clock.now(),
            until: None,
            history_from: None,
            reason: None,
        });
        let seal = |content, attachments| {
            let unsealed = Unsealed::plain(app.new_entry_id(), author, content);
            app.seal(place.to, unsealed, attachments)
        };
        let mut entries =
            vec![seal(first, Vec::new())?, seal(Content::Patient(Box::new(patient)), Vec::new())?];
        // The paper comes with the first consent; the others show the same one.
        let mut papers = Some(papers);
        for consent in consents {
            let with = papers.take().unwrap_or_default();
            entries.push(seal(Content::Consent(consent), with)?);
        }
        entries.push(seal(joins, Vec::new())?);
        Ok(entries)
    }
}

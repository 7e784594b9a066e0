//! Notebooks and rooms as the operator opens them: vault, logs, first members, consent.

use tasuki_domain::content::{
    Consent, ConsentKind, Content, Membership, NotebookOpened, Opened, Touched,
};
use tasuki_domain::patient::Patient;
use tasuki_domain::room::RoomKind;
use tasuki_domain::text;
use tasuki_kernel::{
    FacilityId, LogId, NotebookId, PersonId, PostId, Problem, Result, RoomId, Timestamp, VaultId,
};
use tasuki_store::log::{LogPurpose, NewLog};
use tasuki_store::{NewEntry, notebook, people};

use crate::access::{self, Record};
use crate::actor;
use crate::app::App;
use crate::sealing::LogKey;

/// A notebook to be opened.
#[derive(Debug, Clone)]
pub struct NewNotebook {
    /// Whose.
    pub patient: Patient,
    /// The facility that manages it.
    pub managing_facility: FacilityId,
    /// The first members, by post.
    pub team: Vec<PostId>,
    /// Since when consent to team sharing holds.
    pub consent_from: Timestamp,
}

impl App {
    /// Opens a notebook: its vault, its team's room, the patient's basics, consent and members.
    pub async fn open_notebook(&self, new: NewNotebook) -> Result<(NotebookId, RoomId)> {
        let id = NotebookId::new(&*self.clock, &*self.random);
        let room = RoomId::new(&*self.clock, &*self.random);
        let vault = VaultId::new(&*self.clock, &*self.random);
        self.keys.new_vault(vault)?;
        let opened = NotebookOpened {
            notebook: id,
            patient: new.patient.id,
            team_room: room,
            managing_facility: new.managing_facility,
            vault,
        };
        let consent = Consent::plain(ConsentKind::TeamSharing, true, new.consent_from);
        let likenesses = self.register.marks_of(&new.patient);
        let patient = Patient { likenesses, ..new.patient };
        let mut contents = vec![Content::Patient(Box::new(patient)), Content::Consent(consent)];
        for post in new.team {
            contents.push(self.joining(room, RoomKind::Team, post, new.consent_from).await?);
        }
        let in_region = self.log_key(self.region_log).await?;
        let region_entry = self.by_system(in_region, Content::NotebookOpened(opened))?;
        let place = NewRoom { room, kind: RoomKind::Team, notebook: Some(id), vault };
        self.begin_room(place, String::new(), contents, Some(region_entry)).await?;
        Ok((id, room))
    }

    /// Opens another room of a notebook (selected or family) with its first members.
    pub async fn open_room(
        &self,
        notebook: NotebookId,
        kind: RoomKind,
        title: &str,
        team: Vec<PostId>,
    ) -> Result<RoomId> {
        let row = self.notebook_row(notebook).await?;
        let title = text::accept_line("title", title, 40)?;
        let room = RoomId::new(&*self.clock, &*self.random);
        let mut contents = Vec::new();
        for post in team {
            contents.push(self.joining(room, kind, post, self.clock.now()).await?);
        }
        let place = NewRoom { room, kind, notebook: Some(notebook), vault: row.vault };
        self.begin_room(place, title, contents, None).await?;
        Ok(room)
    }

    async fn begin_room(
        &self,
        new: NewRoom,
        title: String,
        contents: Vec<Content>,
        region_entry: Option<NewEntry>,
    ) -> Result<()> {
        let log = LogId::new(&*self.clock, &*self.random);
        let to = LogKey { log, vault: new.vault, key: self.keys.new_log_key(new.vault, log)? };
        let opened = Content::Opened(Opened {
            room: Some(new.room),
            kind: Some(new.kind),
            notebook: new.notebook,
            title,
            audience: Vec::new(),
            continues: None,
        });
        let mut entries = vec![self.by_system(to, opened)?];
        for content in contents {
            entries.push(self.by_system(to, content)?);
        }
        let record = Record::operator(Touched::Wrote).within(new.notebook, Some(new.room));
        let access = self.access_entry(record).await?;
        let region = self.region;
        self.store
            .write(region, vec![self.region_log, self.access_log], move |t| {
                if let Some(entry) = &region_entry {
                    t.append(entry)?;
                }
                t.open_log(&NewLog {
                    id: log,
                    region,
                    purpose: LogPurpose::Room,
                    room: Some(new.room),
                    vault: new.vault,
                    audience_key: [0; 32],
                    wrap_key: to.key,
                })?;
                for entry in &entries {
                    t.append(entry)?;
                }
                access::append(t, &access)
            })
            .await
    }

    async fn joining(
        &self,
        room: RoomId,
        kind: RoomKind,
        post: PostId,
        from: Timestamp,
    ) -> Result<Content> {
        let row = self.post_row(post).await?;
        Ok(Content::Membership(Membership {
            room,
            person: row.person,
            post: Some(post),
            from,
            until: None,
            history_from: (!kind.shows_history()).then_some(from),
            reason: None,
        }))
    }

    /// Adds a member, or ends a membership: on the next request the room is closed to that person.
    pub async fn set_member(&self, room: RoomId, post: PostId, leaves: bool) -> Result<()> {
        let row = self.store.read(move |conn| notebook::room(conn, room)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let now = self.clock.now();
        let mut content = self.joining(room, row.kind, post, now).await?;
        if leaves && let Content::Membership(membership) = &mut content {
            let person = membership.person;
            let before = self.store.read(move |conn| notebook::member(conn, room, person)).await?;
            let facts = before.ok_or_else(Problem::not_found)?.facts;
            membership.from = facts.from;
            membership.history_from = facts.history_from;
            membership.until = Some(now);
        }
        self.enter_in_room(row.main_log, row.notebook, room, content).await
    }

    /// Adds the patient or a relative to a family room, as themselves: they have no post.
    ///
    /// # Errors
    /// `Invalid` for another kind of room, or somebody who is staff.
    pub async fn add_family(&self, room: RoomId, person: PersonId) -> Result<()> {
        let found = self
            .store
            .read(move |conn| Ok((notebook::room(conn, room)?, people::person(conn, person)?)))
            .await?;
        let row = found.0.ok_or_else(Problem::not_found)?;
        let person_row = found.1.ok_or_else(Problem::not_found)?;
        if row.kind != RoomKind::Family {
            return Err(Problem::invalid("room", "family joins a family room"));
        }
        if !actor::is_family(person_row.kind) {
            return Err(Problem::invalid("person", "staff join in a post"));
        }
        let from = self.clock.now();
        let content = Content::Membership(Membership {
            room,
            person,
            post: None,
            from,
            until: None,
            history_from: Some(from),
            reason: None,
        });
        self.enter_in_room(row.main_log, row.notebook, room, content).await
    }

    /// Gives or withdraws consent to team sharing.
    pub async fn set_consent(&self, id: NotebookId, given: bool) -> Result<()> {
        let row = self.notebook_row(id).await?;
        let room = row.team_room;
        let found = self.store.read(move |conn| notebook::room(conn, room)).await?;
        let main = found.ok_or_else(Problem::not_found)?.main_log;
        let now = self.clock.now();
        let content = Content::Consent(Consent::plain(ConsentKind::TeamSharing, given, now));
        self.enter_in_room(main, Some(id), room, content).await
    }

    async fn enter_in_room(
        &self,
        log: LogId,
        notebook: Option<NotebookId>,
        room: RoomId,
        content: Content,
    ) -> Result<()> {
        let to = self.log_key(log).await?;
        let entry = self.by_system(to, content)?;
        let record = Record::operator(Touched::Wrote).within(notebook, Some(room));
        let access = self.access_entry(record).await?;
        self.store
            .write(self.region, vec![log, self.access_log], move |t| {
                t.append(&entry)?;
                access::append(t, &access)
            })
            .await
    }
}

#[derive(Debug, Clone, Copy)]
struct NewRoom {
    room: RoomId,
    kind: RoomKind,
    notebook: Option<NotebookId>,
    vault: VaultId,
}

//! Who is who, as it was read last: persons, posts, devices, rooms, members, consents, audiences.
//!
//! Facts only, never a decision: policy is asked each time, with the time of asking. They follow
//! from entries that change rights, and each such entry moves the region's number of rights in
//! its own transaction; what was read under one number is never used under another, and the
//! number is asked first in every reading. Sessions, marks and the ends of logs are no such facts.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tasuki_domain::content::ConsentKind;
use tasuki_domain::policy::MembershipFacts;
use tasuki_kernel::{
    Code, DeviceId, LogId, PersonId, PostId, Problem, RegionId, Result, RoomId, Timestamp,
};
use tasuki_ledger::Author;
use tasuki_store::installation::Settings;
use tasuki_store::notebook::{Consent, NotebookRow, RoomRow};
use tasuki_store::people::{DeviceRow, PersonRow, PostRow};
use tasuki_store::shelf::{self, ShelvedRoom};
use tasuki_store::{Conn, installation, notebook, people, rights};

use crate::App;
use crate::author::{AuthorKind, Byline};
use crate::team::directory::{self, Listed};

/// Facts of one kind kept at most; more begin anew.
const KEPT: usize = 8192;

/// Facts of one kind.
struct Table<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone> Table<K, V> {
    /// The fact of a key, read when it is not known.
    fn get(&self, key: K, read: impl FnOnce() -> Result<V>) -> Result<V> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        let found = read()?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, found.clone());
        Ok(found)
    }
}

/// A room with what policy asks about it, whoever enters.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) row: RoomRow,
    pub(crate) notebook: Option<NotebookRow>,
    /// Consent to team sharing, as it was last said.
    pub(crate) consent: Option<Consent>,
    /// Consent to showing family something, as it was last said.
    pub(crate) family_consent: Option<Consent>,
}

/// What is known under one number of rights.
#[derive(Default)]
pub(crate) struct Known {
    version: u64,
    settings: Table<RegionId, Arc<Settings>>,
    persons: Table<PersonId, Option<Arc<PersonRow>>>,
    posts: Table<PostId, Option<Arc<PostRow>>>,
    posts_of: Table<PersonId, Arc<[PostRow]>>,
    devices: Table<DeviceId, Option<Arc<DeviceRow>>>,
    places: Table<RoomId, Option<Arc<Place>>>,
    members: Table<(RoomId, PersonId), Option<MembershipFacts>>,
    audiences: Table<LogId, Arc<[PersonId]>>,
    shelves: Table<PersonId, Arc<[ShelvedRoom]>>,
    directories: Table<RegionId, Arc<[Listed]>>,
    bylines: Table<Author, Arc<Byline>>,
}

/// What this process knows now.
#[derive(Default)]
pub(crate) struct Knowledge(Mutex<Arc<Known>>);

impl Knowledge {
    /// What is known under a number of rights. A reader of an older moment than the newest gets
    /// nothing of what is newer, and leaves nothing behind.
    fn under(&self, version: u64) -> Arc<Known> {
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.version == version {
            return Arc::clone(&newest);
        }
        let known = Arc::new(Known { version, ..Known::default() });
        if version > newest.version {
            *newest = Arc::clone(&known);
        }
        known
    }

    /// Begins anew.
    pub(crate) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }
}

impl App {
    /// What is known as the region's rights stand for this connection. Ask it before anything
    /// else of a reading.
    pub(crate) fn known(&self, conn: &mut Conn) -> Result<Arc<Known>> {
        Ok(self.knowledge.under(rights::version(conn, self.region)?))
    }
}

impl Known {
    /// The number of rights under which this is known.
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// What a region decided about itself.
    pub(crate) fn settings(&self, conn: &mut Conn, region: RegionId) -> Result<Arc<Settings>> {
        self.settings.get(region, || {
            let found = installation::settings(conn, region)?;
            found.map(Arc::new).ok_or_else(|| Problem::new(Code::Damaged, "no settings"))
        })
    }

    /// A person.
    pub(crate) fn person(&self, conn: &mut Conn, id: PersonId) -> Result<Option<Arc<PersonRow>>> {
        self.persons.get(id, || Ok(people::person(conn, id)?.map(Arc::new)))
    }

    /// A post with its person and facility.
    pub(crate) fn post(&self, conn: &mut Conn, id: PostId) -> Result<Option<Arc<PostRow>>> {
        self.posts.get(id, || Ok(people::post(conn, id)?.map(Arc::new)))
    }

    /// All posts of a person, past ones too.
    pub(crate) fn posts_of(&self, conn: &mut Conn, person: PersonId) -> Result<Arc<[PostRow]>> {
        self.posts_of.get(person, || Ok(people::posts_of(conn, person)?.into()))
    }

    /// A device.
    pub(crate) fn device(&self, conn: &mut Conn, id: DeviceId) -> Result<Option<Arc<DeviceRow>>> {
        self.devices.get(id, || Ok(people::device(conn, id)?.map(Arc::new)))
    }

    /// A room with its notebook and consent.
    pub(crate) fn place(&self, conn: &mut Conn, id: RoomId) -> Result<Option<Arc<Place>>> {
        self.places.get(id, || {
            let Some(row) = notebook::room(conn, id)? else { return Ok(None) };
            let notebook = row.notebook.map(|it| notebook::find(conn, it)).transpose()?.flatten();
            let mut said = |kind| match &notebook {
                Some(it) => notebook::consent(conn, it.id, kind),
                None => Ok(None),
            };
            let consent = said(ConsentKind::TeamSharing)?;
            let family_consent = said(ConsentKind::Family)?;
            Ok(Some(Arc::new(Place { row, notebook, consent, family_consent })))
        })
    }

    /// A person's membership in a room, past or present.
    pub(crate) fn membership(
        &self,
        conn: &mut Conn,
        room: RoomId,
        person: PersonId,
    ) -> Result<Option<MembershipFacts>> {
        let read = || Ok(notebook::member(conn, room, person)?.map(|row| row.facts));
        self.members.get((room, person), read)
    }

    /// The only persons whom a log of 特別便 is for.
    pub(crate) fn audience(&self, conn: &mut Conn, log: LogId) -> Result<Arc<[PersonId]>> {
        self.audiences.get(log, || Ok(notebook::audience(conn, log)?.into()))
    }

    /// Every room that a person is or was a member of, in the order of notebooks and kinds.
    pub(crate) fn shelf(&self, conn: &mut Conn, person: PersonId) -> Result<Arc<[ShelvedRoom]>> {
        self.shelves.get(person, || Ok(shelf::rooms(conn, person)?.into()))
    }

    /// The facilities of a region with everybody whose post has not ended at `now`.
    pub(crate) fn directory(
        &self,
        conn: &mut Conn,
        region: RegionId,
        now: Timestamp,
    ) -> Result<Arc<[Listed]>> {
        self.directories.get(region, || Ok(directory::read(conn, region, now)?.into()))
    }

    /// An author in words.
    pub(crate) fn byline(&self, conn: &mut Conn, author: &Author) -> Result<Arc<Byline>> {
        self.bylines.get(*author, || self.look_up(conn, author).map(Arc::new))
    }

    fn look_up(&self, conn: &mut Conn, author: &Author) -> Result<Byline> {
        Ok(match author.kind {
            AuthorKind::Post => {
                let post = self.post(conn, PostId::from_bytes(author.id))?;
                post.map_or(Byline::nobody(author.kind), |it| Byline::of_post(&it))
            }
            AuthorKind::Patient | AuthorKind::Family => {
                let id = PersonId::from_bytes(author.id);
                let row = self.person(conn, id)?;
                row.map_or(Byline::nobody(author.kind), |it| {
                    Byline::of_person(id, Some(&it), author.kind)
                })
            }
            AuthorKind::System => Byline::nobody(author.kind),
        })
    }

    /// A member in words: in the post of the membership, or as themselves.
    pub(crate) fn member(
        &self,
        conn: &mut Conn,
        person: PersonId,
        post: Option<PostId>,
    ) -> Result<Byline> {
        if let Some(post) = post.map(|it| self.post(conn, it)).transpose()?.flatten() {
            return Ok(Byline { person: Some(person), ..Byline::of_post(&post) });
        }
        let row = self.person(conn, person)?;
        Ok(Byline::of_person(person, row.as_deref(), AuthorKind::Family))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    #[test]
    fn a_fact_is_read_once_under_one_number() {
        let table = Table::default();
        assert_eq!(table.get(person(1), || Ok("佐藤")).unwrap(), "佐藤");
        assert_eq!(table.get(person(1), || Err(Problem::not_found())).unwrap(), "佐藤");
        table.get(person(2), || Err::<&str, _>(Problem::not_found())).unwrap_err();
        assert_eq!(table.get(person(2), || Ok("後で")).unwrap(), "後で", "a failure is not kept");
    }

    #[test]
    fn facts_are_bounded() {
        let table = Table::default();
        for n in 0..=KEPT {
            table.get(n, || Ok(n)).unwrap();
        }
        assert_eq!(table.0.lock().unwrap().len(), 1);
    }

    #[test]
    fn nothing_known_under_one_number_is_known_under_another() {
        let knowledge = Knowledge::default();
        let three = knowledge.under(3);
        assert!(Arc::ptr_eq(&three, &knowledge.under(3)));
        let four = knowledge.under(4);
        assert!(!Arc::ptr_eq(&three, &four));
        let late = knowledge.under(3);
        assert!(!Arc::ptr_eq(&late, &three), "a late reader finds nothing");
        assert!(Arc::ptr_eq(&four, &knowledge.under(4)), "and leaves nothing");
        knowledge.clear();
        assert!(!Arc::ptr_eq(&four, &knowledge.under(4)));
    }
}

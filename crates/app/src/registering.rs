//! 患者さんの登録: a professional opens a notebook for a patient who has consented. Before that the
//! register is asked whether the patient is there already, which says of others only who manages
//! their notebook; the asking is recorded and slowed down, so that nobody reads the register by it.

mod opening;
mod register_key;

use std::sync::Arc;

use tasuki_domain::content::{DeviceKind, Touched};
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{Code, FacilityId, Problem, Result, RoomId};
use tasuki_store::likeness::{self, Alike};
use tasuki_store::people::PostRow;

use crate::App;
use crate::access::Record;
use crate::session::Session;

pub use opening::Opening;
pub(crate) use register_key::RegisterKey;

/// Searches of one person in a quarter of an hour, after which each is made to wait.
pub(crate) const SEARCHES: u64 = 20;

/// The register, for somebody who may open notebooks of a facility.
#[derive(Clone)]
pub struct Registrar {
    pub(crate) app: Arc<App>,
    session: Arc<Session>,
    /// In which post.
    post: PostRow,
}

/// Somebody who is probably registered already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The facility that manages the notebook.
    pub facility: String,
    /// The team's room, when the person who asks may enter it.
    pub room: Option<RoomId>,
}

/// What the register says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Probably the same person.
    pub same: Vec<Registered>,
    /// How many others have the same reading.
    pub namesakes: u32,
}

impl App {
    /// The facilities for which the person of a session may register patients: id and name.
    pub fn registries(&self, session: &Session) -> Vec<(FacilityId, String)> {
        let mut found: Vec<(FacilityId, String)> = Vec::new();
        for post in self.registering_posts(session) {
            if found.iter().all(|(it, _)| *it != post.facility) {
                found.push((post.facility, post.facility_name.clone()));
            }
        }
        found
    }

    /// Posts in which the person of a session may register, in their order. A session that a
    /// substitute code began has none.
    fn registering_posts(&self, session: &Session) -> Vec<PostRow> {
        if session.device_kind == DeviceKind::Substitute {
            return Vec::new();
        }
        let now = self.clock.now();
        let actor = session.actor(now);
        let may = |post: &&PostRow| {
            // Of the one post alone: another post in the same facility gives this one nothing.
            let own = actor.posts.iter().filter(|it| it.post == post.id).cloned().collect();
            let actor = tasuki_domain::policy::Actor { posts: own, ..actor.clone() };
            let subject = Subject::Register(self.region, post.facility);
            decide(&actor, Action::Write, subject, now).allowed()
        };
        session.posts.iter().filter(may).cloned().collect()
    }

    /// The register, for a facility of the person of a session.
    ///
    /// # Errors
    /// `NotFound` for who may not register there.
    pub fn registrar(
        self: &Arc<Self>,
        session: &Arc<Session>,
        facility: FacilityId,
    ) -> Result<Registrar> {
        let mut posts = self.registering_posts(session).into_iter();
        let post = posts.find(|it| it.facility == facility).ok_or_else(Problem::not_found)?;
        Ok(Registrar { app: Arc::clone(self), session: Arc::clone(session), post })
    }
}

impl Registrar {
    /// The facility that will manage the notebook.
    pub const fn facility(&self) -> FacilityId {
        self.post.facility
    }

    /// Its name.
    pub fn facility_name(&self) -> &str {
        &self.post.facility_name
    }

    /// Asks whether a patient is registered already.
    ///
    /// # Errors
    /// `Throttled` after too many searches.
    pub async fn search(&self, patient: &Patient) -> Result<Found> {
        let app = &self.app;
        let who = self.session.person.id.to_string();
        app.slow_down("register", &who, SEARCHES).await?;
        app.record(Record::of(&self.session, Touched::Register)).await?;
        let (marks, region) = (app.register.marks_of(patient), app.region);
        let alike = app.store.read(move |conn| likeness::alike(conn, region, &marks)).await?;
        let mut found = Found::default();
        for of_it in by_notebook(alike) {
            if !of_it.iter().any(|it| it.kind.same_person()) {
                found.namesakes += 1;
                continue;
            }
            let Alike { team_room, managing, .. } = &of_it[0];
            let entered = app.may_enter(&self.session, *team_room).await?;
            let room = entered.then_some(*team_room);
            found.same.push(Registered { facility: managing.1.clone(), room });
        }
        Ok(found)
    }
}

/// What was found, a notebook at a time.
fn by_notebook(alike: Vec<Alike>) -> Vec<Vec<Alike>> {
    let mut all: Vec<Vec<Alike>> = Vec::new();
    for it in alike {
        match all.iter_mut().find(|of_it| of_it[0].notebook == it.notebook) {
            Some(of_it) => of_it.push(it),
            None => all.push(vec![it]),
        }
    }
    all
}

impl App {
    /// Whether somebody may enter a notebook's team room; nothing of it is read.
    async fn may_enter(self: &Arc<Self>, session: &Arc<Session>, room: RoomId) -> Result<bool> {
        let (app, who, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        let entered =
            self.store.read(move |conn| crate::room::enter(conn, app, who, room, now)).await;
        match entered {
            Ok(_) => Ok(true),
            Err(problem) if problem.code == Code::NotFound => Ok(false),
            Err(problem) => Err(problem),
        }
    }
}

//! 施設管理者のメニュー: what a facility's manager keeps up: staff, posts and devices. Nothing here is
//! of a patient, and nothing gives the manager a room.
//!
//! A manager can hand somebody a device and a code, and never a password: that is chosen by the
//! person alone, through a link to the person's own mail. So no manager can sign in as another.

mod device;
mod hiring;
mod importing;
mod leaving;
mod requests;
mod reviewing;
mod withdrawing;

use std::collections::HashMap;
use std::sync::Arc;

use tasuki_domain::content::{Content, DeviceKind, Person, Post, Touched};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{Code, FacilityId, PersonId, PostId, Problem, RegionId, Result, Timestamp};
use tasuki_store::people::{self, DeviceRow, PersonRow, PostRow};
use tasuki_store::staff::{self, StaffRow};
use tasuki_store::{Conn, Transaction};

use crate::App;
use crate::access::Record;
use crate::letter::{Addressee, Sender, sender};
use crate::session::Session;

pub use device::SubstituteCode;
pub use importing::{Added, Batch, Candidate, Candidates};
pub use leaving::Left;
pub use reviewing::{Due, Review, Reviewed};
pub use withdrawing::Ending;
pub(crate) use withdrawing::still_waiting;

/// Seconds after which an account that nobody used is marked: ninety days.
const UNUSED: i64 = 90 * 86_400;

/// A facility, for somebody who manages it.
#[derive(Clone)]
pub struct House {
    app: Arc<App>,
    session: Arc<Session>,
    facility: FacilityId,
}

/// Somebody of the staff.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Post, name and account.
    pub row: StaffRow,
    /// Devices, oldest first, with the time of the last use.
    pub devices: Vec<(DeviceRow, Option<Timestamp>)>,
    /// When any of them was last used.
    pub last_seen: Option<Timestamp>,
    /// Nobody used the account for ninety days.
    pub unused: bool,
}

impl App {
    /// The facilities that the person of a session manages now: id and name.
    pub fn houses(&self, session: &Session) -> Vec<(FacilityId, String)> {
        let now = self.clock.now();
        let actor = session.actor(now);
        let mut houses = Vec::new();
        for post in session.posts.iter().filter(|it| it.holds(now)) {
            let subject = Subject::Staff(self.region, post.facility);
            let known = houses.iter().any(|(it, _)| *it == post.facility);
            if !known && decide(&actor, Action::Write, subject, now).allowed() {
                houses.push((post.facility, post.facility_name.clone()));
            }
        }
        houses
    }

    /// A facility, when the person of a session manages it.
    ///
    /// # Errors
    /// `NotFound` for everybody else, and in a session that a substitute code began.
    pub fn house(self: &Arc<Self>, session: &Arc<Session>, facility: FacilityId) -> Result<House> {
        let now = self.clock.now();
        let subject = Subject::Staff(self.region, facility);
        let manages = decide(&session.actor(now), Action::Write, subject, now).allowed();
        if !manages || session.device_kind == DeviceKind::Substitute {
            return Err(Problem::not_found());
        }
        Ok(House { app: Arc::clone(self), session: Arc::clone(session), facility })
    }

    /// The facility of a post that holds, when the person of a session manages it.
    ///
    /// # Errors
    /// `NotFound` for everybody else, and for a post that has ended.
    pub async fn house_of(self: &Arc<Self>, session: &Arc<Session>, post: PostId) -> Result<House> {
        let row = self.store.read(move |conn| people::post(conn, post)).await?;
        let row = row.filter(|it| it.holds(self.clock.now())).ok_or_else(Problem::not_found)?;
        self.house(session, row.facility)
    }
}

impl House {
    /// The facility.
    pub const fn facility(&self) -> FacilityId {
        self.facility
    }

    fn record(&self, touched: Touched) -> Record {
        Record::of(&self.session, touched)
    }

    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Everybody of the staff, in kana order.
    pub async fn staff(&self) -> Result<Vec<Colleague>> {
        let (facility, now) = (self.facility, self.now());
        self.app.store.read(move |conn| colleagues(conn, facility, now)).await
    }

    /// One of the staff.
    ///
    /// # Errors
    /// `NotFound` for a post that has ended, or of another facility.
    pub async fn colleague(&self, post: PostId) -> Result<Colleague> {
        let found = self.staff().await?.into_iter().find(|it| it.row.post.id == post);
        found.ok_or_else(Problem::not_found)
    }

    async fn sender(&self) -> Result<Sender> {
        Ok(sender(self.app.settings().await?, self.app.portal_texts().await?))
    }
}

/// Everybody of a facility's staff with their devices, in kana order.
fn colleagues(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<Vec<Colleague>> {
    let seen = staff::seen(conn, facility, now)?;
    let mut of: HashMap<PersonId, Vec<(DeviceRow, Option<Timestamp>)>> = HashMap::new();
    for device in staff::devices(conn, facility, now)? {
        let last = seen.get(&device.id).copied();
        of.entry(device.person).or_default().push((device, last));
    }
    let with_devices = |row: StaffRow| {
        let devices = of.get(&row.post.person).cloned().unwrap_or_default();
        let last_seen = devices.iter().filter_map(|it| it.1).max();
        let since = last_seen.unwrap_or(row.post.from).max(row.post.from);
        let unused = now.seconds_since(since) >= UNUSED;
        Colleague { row, devices, last_seen, unused }
    };
    Ok(staff::all(conn, facility, now)?.into_iter().map(with_devices).collect())
}

/// Somebody of the staff, as letters address them; none without an address.
fn addressed<'a>(row: &'a StaffRow, sender: &'a Sender, lang: &'a str) -> Option<Addressee<'a>> {
    Some(Addressee {
        sender,
        facility: &row.post.facility_name,
        person: row.post.person,
        name: row.post.name.full(),
        mail: row.mail.as_deref()?,
        lang,
    })
}

/// A post as an entry.
pub(crate) fn entry_of(row: &PostRow) -> Post {
    Post {
        id: row.id,
        person: row.person,
        facility: row.facility,
        profession: row.profession.clone(),
        manager: row.manager,
        from: row.from,
        until: row.until,
    }
}

/// An account that is opened or closed, all else as it is.
pub(crate) fn account(
    conn: &mut Conn,
    region: RegionId,
    (person, active): (&PersonRow, bool),
) -> Result<Content> {
    Ok(Content::Person(Person {
        id: person.id,
        kind: person.kind,
        login: person.login.clone(),
        name: person.name.clone(),
        active,
        portrait: people::portrait(conn, region, person.id)?,
        mail: person.mail.clone(),
    }))
}

/// A facility is never left without anybody who manages it; two who step back at the same moment
/// are one too many.
fn still_managed(t: &mut Transaction<'_>, row: &PostRow, field: &'static str) -> Result<()> {
    let now = t.now();
    if row.manager && staff::other_managers(t.conn(), (row.facility, row.id), now)? == 0 {
        let detail = "last: the facility would have nobody who manages it".into();
        return Err(Problem { code: Code::Conflict, field: Some(field), detail });
    }
    Ok(())
}

/// Whether a post stands as it was read.
fn still(t: &mut Transaction<'_>, row: &PostRow) -> Result<()> {
    if people::post(t.conn(), row.id)?.as_ref() == Some(row) {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict, "the post changed since it was read"))
}

/// A person, who must be there.
async fn person_row(app: &App, id: PersonId) -> Result<PersonRow> {
    let found = app.store.read(move |conn| people::person(conn, id)).await?;
    found.ok_or_else(Problem::not_found)
}

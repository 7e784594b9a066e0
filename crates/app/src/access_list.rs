//! 閲覧記録を見る: who looked at a notebook, for its team; and what staff did with which devices, for
//! those who look after them, without any patient. Looking at the records is recorded too.
//!
//! What the team sees of others must not tell of 特別便: that somebody wrote, confirmed or opened
//! a photo stands beside entries that everybody may see, or it is not said. So reading and writing
//! are one kind here.

mod of_notebook;

use std::collections::BTreeSet;
use std::sync::Arc;

use tasuki_domain::content::{Access, Content, Purpose, Touched};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{
    DeviceId, FacilityId, LogId, NotebookId, PersonId, Problem, Result, SessionId, Timestamp,
};
use tasuki_store::access::{self, AccessPlace, OfNotebook};
use tasuki_store::{Conn, log, people};

use crate::access::Record;
use crate::author::Byline;
use crate::known::Known;
use crate::room::Room;
use crate::session::Session;
use crate::{App, actor};

/// Rows on a page.
pub const PAGE: usize = 50;
/// Records of one person looked at for one list at most.
const PER_PERSON: u64 = 2_000;
/// Days that one list of staff covers at most.
pub const DAYS: i64 = 31;
/// Seconds between two records that are shown as one stay.
const STAY: i64 = 600;

/// What was touched, as lists say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// Entries, photos and files: read or written.
    Entries,
    /// The patient's basics.
    Basics,
    /// A copy was taken.
    Copy,
    /// Keys were destroyed.
    Destroyed,
    /// The list of notebooks, with a line of each.
    List,
    /// The register of patients was searched, for somebody to be registered.
    Register,
    /// The access records.
    Records,
    /// Applications, letters, registers.
    Desk,
    /// A disclosure by law was decided on.
    Disclosure,
    /// Evidence without words.
    Evidence,
    /// Asked for, and refused.
    Refused,
    /// Signed in or out, or set a password.
    Account,
    /// Sign-in refused.
    SignInRefused,
}

impl Seen {
    pub(crate) const fn of(it: Touched) -> Self {
        match it {
            Touched::Timeline | Touched::Attachments | Touched::Wrote => Self::Entries,
            Touched::Basics | Touched::Consents => Self::Basics,
            Touched::Exported => Self::Copy,
            Touched::Destroyed => Self::Destroyed,
            Touched::List => Self::List,
            Touched::Register => Self::Register,
            Touched::AccessList => Self::Records,
            Touched::Joining | Touched::Letters => Self::Desk,
            Touched::Disclosed => Self::Disclosure,
            Touched::Evidence => Self::Evidence,
            Touched::Refused => Self::Refused,
            Touched::SignIn
            | Touched::SignOut
            | Touched::Password
            | Touched::Activation
            | Touched::PickUp => Self::Account,
            Touched::SignInRefused | Touched::PickUpRefused => Self::SignInRefused,
        }
    }

    /// Its name in the API and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Basics => "basics",
            Self::Copy => "copy",
            Self::Destroyed => "destroyed",
            Self::List => "list",
            Self::Register => "register",
            Self::Records => "access-records",
            Self::Desk => "desk",
            Self::Disclosure => "disclosure",
            Self::Evidence => "evidence",
            Self::Refused => "refused",
            Self::Account => "account",
            Self::SignInRefused => "sign-in-refused",
        }
    }
}

/// Which records of a notebook.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// By this person only.
    pub person: Option<PersonId>,
    /// From this time on.
    pub from: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// The cursor `older` of the page after.
    pub before: Option<String>,
}

/// Somebody's stay in a notebook.
#[derive(Debug, Clone)]
pub struct Stay {
    /// Who; the operator's command line has no person.
    pub byline: Byline,
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub until: Timestamp,
    /// What was touched.
    pub seen: BTreeSet<Seen>,
    /// Why.
    pub purpose: Purpose,
    session: Option<SessionId>,
}

/// A page of who looked.
#[derive(Debug, Clone)]
pub struct WhoLooked {
    /// Newest first.
    pub stays: Vec<Stay>,
    /// The cursor of the page before; none at the beginning.
    pub older: Option<String>,
    /// Everybody of whom there is a record, for choosing.
    pub people: Vec<Byline>,
}

/// What one person did on one device, without any patient.
#[derive(Debug, Clone)]
pub struct StaffUse {
    /// Who.
    pub byline: Byline,
    /// The device's name; empty where none is known.
    pub device: String,
    /// The first record.
    pub from: Timestamp,
    /// The last one.
    pub until: Timestamp,
    /// How many notebooks were touched.
    pub notebooks: usize,
    /// How often a sign-in was refused.
    pub refused_sign_ins: usize,
    /// What was touched.
    pub seen: BTreeSet<Seen>,
}

/// Whose use is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The staff of the facilities that the reader manages.
    Facility,
    /// Everybody in the region.
    Region,
}

fn cursor(place: &AccessPlace) -> String {
    format!("{}.{}.{}", place.received.as_micros(), place.sequence, place.log)
}

fn place(text: &str) -> Result<AccessPlace> {
    let read = || {
        let mut parts = text.splitn(3, '.');
        let received = Timestamp::from_micros(parts.next()?.parse().ok()?);
        let sequence = parts.next()?.parse::<u32>().ok()?.into();
        Some(AccessPlace { received, sequence, log: parts.next()?.parse().ok()? })
    };
    read().ok_or_else(|| Problem::invalid("before", "not a cursor of this list"))
}

impl App {
    /// Who looked at a notebook, for its team.
    ///
    /// # Errors
    /// `NotFound` for who is not in the team.
    pub async fn who_looked(
        self: &Arc<Self>,
        session: &Arc<Session>,
        id: NotebookId,
        asked: Asked,
    ) -> Result<(Room, WhoLooked)> {
        let room = self.team_room(session, id).await?;
        room.record(Touched::AccessList).await?;
        let end = asked.until.unwrap_or(Timestamp::from_micros(i64::MAX));
        let mut before =
            AccessPlace { received: end, log: LogId::from_bytes([0; 16]), sequence: 0 };
        if let Some(text) = &asked.before {
            before = before.min(place(text)?);
        }
        let from = asked.from.unwrap_or_default();
        let what = OfNotebook { notebook: id, person: asked.person, from, before };
        let team = room.clone();
        let read = move |conn: &mut Conn| team.read_who_looked(conn, what);
        let found = self.store.read(read).await?;
        Ok((room, found))
    }

    fn open_access(&self, conn: &mut Conn, at: &AccessPlace) -> Result<Option<Access>> {
        let Some(stored) = log::entries_from(conn, at.log, at.sequence, 1)?.pop() else {
            return Ok(None);
        };
        match &self.open_entry(self.vault, &stored)?.content {
            Some(Content::Access(access)) => Ok(Some(access.clone())),
            _ => Ok(None),
        }
    }

    /// What staff did and with which devices, by day.
    ///
    /// # Errors
    /// `NotFound` for who does not look after them; `Invalid` for more than 31 days.
    pub async fn staff_use(
        self: &Arc<Self>,
        session: &Arc<Session>,
        whose: Whose,
        period: [Timestamp; 2],
    ) -> Result<Vec<StaffUse>> {
        let days = period[1].seconds_since(period[0]) / 86_400;
        let who = session.actor(self.clock.now());
        let now = self.clock.now();
        let may = |subject| decide(&who, Action::Read, subject, now).allowed();
        let region = self.region;
        let mut facilities: Vec<FacilityId> = who.posts.iter().map(|it| it.facility).collect();
        facilities.retain(|it| may(Subject::StaffAccess(region, *it)));
        let allowed = match whose {
            Whose::Facility => !facilities.is_empty(),
            Whose::Region => may(Subject::RegionAccess(region)),
        };
        if !allowed {
            return Err(Problem::not_found());
        }
        if !(0..=DAYS).contains(&days) {
            return Err(Problem::invalid("until", "at most 31 days at once"));
        }
        self.record_reading(session, Record::of(session, Touched::AccessList)).await?;
        let app = Arc::clone(self);
        let read = move |conn: &mut Conn| {
            let mut staff = Vec::new();
            match whose {
                Whose::Facility => {
                    for facility in facilities {
                        staff.extend(people::staff_of(conn, facility)?);
                    }
                }
                Whose::Region => {
                    // The name of a relative would tell of a patient.
                    let all = people::all(conn, region)?.into_iter();
                    let working = all.filter(|it| !actor::is_family(it.kind));
                    staff.extend(working.map(|it| it.id));
                }
            }
            staff.sort_unstable();
            staff.dedup();
            let mut uses = Vec::new();
            for person in staff {
                uses.extend(app.use_of(conn, person, period)?);
            }
            uses.sort_by_key(|it| std::cmp::Reverse(it.until));
            Ok(uses)
        };
        self.store.read(read).await
    }

    /// What one person did, a row for each day and device.
    fn use_of(
        &self,
        conn: &mut Conn,
        person: PersonId,
        period: [Timestamp; 2],
    ) -> Result<Vec<StaffUse>> {
        let places = access::by_person(conn, person, period, PER_PERSON)?;
        let mut rows: Vec<(i64, Option<DeviceId>, BTreeSet<NotebookId>, StaffUse)> = Vec::new();
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let who = self.known(conn)?;
        let byline = byline_of(conn, &who, person)?;
        for at in places {
            let Some(access) = self.open_access(conn, &at)? else { continue };
            let day = at.received.seconds_since(period[0]) / 86_400;
            let known = rows.iter().position(|it| it.0 == day && it.1 == access.device);
            let known = if let Some(known) = known {
                known
            } else {
                let device = match access.device {
                    Some(id) => who.device(conn, id)?.map(|it| it.label.clone()),
                    None => None,
                };
                let row = StaffUse {
                    byline: byline.clone(),
                    device: device.unwrap_or_default(),
                    from: at.received,
                    until: at.received,
                    notebooks: 0,
                    refused_sign_ins: 0,
                    seen: BTreeSet::new(),
                };
                rows.push((day, access.device, BTreeSet::new(), row));
                rows.len() - 1
            };
            let (_, _, notebooks, row) = &mut rows[known];
            row.from = row.from.min(at.received);
            let refused = access.touched.contains(&Touched::SignInRefused);
            row.refused_sign_ins += usize::from(refused);
            row.seen.extend(access.touched.iter().map(|it| Seen::of(*it)));
            if !access.touched.contains(&Touched::Refused) {
                notebooks.extend(access.notebook);
            }
            row.notebooks = notebooks.len();
        }
        Ok(rows.into_iter().map(|it| it.3).collect())
    }
}

/// A person in the first post that is known.
fn byline_of(conn: &mut Conn, known: &Known, person: PersonId) -> Result<Byline> {
    let post = known.posts_of(conn, person)?.first().map(|it| it.id);
    known.member(conn, person, post)
}

/// Where somebody's menu begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Home {
    /// わたしの連絡帳.
    #[default]
    Notebooks,
    /// The region's desk, which has no notebooks.
    Desk,
    /// The auditor's evidence, likewise.
    Evidence,
}

/// Whether somebody manages a facility, and where they begin: for the menu.
pub fn looks_after(session: &Session, now: Timestamp) -> (bool, Home) {
    let who: tasuki_domain::policy::Actor = session.actor(now);
    let may = |subject| decide(&who, Action::Read, subject, now).allowed();
    let region = session.person.region;
    let manages = who.posts.iter().any(|it| may(Subject::StaffAccess(region, it.facility)));
    let home = match () {
        () if may(Subject::RegionAccess(region)) => Home::Desk,
        () if may(Subject::Evidence(region)) => Home::Evidence,
        () => Home::Notebooks,
    };
    (manages, home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_lead_back_and_others_are_refused() {
        let at = AccessPlace {
            received: Timestamp::from_micros(1_795_239_120_000_000),
            log: LogId::from_bytes([7; 16]),
            sequence: 12,
        };
        assert_eq!(place(&cursor(&at)).unwrap(), at);
        for bad in ["", "1.2", "a.1.b", "1.-1.07070707-0707-0707-0707-070707070707"] {
            assert_eq!(place(bad).unwrap_err().field, Some("before"), "{bad}");
        }
    }
}

//! 権限の棚卸し: once a quarter a manager looks at everybody's rights and confirms that they are to
//! go on. What was confirmed is evidence by its hash; a list that changed meanwhile is looked at anew.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tasuki_domain::content::{Content, DeviceKind, RightsReviewed, Touched};
use tasuki_domain::quarter::Quarter;
use tasuki_kernel::{Code, FacilityId, PostId, Problem, Result, Timestamp};
use tasuki_store::people::DeviceRow;
use tasuki_store::review::{self, ReviewRow};
use tasuki_store::{Conn, Transaction};

use super::{Colleague, House, colleagues};

/// Whether a facility's rights were confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Due {
    /// In this quarter.
    Done,
    /// Not yet in this one.
    Due,
    /// Not in the last one either, in which the facility took part already.
    Overdue,
}

impl Due {
    /// Where a facility stands whose staff is there since `since`.
    pub fn of(now: Timestamp, since: Option<Timestamp>, last: Option<u32>) -> Self {
        let quarter = Quarter::of(now);
        let reviewed = |it: Quarter| last.is_some_and(|last| last >= it.code());
        let there = since.is_some_and(|at| at < quarter.start());
        match last {
            _ if reviewed(quarter) => Self::Done,
            _ if there && !reviewed(quarter.before()) => Self::Overdue,
            _ => Self::Due,
        }
    }
}

/// Somebody whose rights are looked at.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// Post, account and devices that were not revoked.
    pub colleague: Colleague,
    /// In how many rooms they are by this post: a number, never which.
    pub rooms: u64,
}

/// Everybody's rights in a facility, as they stand.
#[derive(Debug, Clone)]
pub struct Review {
    /// For which quarter.
    pub quarter: Quarter,
    /// Whether that is done.
    pub due: Due,
    /// Everybody.
    pub people: Vec<Reviewed>,
    /// What the list is known by: it changes with every right on it.
    pub list: String,
    /// Earlier reviews, newest first.
    pub history: Vec<ReviewRow>,
}

/// Everybody's rights, read in one go.
fn rights(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<Vec<Reviewed>> {
    let rooms = review::rooms(conn, facility, now)?;
    let reviewed = |mut colleague: Colleague| {
        colleague.devices.retain(|(it, _)| stands(it));
        let rooms = rooms.get(&colleague.row.post.id).copied().unwrap_or_default();
        Reviewed { colleague, rooms }
    };
    Ok(colleagues(conn, facility, now)?.into_iter().map(reviewed).collect())
}

/// A hash of every right on a list. When a device was last used is none: the list must not change
/// because somebody works.
fn print(people: &[Reviewed]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"tasuki/review\x01");
    for Reviewed { colleague, rooms } in people {
        let post = &colleague.row.post;
        hash.update(post.id.as_bytes());
        hash.update(post.person.as_bytes());
        hash.update([post.profession.len().to_le_bytes()[0], u8::from(post.manager)]);
        hash.update(post.profession.as_bytes());
        hash.update(rooms.to_le_bytes());
        for (device, _) in &colleague.devices {
            hash.update(device.id.as_bytes());
            hash.update(device.kind.code().to_le_bytes());
            hash.update(device.not_after.as_micros().to_le_bytes());
        }
    }
    hash.finalize().into()
}

/// Whether a device is to be looked at. A code for a day ends by itself.
fn stands(device: &DeviceRow) -> bool {
    device.revoked.is_none() && device.kind != DeviceKind::Substitute
}

fn named(list: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(list)
}

impl House {
    /// Everybody's rights, to be looked at.
    pub async fn review(&self) -> Result<Review> {
        let (facility, now) = (self.facility, self.now());
        let (people, history, since) = self
            .app
            .store
            .read(move |conn| {
                let history = review::of_facility(conn, facility)?;
                Ok((rights(conn, facility, now)?, history, review::since(conn, facility)?))
            })
            .await?;
        Ok(Review {
            quarter: Quarter::of(now),
            due: Due::of(now, since, history.first().map(|it| it.quarter)),
            list: named(&print(&people)),
            people,
            history,
        })
    }

    /// Whether the review of this quarter waits.
    pub async fn review_due(&self) -> Result<Due> {
        let (facility, now) = (self.facility, self.now());
        let read = self.app.store.read(move |conn| {
            let last = review::of_facility(conn, facility)?.first().map(|it| it.quarter);
            Ok(Due::of(now, review::since(conn, facility)?, last))
        });
        read.await
    }

    /// Confirms that everybody on the list goes on as it says. Confirmed twice it is one review.
    ///
    /// # Errors
    /// `Invalid` on `go-on` when somebody on the list was not looked at; `Conflict` when a right
    /// on it changed since.
    pub async fn confirm_review(&self, seen: &str, go_on: &[PostId]) -> Result<()> {
        let (facility, now) = (self.facility, self.now());
        let quarter = Quarter::of(now);
        let done = move |conn: &mut Conn| {
            let last = review::of_facility(conn, facility)?;
            Ok(last.iter().any(|it| it.quarter >= quarter.code()))
        };
        if self.app.store.read(done).await? {
            return Ok(());
        }
        let list = self.app.store.read(move |conn| rights(conn, facility, now)).await?;
        let print = print(&list);
        if named(&print) != seen {
            return Err(changed());
        }
        if list.iter().any(|it| !go_on.contains(&it.colleague.row.post.id)) {
            return Err(Problem::invalid("go-on", "somebody on the list was not looked at"));
        }
        let devices = list.iter().flat_map(|it| &it.colleague.devices);
        // Who has two posts here is on the list twice, with the same devices.
        let devices: HashSet<_> = devices.map(|(it, _)| it.id).collect();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let reviewed = RightsReviewed {
            facility,
            quarter: quarter.code(),
            by: self.session.person.id,
            people: count(list.len()),
            devices: count(devices.len()),
            list: print,
        };
        let same = move |t: &mut Transaction<'_>| {
            let now = t.now();
            let as_seen = self::print(&rights(t.conn(), facility, now)?) == print;
            if as_seen { Ok(()) } else { Err(changed()) }
        };
        let record = self.record(Touched::Joining);
        self.app.enter_with(record, vec![Content::RightsReviewed(reviewed)], same).await
    }
}

fn changed() -> Problem {
    Problem::new(Code::Conflict, "the list changed since it was shown")
}

#[cfg(test)]
mod tests {
    use tasuki_domain::name::Name;
    use tasuki_kernel::{DeviceId, PersonId};
    use tasuki_store::people::PostRow;
    use tasuki_store::staff::StaffRow;

    use super::*;

    fn device(n: u8, kind: DeviceKind) -> DeviceRow {
        DeviceRow {
            id: DeviceId::from_bytes([n; 16]),
            person: PersonId::from_bytes([1; 16]),
            kind,
            fingerprint: [n; 32],
            label: "電話".into(),
            not_after: Timestamp::from_micros(9),
            issued: Timestamp::from_micros(1),
            revoked: None,
            serial: None,
            system: None,
        }
    }

    fn list() -> Vec<Reviewed> {
        let post = PostRow {
            id: PostId::from_bytes([2; 16]),
            person: PersonId::from_bytes([1; 16]),
            name: Name::new("森", "遥", "もり", "はるか").unwrap(),
            facility: FacilityId::from_bytes([3; 16]),
            facility_name: "みどり訪問看護".into(),
            profession: "nurse".into(),
            manager: false,
            from: Timestamp::from_micros(1),
            until: None,
        };
        let row = StaffRow { post, login: "mori".into(), mail: None, others: 0 };
        let devices = vec![(device(1, DeviceKind::Certificate), None)];
        let colleague = Colleague { row, devices, last_seen: None, unused: false };
        vec![Reviewed { colleague, rooms: 3 }]
    }

    /// A right, taken away or added.
    type Change<'a> = &'a dyn Fn(&mut Vec<Reviewed>);

    #[test]
    fn every_right_on_the_list_is_in_its_hash_and_nothing_else() {
        let as_it_is = print(&list());
        let changes: [Change<'_>; 8] = [
            &Vec::clear,
            &|it| it[0].rooms = 4,
            &|it| it[0].colleague.row.post.manager = true,
            &|it| it[0].colleague.row.post.profession = "physician".into(),
            &|it| it[0].colleague.row.post.id = PostId::from_bytes([9; 16]),
            &|it| it[0].colleague.devices.clear(),
            &|it| it[0].colleague.devices[0].0.kind = DeviceKind::Passkey,
            &|it| it[0].colleague.devices.push((device(2, DeviceKind::Passkey), None)),
        ];
        for (at, change) in changes.iter().enumerate() {
            let mut changed = list();
            change(&mut changed);
            assert_ne!(print(&changed), as_it_is, "{at}");
        }
        let same: [Change<'_>; 4] = [
            &|it| it[0].colleague.devices[0].1 = Some(Timestamp::from_micros(7)),
            &|it| it[0].colleague.row.post.name.family = "林".into(),
            &|it| it[0].colleague.row.mail = Some("mori@example.jp".into()),
            &|it| it[0].colleague.devices[0].0.label = "新しい名前".into(),
        ];
        for change in same {
            let mut changed = list();
            change(&mut changed);
            assert_eq!(print(&changed), as_it_is);
        }
    }

    #[test]
    fn what_ends_by_itself_or_has_ended_is_not_looked_at() {
        assert!(stands(&device(1, DeviceKind::Certificate)));
        assert!(stands(&device(1, DeviceKind::SyncedPasskey)));
        assert!(!stands(&device(1, DeviceKind::Substitute)));
        let revoked = Some(Timestamp::from_micros(5));
        assert!(!stands(&DeviceRow { revoked, ..device(1, DeviceKind::Passkey) }));
    }

    #[test]
    fn a_review_is_due_each_quarter_and_overdue_after_one_was_missed() {
        let quarter = Quarter::from_code(20_263).unwrap();
        let (now, before) = (quarter.start().plus_seconds(86_400), quarter.before());
        let long_ago = Some(before.start());
        let due = |since, last: Option<Quarter>| Due::of(now, since, last.map(Quarter::code));
        assert_eq!(due(long_ago, Some(quarter)), Due::Done);
        assert_eq!(due(long_ago, Some(before)), Due::Due);
        assert_eq!(due(long_ago, Some(before.before())), Due::Overdue);
        assert_eq!(due(long_ago, None), Due::Overdue);
        // Whoever joined in this quarter had no other.
        assert_eq!(due(Some(quarter.start()), None), Due::Due);
        assert_eq!(due(None, None), Due::Due);
    }
}

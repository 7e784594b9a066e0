//! 退職: in one press the post ends, and with it every room, device and open page. What was written
//! stays as it was written; a named colleague takes the place in each room.

use tasuki_domain::content::{Content, DeviceRevoked, Membership, Post, Touched};
use tasuki_kernel::{Code, LogId, PersonId, PostId, Problem, Result, Timestamp};
use tasuki_store::people::{self, DeviceRow, PersonRow, PostRow};
use tasuki_store::staff::{self, HeldRoom};
use tasuki_store::team::InvitationRow;
use tasuki_store::{Conn, NewEntry, Transaction, notebook, pickup, session};

use super::{House, account, entry_of, person_row, requests, still, still_managed};
use crate::access;
use crate::sealing::Unsealed;

/// What a leaving changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Rooms in which the membership ended.
    pub rooms: usize,
    /// Those of them in which the successor is new.
    pub taken_over: usize,
    /// Open invitations by name that passed to the successor.
    pub passed_on: usize,
    /// The account was closed: no other post holds.
    pub closed: bool,
}

/// What leaves with somebody, as it was read; it must still be so when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Leaving {
    post: PostRow,
    rooms: Vec<HeldRoom>,
    requests: Vec<InvitationRow>,
    devices: Vec<DeviceRow>,
    closes: bool,
}

impl Leaving {
    fn read(conn: &mut Conn, post: &PostRow, now: Timestamp) -> Result<Self> {
        let others = people::posts_of(conn, post.person)?;
        Ok(Self {
            rooms: staff::rooms(conn, (post.person, post.id), now)?,
            requests: requests::open(conn, (post.person, post.id), now)?,
            devices: people::devices_of(conn, post.person)?,
            closes: !others.iter().any(|it| it.id != post.id && it.holds(now)),
            post: post.clone(),
        })
    }
}

impl House {
    /// In how many rooms somebody is a member by a post here: a number, never which.
    pub async fn rooms_of(&self, post: PostId) -> Result<usize> {
        let (row, now) = (self.colleague(post).await?.row.post, self.now());
        let held = self.app.store.read(move |conn| staff::rooms(conn, (row.person, post), now));
        Ok(held.await?.len())
    }

    /// Somebody leaves, and a colleague takes the place in their rooms. Where another post holds
    /// elsewhere, account and devices stay.
    ///
    /// # Errors
    /// `Invalid` on `successor` for somebody who is not of the staff; `Conflict` on `leave` when
    /// nobody would manage the facility, and when something changed since it was read.
    pub async fn leave(&self, post: PostId, successor: Option<PostId>) -> Result<Left> {
        let (app, now) = (&self.app, self.now());
        let row = self.colleague(post).await?.row.post;
        let heir = match successor {
            Some(it) => Some(self.heir(it, row.person).await?),
            None => None,
        };
        let person = person_row(app, row.person).await?;
        let leaving = {
            let row = row.clone();
            app.store.read(move |conn| Leaving::read(conn, &row, now)).await?
        };
        let in_region = self.in_region(&leaving, person).await?;
        let (in_rooms, taken_over) = self.in_rooms(&leaving, heir.as_ref()).await?;
        let (requested, passed_on) = self.pass_on(&leaving.requests, heir.as_ref()).await?;
        let mut records = vec![app.access_entry(self.record(Touched::Joining)).await?];
        for held in &leaving.rooms {
            let (_, notebook, room) = held.place();
            let record = self.record(Touched::Wrote).within(notebook, Some(room));
            records.push(app.access_entry(record).await?);
        }
        let closed = leaving.closes;
        let left = Left { rooms: leaving.rooms.len(), taken_over, passed_on, closed };
        let logs = in_rooms.iter().chain(&requested).map(|it| it.log);
        let logs: Vec<LogId> = [app.region_log, app.access_log].into_iter().chain(logs).collect();
        app.store
            .write(app.region, logs, move |t| {
                as_read(t, &leaving)?;
                still_managed(t, &leaving.post, "leave")?;
                for entry in in_rooms.iter().chain(&requested).chain(&in_region) {
                    t.append(entry)?;
                }
                shut_out(t, &leaving)?;
                records.iter().try_for_each(|it| access::append(t, it))
            })
            .await?;
        Ok(left)
    }

    /// The post that takes over: another's, of this facility, now.
    async fn heir(&self, post: PostId, leaver: PersonId) -> Result<PostRow> {
        let found = self.colleague(post).await.map(|it| it.row.post).ok();
        let other = found.filter(|it| it.person != leaver);
        other.ok_or_else(|| Problem::invalid("successor", "nobody of the staff"))
    }

    /// The end of the post, and of account and devices where nothing else holds them.
    async fn in_region(&self, leaving: &Leaving, person: PersonRow) -> Result<Vec<NewEntry>> {
        let (app, region, now) = (&self.app, self.app.region, self.now());
        let mut contents =
            vec![Content::Post(Post { until: Some(now), ..entry_of(&leaving.post) })];
        if leaving.closes {
            let read = app.store.read(move |conn| account(conn, region, (&person, false)));
            contents.push(read.await?);
            let open = leaving.devices.iter().filter(|it| it.revoked.is_none());
            contents.extend(open.map(|it| {
                let reason = "退職した".to_owned();
                Content::DeviceRevoked(DeviceRevoked { id: it.id, reason })
            }));
        }
        app.region_entries(contents).await
    }

    /// In each room one membership ends, and the successor's begins unless they are there already.
    async fn in_rooms(
        &self,
        leaving: &Leaving,
        heir: Option<&PostRow>,
    ) -> Result<(Vec<NewEntry>, usize)> {
        let (app, now) = (&self.app, self.now());
        let (mut entries, mut taken_over) = (Vec::new(), 0);
        for held in &leaving.rooms {
            let (log, _, room) = held.place();
            let mut changes = vec![Membership {
                room,
                person: leaving.post.person,
                post: held.facts.post,
                from: held.facts.from,
                until: Some(now),
                history_from: held.facts.history_from,
                reason: None,
            }];
            if let Some(heir) = heir.filter(|it| it.person != leaving.post.person) {
                let person = heir.person;
                let found = app.store.read(move |conn| notebook::member(conn, room, person));
                let there = found.await?.is_some_and(|it| it.facts.until.is_none_or(|at| at > now));
                if !there {
                    taken_over += 1;
                    let shown = held.room.kind.shows_history();
                    let history_from = (!shown).then_some(now);
                    let post = Some(heir.id);
                    let (from, until) = (now, None);
                    let reason = None;
                    changes.push(Membership {
                        room,
                        person,
                        post,
                        from,
                        until,
                        history_from,
                        reason,
                    });
                }
            }
            let to = app.log_key(log).await?;
            for change in changes {
                let content = Content::Membership(change);
                let unsealed = Unsealed::plain(app.new_entry_id(), app.system(), content);
                entries.push(app.seal(to, unsealed, Vec::new())?);
            }
        }
        Ok((entries, taken_over))
    }
}

/// Whether nothing changed since it was read: no room, no device and no post was added meanwhile.
fn as_read(t: &mut Transaction<'_>, leaving: &Leaving) -> Result<()> {
    still(t, &leaving.post)?;
    let now = t.now();
    if Leaving::read(t.conn(), &leaving.post, now)? != *leaving {
        return Err(Problem::new(Code::Conflict, "something changed since it was read"));
    }
    Ok(())
}

/// Every session ends; of a closed account, links that wait are void too.
fn shut_out(t: &mut Transaction<'_>, leaving: &Leaving) -> Result<()> {
    for open in session::open_of(t.conn(), leaving.post.person)? {
        session::end(t, open.id)?;
    }
    if leaving.closes {
        // Neither a link nor a number that was handed out opens anything, should the account be
        // opened again.
        session::void_activations(t, leaving.post.person)?;
        pickup::void_of(t, leaving.post.person)?;
    }
    Ok(())
}

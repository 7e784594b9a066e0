//! Sending notices: by the desk in the region's channels, by those whom an association has named
//! in its own.

use std::collections::HashSet;
use std::sync::Arc;

use tasuki_domain::content::{Content, Notice, NoticeWithdrawn, Touched};
use tasuki_domain::importance::Importance;
use tasuki_domain::notice::{Checked, Target, Typed};
use tasuki_domain::policy::Action;
use tasuki_domain::text;
use tasuki_kernel::{Code, EntryId, FacilityId, PersonId, Problem, Result, RoomId, Timestamp};
use tasuki_ledger::Author;
use tasuki_store::addressee::{self, Reachable};
use tasuki_store::letter::{self, NewLetter};
use tasuki_store::notice::{self, ChannelRow, NoticeRow, Wanted};

use super::{END, Shown, Sight};
use crate::App;
use crate::access::{self, Record};
use crate::attachment::{self, Upload};
use crate::sealing::Unsealed;
use crate::session::Session;

/// Notices that the list of what was sent shows at most.
const LISTED: u64 = 200;

/// A notice to be sent.
#[derive(Debug, Clone, Default)]
pub struct NoticeDraft {
    /// Made when the form was: pressed twice, it is one notice.
    pub entry: Option<EntryId>,
    /// As it was filled in.
    pub typed: Typed,
    /// Photos and documents.
    pub files: Vec<Upload>,
}

/// Whom a notice reaches now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// The facilities, in id order.
    pub facilities: Vec<FacilityId>,
    /// How many people.
    pub people: usize,
}

/// A channel, for somebody who writes in it.
#[derive(Clone)]
pub struct Channel {
    pub(super) app: Arc<App>,
    pub(super) session: Arc<Session>,
    pub(super) row: ChannelRow,
}

impl App {
    async fn sight(self: &Arc<Self>, session: &Arc<Session>) -> Result<Sight> {
        let (region, who, now) = (self.region, Arc::clone(session), self.clock.now());
        self.store.read(move |conn| Sight::read(conn, region, &who, now)).await
    }

    /// The channels in which the person of a session writes.
    pub async fn writable_channels(
        self: &Arc<Self>,
        session: &Arc<Session>,
    ) -> Result<Vec<ChannelRow>> {
        Ok(self.sight(session).await?.writable())
    }

    /// A channel, when the person of a session writes in it.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub async fn channel(self: &Arc<Self>, session: &Arc<Session>, id: RoomId) -> Result<Channel> {
        let row = self.writable_channels(session).await?.into_iter().find(|it| it.id == id);
        let row = row.ok_or_else(Problem::not_found)?;
        Ok(Channel { app: Arc::clone(self), session: Arc::clone(session), row })
    }

    /// The channel of a notice, when the person of a session writes in it.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub async fn channel_of(
        self: &Arc<Self>,
        session: &Arc<Session>,
        notice: EntryId,
    ) -> Result<Channel> {
        let (sight, row) = self.sighted(session, (notice, Action::Write)).await?;
        let (channel, _) = sight.channel(row.channel)?;
        let (app, session, row) = (Arc::clone(self), Arc::clone(session), channel.clone());
        Ok(Channel { app, session, row })
    }

    /// What was sent in the channels in which the person of a session writes, newest first, each
    /// with the number of facilities that it was addressed to and of those that opened it.
    pub async fn sent_notices(
        self: &Arc<Self>,
        session: &Arc<Session>,
    ) -> Result<Vec<(Shown, [u64; 2])>> {
        self.record_reading(session, Record::of(session, Touched::Timeline)).await?;
        let (app, who, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        self.store
            .read(move |conn| {
                let sight = Sight::read(conn, app.region, &who, now)?;
                let wanted = Wanted {
                    region: app.region,
                    person: sight.person(),
                    before: (END, EntryId::from_bytes([0xff; 16])),
                    ends: [Timestamp::from_micros(i64::MIN), END],
                };
                let all = notice::listed(conn, &wanted, LISTED)?;
                let oldest = all.last().map_or(END, |(row, _)| row.facts.shown);
                let shares = notice::shares(conn, app.region, [oldest, END])?;
                let mine = all.into_iter().filter(|(row, _)| sight.writes(row.channel));
                let one = |(row, stored): (NoticeRow, _)| {
                    let share = shares.get(&row.id).copied().unwrap_or_default();
                    Ok((app.shown(&sight, row, &stored)?, share))
                };
                mine.map(one).collect()
            })
            .await
    }
}

/// Whom a target reaches among all.
pub(super) fn reach(rows: &[Reachable], association: bool, target: &Target) -> Reached {
    let (mut facilities, mut people) = (Vec::new(), HashSet::new());
    for row in rows.iter().filter(|it| it.member || !association) {
        let held = row.held.as_ref();
        let holder = held.filter(|(profession, _)| target.takes(&row.kind, profession));
        people.extend(holder.map(|(_, person)| *person));
        // For everybody there, also where nobody has an account yet: for them there is paper.
        let all = target.professions.is_empty() && target.takes_facility(&row.kind);
        if (all || holder.is_some()) && facilities.last() != Some(&row.facility) {
            facilities.push(row.facility);
        }
    }
    Reached { facilities, people: people.len() }
}

impl Channel {
    /// The channel.
    pub const fn row(&self) -> &ChannelRow {
        &self.row
    }

    fn record(&self, touched: Touched) -> Record {
        Record::of(&self.session, touched).within(None, Some(self.row.id))
    }

    /// Checks a notice, and says whom it would reach.
    ///
    /// # Errors
    /// Everything that is wrong with it; `kinds` when it reaches no facility.
    pub async fn preview(&self, typed: &Typed) -> Result<(Checked, Reached), Vec<Problem>> {
        let now = self.app.clock.now();
        let checked = typed.check(now)?;
        let (region, id) = (self.app.region, self.row.id);
        let read = self.app.store.read(move |conn| addressee::reachable(conn, region, (id, now)));
        let rows = read.await.map_err(|it| vec![it])?;
        let reached = reach(&rows, self.row.association, &checked.target);
        if reached.facilities.is_empty() {
            return Err(vec![Problem::invalid("kinds", "nobody: it reaches no facility")]);
        }
        Ok((checked, reached))
    }

    /// As whom the person writes: by a post, or through the system, which names the person beside.
    pub(super) fn author(&self) -> Result<Author> {
        match self.session.posts.first() {
            Some(post) => self.session.author(Some(post.id)),
            None => Ok(self.app.system()),
        }
    }

    /// Sends a notice. The same sent twice is one.
    ///
    /// # Errors
    /// Everything that is wrong with it; `EntryIdTaken` when the id was used for something else.
    pub async fn send(&self, draft: NoticeDraft) -> Result<EntryId, Vec<Problem>> {
        let entry = draft.entry.unwrap_or_else(|| self.app.new_entry_id());
        let files = self.app.accept_all(draft.files).await.map_err(|it| vec![it])?;
        // What was sent before is answered before anything has a chance to be over meanwhile.
        let sent = self.sent_before((entry, &draft.typed), &files).await;
        if let Some(sent) = sent.map_err(|it| vec![it])? {
            return Ok(sent);
        }
        let (checked, reached) = self.preview(&draft.typed).await?;
        if checked.text.is_empty() && files.is_empty() {
            let problem = Problem::invalid("photos", "notice: neither words nor a file");
            return Err(vec![problem]);
        }
        let mut outcome = self.append(entry, (&checked, &reached), &files).await;
        // Two presses met, or a key was replaced meanwhile. Who is refused may be told so before
        // the other press is on disk; a second refusal comes after that.
        for again in [true, false] {
            let Err(problem) = &outcome else { break };
            if !matches!(problem.code, Code::Conflict | Code::Destroyed) {
                break;
            }
            self.app.access_key.forget();
            let sent = self.sent_before((entry, &draft.typed), &files).await;
            if let Some(sent) = sent.map_err(|it| vec![it])? {
                return Ok(sent);
            }
            if again {
                outcome = self.append(entry, (&checked, &reached), &files).await;
            }
        }
        outcome.map(|()| entry).map_err(|it| vec![it])
    }

    fn content(
        &self,
        checked: &Checked,
        facilities: Vec<FacilityId>,
        files: &[attachment::Accepted],
    ) -> Notice {
        Notice {
            title: checked.title.clone(),
            text: checked.text.clone(),
            attachments: files.iter().map(attachment::nameless).collect(),
            kinds: checked.target.kinds.clone(),
            professions: checked.target.professions.clone(),
            from: checked.from,
            until: checked.until,
            confirm: checked.confirm,
            facilities,
            by: self.session.person.id,
        }
    }

    /// Whether this notice had been sent before.
    async fn sent_before(
        &self,
        (entry, typed): (EntryId, &Typed),
        files: &[attachment::Accepted],
    ) -> Result<Option<EntryId>> {
        let (region, person) = (self.app.region, self.session.person.id);
        let find = self.app.store.read(move |conn| notice::find(conn, (region, person), entry));
        let Some((row, stored)) = find.await? else { return Ok(None) };
        let other = || Problem::new(Code::EntryIdTaken, "this id was used for another notice");
        if row.channel != self.row.id {
            return Err(other());
        }
        // As it was to be read when it was sent.
        let checked = typed.check(row.sent).map_err(|_| other())?;
        let opened = self.app.open_entry(self.row.vault, &stored)?;
        let asked = self.content(&checked, Vec::new(), files);
        let same = matches!(&opened.content, Some(Content::Notice(it)) if it.same_as(&asked));
        if same && opened.importance == checked.importance { Ok(Some(entry)) } else { Err(other()) }
    }

    async fn append(
        &self,
        entry: EntryId,
        (checked, reached): (&Checked, &Reached),
        files: &[attachment::Accepted],
    ) -> Result<()> {
        let app = &self.app;
        let to = app.log_key(self.row.log).await?;
        let mut notice = self.content(checked, reached.facilities.clone(), files);
        let mut rows = Vec::new();
        for (file, shown) in files.iter().zip(&mut notice.attachments) {
            rows.extend(app.store_file(to, file, shown).await?);
        }
        let content = Content::Notice(Box::new(notice));
        let unsealed = Unsealed::plain(entry, self.author()?, content);
        let unsealed = Unsealed { importance: checked.importance, ..unsealed };
        let new = app.seal(to, unsealed, rows)?;
        let shown = checked.from.unwrap_or_else(|| app.clock.now());
        let letters = match checked.importance {
            Importance::Urgent => self.urgent_letters((entry, shown), &reached.facilities).await?,
            _ => Vec::new(),
        };
        let access = app.access_entry(self.record(Touched::Wrote)).await?;
        let (region, person) = (app.region, self.session.person.id);
        app.store
            .write(region, vec![self.row.log, app.access_log], move |t| {
                if notice::find(t.conn(), (region, person), entry)?.is_some() {
                    let why = "this id was used while it was being sent";
                    return Err(Problem::new(Code::Conflict, why));
                }
                t.append(&new)?;
                letters.iter().try_for_each(|it| letter::insert_for(t, it, shown))?;
                access::append(t, &access)
            })
            .await?;
        app.written.notify_one();
        Ok(())
    }

    async fn urgent_letters(
        &self,
        (notice, shown): (EntryId, Timestamp),
        facilities: &[FacilityId],
    ) -> Result<Vec<NewLetter>> {
        let all: HashSet<FacilityId> = facilities.iter().copied().collect();
        let write = |facility: FacilityId| all.contains(&facility);
        Ok(self.letters((notice, shown), write, true).await?.0)
    }

    /// Takes a notice back. Those who have read it see why; one that was not out yet is gone for
    /// its readers.
    ///
    /// # Errors
    /// `Invalid` on `reason`, `Conflict` when somebody took it back before.
    pub async fn withdraw(&self, id: EntryId, reason: &str) -> Result<()> {
        let reason = text::accept_line("reason", reason, 200)?;
        if reason.is_empty() {
            return Err(Problem::invalid("reason", "notice: say why"));
        }
        let (app, by) = (&self.app, self.session.person.id);
        let content = Content::NoticeWithdrawn(NoticeWithdrawn { notice: id, reason, by });
        let to = app.log_key(self.row.log).await?;
        let unsealed = Unsealed::plain(app.new_entry_id(), self.author()?, content);
        let new = app.seal(to, unsealed, Vec::new())?;
        let access = app.access_entry(self.record(Touched::Wrote)).await?;
        let region = app.region;
        app.store
            .write(region, vec![self.row.log, app.access_log], move |t| {
                let stands = row_of(t.conn(), (region, by), id)?;
                if stands.facts.withdrawn.is_some() {
                    return Err(Problem::new(Code::Conflict, "somebody took it back before"));
                }
                t.append(&new)?;
                letter::take_back(t, region, *id.as_bytes())?;
                access::append(t, &access)
            })
            .await
    }
}

/// A notice as it stands in this very moment.
pub(super) fn row_of(
    conn: &mut tasuki_store::Conn,
    (region, person): (tasuki_kernel::RegionId, PersonId),
    id: EntryId,
) -> Result<NoticeRow> {
    let found = notice::find(conn, (region, person), id)?;
    found.map(|it| it.0).ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(facility: u8, kind: &str, held: Option<(&str, u8)>) -> Reachable {
        Reachable {
            facility: FacilityId::from_bytes([facility; 16]),
            kind: kind.into(),
            member: facility > 1,
            held: held.map(|(it, n)| (it.to_owned(), PersonId::from_bytes([n; 16]))),
        }
    }

    #[test]
    fn facilities_count_once_and_so_do_people_with_two_posts() {
        let rows = [
            row(1, "pharmacy", Some(("pharmacist", 1))),
            row(1, "pharmacy", Some(("clerk", 2))),
            row(2, "clinic", Some(("nurse", 3))),
            row(2, "clinic", Some(("pharmacist", 1))),
            row(3, "pharmacy", None),
        ];
        let of = |kinds: &[&str], professions: &[&str], association| {
            let codes = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
            let target = Target { kinds: codes(kinds), professions: codes(professions) };
            let reached = reach(&rows, association, &target);
            (reached.facilities.len(), reached.people)
        };
        assert_eq!(of(&[], &[], false), (3, 3));
        assert_eq!(of(&["pharmacy"], &[], false), (2, 2), "one without anybody gets paper");
        assert_eq!(of(&[], &["pharmacist"], false), (2, 1));
        assert_eq!(of(&["school"], &[], false), (0, 0));
        assert_eq!(of(&[], &[], true), (2, 2));
        assert_eq!(of(&["pharmacy"], &["nurse"], false), (0, 0));
    }
}

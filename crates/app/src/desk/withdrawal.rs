//! 利用廃止: the desk lets a facility go. In one transaction everybody of it is shut out; after it
//! the memberships end room by room, which can be gone on with whenever a process died between.

use tasuki_domain::content::{
    Content, DeviceRevoked, Facility, FacilityWithdrawalDecided, Membership, Post, Touched,
    WithdrawalOutcome,
};
use tasuki_domain::text;
use tasuki_kernel::{Code, FacilityId, LogId, Problem, Result, Timestamp, WithdrawalId};
use tasuki_store::letter::{self, NewLetter};
use tasuki_store::people::{self, DeviceRow, PersonRow, PostRow};
use tasuki_store::withdrawal::{self, LeftOver, State, WithdrawalRow};
use tasuki_store::{Conn, NewEntry, Transaction, notebook, pickup, session};

use super::Desk;
use crate::App;
use crate::access::{self, Record};
use crate::house::{account, entry_of, still_waiting};
use crate::letter::{Addressee, Sender, facility_ended, sender, withdrawal_returned};
use crate::sealing::Unsealed;

/// Memberships that one transaction ends.
const TOGETHER: u32 = 50;
/// How often something may change between reading and writing before the desk is told.
const TRIES: u32 = 3;

/// A withdrawal with what there is to know before it is decided.
#[derive(Debug, Clone)]
pub struct WithdrawalCase {
    /// The withdrawal.
    pub row: WithdrawalRow,
    /// Who sent it.
    pub sent_by: Option<PersonRow>,
    /// Who decided.
    pub decided_by: Option<PersonRow>,
    /// Posts that would end.
    pub people: usize,
    /// Notebooks that the facility manages; as long as there is one it cannot go.
    pub managed: u64,
}

/// Somebody of the facility, as they were read; it must still be so when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Leaver {
    post: PostRow,
    person: PersonRow,
    /// Those that were not revoked.
    devices: Vec<DeviceRow>,
    /// No post elsewhere holds.
    closes: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Leaving {
    facility: Facility,
    people: Vec<Leaver>,
}

impl Leaving {
    fn read(conn: &mut Conn, row: &WithdrawalRow, app: (&App, Timestamp)) -> Result<Self> {
        let (app, now) = app;
        let found = withdrawal::facility(conn, app.region, row.facility)?;
        let mut people = Vec::new();
        for post in withdrawal::posts(conn, row.facility, now)? {
            let person = people::person(conn, post.person)?.ok_or_else(Problem::not_found)?;
            let mut devices = people::devices_of(conn, post.person)?;
            // Somebody with two posts here leaves both, and is shut out once.
            let known = people.iter().any(|it: &Leaver| it.person.id == person.id);
            devices.retain(|it| it.revoked.is_none() && !known);
            let posts = people::posts_of(conn, post.person)?;
            let closes =
                !known && !posts.iter().any(|it| it.facility != row.facility && it.holds(now));
            people.push(Leaver { post, person, devices, closes });
        }
        Ok(Self { facility: found.ok_or_else(Problem::not_found)?, people })
    }
}

impl Desk {
    /// Withdrawals of one state, and how many stand where.
    pub async fn withdrawals(&self, state: State) -> Result<(Vec<WithdrawalRow>, [u64; 4])> {
        let region = self.app.region;
        let read = self.app.store.read(move |conn| {
            Ok((withdrawal::of_state(conn, region, state)?, withdrawal::counts(conn, region)?))
        });
        read.await
    }

    /// One withdrawal with what there is to know.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn withdrawal(&self, id: WithdrawalId) -> Result<WithdrawalCase> {
        let (region, now) = (self.app.region, self.app.clock.now());
        let read = self.app.store.read(move |conn| {
            let Some(row) = withdrawal::find(conn, region, id)? else { return Ok(None) };
            let decided_by = row.decided_by.map(|it| people::person(conn, it)).transpose()?;
            Ok(Some(WithdrawalCase {
                sent_by: people::person(conn, row.sent_by)?,
                decided_by: decided_by.flatten(),
                people: withdrawal::posts(conn, row.facility, now)?.len(),
                managed: withdrawal::managed(conn, row.facility)?,
                row,
            }))
        });
        read.await?.ok_or_else(Problem::not_found)
    }

    fn withdrawal_decided(
        &self,
        id: WithdrawalId,
        outcome: WithdrawalOutcome,
        answer: String,
    ) -> Content {
        let by = self.session.person.id;
        Content::FacilityWithdrawalDecided(FacilityWithdrawalDecided { id, outcome, answer, by })
    }

    async fn desk_sender(&self) -> Result<Sender> {
        Ok(sender(self.app.settings().await?, self.app.portal_texts().await?))
    }

    /// Returns a withdrawal with a reason, and tells who sent it.
    ///
    /// # Errors
    /// `Conflict` when it was decided or taken back meanwhile, `Invalid` on `answer`.
    pub async fn return_withdrawal(&self, id: WithdrawalId, answer: &str) -> Result<()> {
        let answer = text::accept(answer).map_err(|it| Problem { field: Some("answer"), ..it })?;
        if answer.is_empty() {
            return Err(Problem::invalid("answer", "say why it is returned"));
        }
        let (app, case) = (&self.app, self.withdrawal(id).await?);
        still_waiting(&case.row)?;
        let sender = self.desk_sender().await?;
        let link =
            format!("{}/facility/withdrawal?at={}", app.addresses().staff, case.row.facility);
        let mut letters = Vec::new();
        if let Some(to) = case.sent_by.as_ref().and_then(|it| addressed(it, &case.row, &sender)) {
            letters.push(app.sealed_letter(&withdrawal_returned(&to, &answer, &link)?));
        }
        let decided = self.withdrawal_decided(id, WithdrawalOutcome::Returned, answer);
        let region = app.region;
        app.enter_with(self.record(Touched::Joining), vec![decided], move |t| {
            let row = withdrawal::find(t.conn(), region, id)?;
            still_waiting(&row.ok_or_else(Problem::not_found)?)?;
            letters.iter().try_for_each(|it| letter::insert(t, it))
        })
        .await?;
        app.written.notify_one();
        Ok(())
    }

    /// Lets a facility go: its posts end, accounts without another post close with their devices
    /// and all that was handed out, sessions end, and the facility takes part no more. What was
    /// written stays as it was written.
    ///
    /// # Errors
    /// `Conflict` when it was decided or taken back meanwhile; on `managed` while the facility
    /// manages notebooks.
    pub async fn approve_withdrawal(&self, id: WithdrawalId) -> Result<()> {
        let mut tries = 0;
        let facility = loop {
            tries += 1;
            let case = self.withdrawal(id).await?;
            still_waiting(&case.row)?;
            let (facility, row) = (case.row.facility, case.row);
            match self.shut_out_all(row).await {
                Ok(()) => break facility,
                // Somebody joined, left or got a device meanwhile.
                Err(it) if it.code == Code::Conflict && it.field.is_none() && tries < TRIES => {}
                Err(problem) => return Err(problem),
            }
        };
        self.app.written.notify_one();
        self.app.end_memberships(facility, &self.record(Touched::Wrote)).await
    }

    async fn shut_out_all(&self, row: WithdrawalRow) -> Result<()> {
        let (app, now) = (self.app.clone(), self.app.clock.now());
        let leaving = {
            let (app, row) = (app.clone(), row.clone());
            self.app.store.read(move |conn| Leaving::read(conn, &row, (&app, now))).await?
        };
        let contents = self.contents(&row, &leaving, now).await?;
        let letters = self.letters_of(&row, &leaving).await?;
        let record = self.record(Touched::Joining);
        self.app
            .enter_with(record, contents, move |t| {
                let found = withdrawal::find(t.conn(), app.region, row.id)?;
                still_waiting(&found.ok_or_else(Problem::not_found)?)?;
                none_managed(t, row.facility)?;
                if Leaving::read(t.conn(), &row, (&app, now))? != leaving {
                    return Err(Problem::new(Code::Conflict, "something changed meanwhile"));
                }
                leaving.people.iter().try_for_each(|it| shut_out(t, it))?;
                letters.iter().try_for_each(|it| letter::insert(t, it))
            })
            .await
    }

    /// Everything that ends, as entries.
    async fn contents(
        &self,
        row: &WithdrawalRow,
        leaving: &Leaving,
        now: Timestamp,
    ) -> Result<Vec<Content>> {
        let region = self.app.region;
        let mut contents = Vec::new();
        for it in &leaving.people {
            contents.push(Content::Post(Post { until: Some(now), ..entry_of(&it.post) }));
            if it.closes {
                let person = it.person.clone();
                let closed = move |conn: &mut Conn| account(conn, region, (&person, false));
                contents.push(self.app.store.read(closed).await?);
                let reason = "施設の利用廃止";
                let revoked = |id| DeviceRevoked { id, reason: reason.to_owned() };
                contents.extend(it.devices.iter().map(|it| Content::DeviceRevoked(revoked(it.id))));
            }
        }
        contents.push(Content::Facility(Facility { active: false, ..leaving.facility.clone() }));
        let approved = WithdrawalOutcome::Approved;
        contents.push(self.withdrawal_decided(row.id, approved, String::new()));
        Ok(contents)
    }

    /// A letter to everybody who has an address.
    async fn letters_of(&self, row: &WithdrawalRow, leaving: &Leaving) -> Result<Vec<NewLetter>> {
        let sender = self.desk_sender().await?;
        let mut letters = Vec::new();
        for it in &leaving.people {
            if let Some(to) = addressed(&it.person, row, &sender) {
                letters.push(self.app.sealed_letter(&facility_ended(&to, it.closes)?));
            }
        }
        Ok(letters)
    }
}

fn addressed<'a>(
    person: &'a PersonRow,
    row: &'a WithdrawalRow,
    sender: &'a Sender,
) -> Option<Addressee<'a>> {
    Some(Addressee {
        sender,
        facility: &row.name,
        person: person.id,
        name: person.name.full(),
        mail: person.mail.as_deref()?,
        lang: &row.lang,
    })
}

/// Notebooks are handed over to another facility of the team, or closed, before.
fn none_managed(t: &mut Transaction<'_>, facility: FacilityId) -> Result<()> {
    match withdrawal::managed(t.conn(), facility)? {
        0 => Ok(()),
        many => {
            let detail = format!("the facility manages {many} notebooks");
            Err(Problem { code: Code::Conflict, field: Some("managed"), detail })
        }
    }
}

/// Sessions end; of a closed account, links and numbers that wait are void too.
fn shut_out(t: &mut Transaction<'_>, leaver: &Leaver) -> Result<()> {
    for open in session::open_of(t.conn(), leaver.person.id)? {
        session::end(t, open.id)?;
    }
    if leaver.closes {
        session::void_activations(t, leaver.person.id)?;
        pickup::void_of(t, leaver.person.id)?;
    }
    Ok(())
}

impl App {
    /// Goes on with every withdrawal that a process left half-way. Nobody of such a facility can
    /// open anything meanwhile: a membership holds no longer than its post.
    pub async fn finish_withdrawals(&self) -> Result<()> {
        let (region, now) = (self.region, self.clock.now());
        let facilities = self.store.read(move |conn| withdrawal::unfinished(conn, region, now));
        for facility in facilities.await? {
            self.end_memberships(facility, &Record::operator(Touched::Wrote)).await?;
        }
        Ok(())
    }

    /// Ends the memberships by posts of a facility that have ended, some at a time.
    async fn end_memberships(&self, facility: FacilityId, record: &Record) -> Result<()> {
        loop {
            let now = self.clock.now();
            let read =
                move |conn: &mut Conn| withdrawal::left_over(conn, facility, (now, TOGETHER));
            let some = self.store.read(read).await?;
            if some.is_empty() {
                return Ok(());
            }
            self.end_some(some, (record, now)).await?;
        }
    }

    async fn end_some(
        &self,
        some: Vec<LeftOver>,
        (record, now): (&Record, Timestamp),
    ) -> Result<()> {
        let (mut ends, mut records): (Vec<(LeftOver, NewEntry)>, _) = (Vec::new(), Vec::new());
        let mut logs: Vec<LogId> = vec![self.access_log];
        for it in some {
            let room = it.room.id;
            let change = Membership {
                room,
                person: it.person,
                post: it.facts.post,
                from: it.facts.from,
                until: Some(now),
                history_from: it.facts.history_from,
                reason: None,
            };
            let to = self.log_key(it.room.main_log).await?;
            let content = Content::Membership(change);
            let unsealed = Unsealed::plain(self.new_entry_id(), self.system(), content);
            if !logs.contains(&it.room.main_log) {
                logs.push(it.room.main_log);
                let within = record.clone().within(it.room.notebook, Some(room));
                records.push(self.access_entry(within).await?);
            }
            ends.push((it, self.seal(to, unsealed, Vec::new())?));
        }
        self.store
            .write(self.region, logs, move |t| {
                for (it, entry) in &ends {
                    let member = notebook::member(t.conn(), it.room.id, it.person)?;
                    if member.is_some_and(|member| member.facts == it.facts) {
                        t.append(entry)?;
                    }
                }
                records.iter().try_for_each(|it| access::append(t, it))
            })
            .await
    }
}

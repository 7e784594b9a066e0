//! 運営事務局: what the region's desk does. Nothing here is of a patient.

mod channel;
mod review;
mod withdrawal;

use std::sync::Arc;

use tasuki_domain::content::{
    ApplicationDecided, Content, Facility, Outcome, Person, PersonKind, Portal, Post, Terms,
    TermsAccepted, Touched,
};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_domain::text;
use tasuki_kernel::{
    ApplicationId, Code, FacilityId, LetterId, PersonId, PostId, Problem, Result, Timestamp,
};
use tasuki_store::application::{self, ApplicationRow, State};
use tasuki_store::letter;
use tasuki_store::people;
use tasuki_store::{Transaction, pickup, session};

pub use channel::Members;
pub use tasuki_store::people::PersonRow;
pub use tasuki_store::review::{ReviewRow, ReviewedFacility};
pub use tasuki_store::withdrawal::{State as WithdrawalState, WithdrawalRow};
pub use withdrawal::WithdrawalCase;

use crate::access::Record;
use crate::application::{DOOR, Lookalike, lookalikes, refuse_taken};
use crate::letter::{
    About, Letter, LetterRow, LetterState, PickupNote, approved, login_name, returned, sender,
};
use crate::session::{Session, token_hash};
use crate::{App, portal};

/// Applications that one page lists at most.
const LISTED: u32 = 200;
/// Letters that one page lists at most.
const LETTERS: u32 = 200;

/// The desk, for somebody who is of it.
#[derive(Clone)]
pub struct Desk {
    pub(crate) app: Arc<App>,
    session: Arc<Session>,
}

/// Applications of one state, with how many there are of each.
#[derive(Debug)]
pub struct Queue {
    /// The applications.
    pub rows: Vec<ApplicationRow>,
    /// How many stand where, in the order of [`State::ALL`].
    pub counts: [u64; 3],
    /// Days from application to approval, on average over the last fifty.
    pub days: Option<f64>,
}

/// One application with what the desk looks at before it decides.
#[derive(Debug)]
pub struct Case {
    /// The application.
    pub row: ApplicationRow,
    /// When the applicant first followed the link in the mail.
    pub mail_seen: Option<Timestamp>,
    /// Others of the same name.
    pub lookalikes: Vec<Lookalike>,
    /// People of the same name who have an account.
    pub namesakes: Vec<PersonRow>,
    /// Those who had the same address and have left.
    pub former: Vec<PersonRow>,
    /// Who decided last.
    pub decided_by: Option<PersonRow>,
    /// The letters about it.
    pub letters: Vec<LetterRow>,
}

impl App {
    /// The desk, when the person of a session is of it.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub fn desk(self: &Arc<Self>, session: &Arc<Session>) -> Result<Desk> {
        let now = self.clock.now();
        let subject = Subject::Desk(self.region);
        if !decide(&session.actor(now), Action::Write, subject, now).allowed() {
            return Err(Problem::not_found());
        }
        Ok(Desk { app: Arc::clone(self), session: Arc::clone(session) })
    }
}

impl Desk {
    pub(crate) fn record(&self, touched: Touched) -> Record {
        Record::of(&self.session, touched)
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Applications of one state.
    pub async fn queue(&self, state: State) -> Result<Queue> {
        let region = self.app.region;
        self.app
            .store
            .read(move |conn| {
                let waits = application::waits(conn, region)?;
                let seconds: i64 = waits.iter().map(|(from, to)| to.seconds_since(*from)).sum();
                let count = u32::try_from(waits.len()).unwrap_or(u32::MAX);
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a number of days, shown to a tenth"
                )]
                let days = (count > 0).then(|| seconds as f64 / 86_400.0 / f64::from(count));
                Ok(Queue {
                    rows: application::of_state(conn, region, state, LISTED)?,
                    counts: application::counts(conn, region)?,
                    days,
                })
            })
            .await
    }

    /// One application with what there is to check.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn case(&self, id: ApplicationId) -> Result<Case> {
        let region = self.app.region;
        let case = self
            .app
            .store
            .read(move |conn| {
                let Some(row) = application::find(conn, region, id)? else { return Ok(None) };
                let same = (id, row.facility.as_str(), row.municipality.as_str());
                let lookalikes = match row.state {
                    State::Approved => Vec::new(),
                    _ => lookalikes(conn, region, same)?,
                };
                let mut namesakes = people::named(conn, region, &row.contact)?;
                namesakes.retain(|it| it.login != row.login);
                let mut former = people::by_mail(conn, region, &row.mail)?;
                former.retain(|it| !it.active);
                let by = row.decided_by.map(|it| people::person(conn, it)).transpose()?;
                Ok(Some(Case {
                    mail_seen: application::seen_at(conn, id)?,
                    lookalikes,
                    namesakes,
                    former,
                    decided_by: by.flatten(),
                    letters: letter::about(conn, region, *id.as_bytes())?,
                    row,
                }))
            })
            .await?;
        case.ok_or_else(Problem::not_found)
    }

    async fn waiting(&self, id: ApplicationId, revision: u64) -> Result<ApplicationRow> {
        let row = self.case(id).await?.row;
        still(&row, revision)?;
        Ok(row)
    }

    /// Returns an application with a reason, and tells the applicant where to correct it.
    ///
    /// # Errors
    /// `Conflict` when it changed since it was read, `Invalid` on `reason`.
    pub async fn send_back(&self, id: ApplicationId, revision: u64, reason: &str) -> Result<()> {
        let reason = text::accept(reason).map_err(|it| Problem { field: Some("reason"), ..it })?;
        if reason.is_empty() {
            return Err(Problem::invalid("reason", "say what is to be corrected"));
        }
        let (app, row) = (&self.app, self.waiting(id, revision).await?);
        let door = app.new_token();
        let link = format!("{}/application/{door}", app.addresses().portal);
        let sender = sender(app.settings().await?, app.portal_texts().await?);
        let about = About { sender: &sender, application: &row };
        let letter = app.sealed_letter(&returned(&about, &reason, &link)?);
        let until = app.clock.now().plus_seconds(DOOR);
        let decided = self.decided(id, (Outcome::Returned, None), reason);
        let region = app.region;
        app.enter_with(self.record(Touched::Joining), vec![decided], move |t| {
            still_waiting(t, region, (id, revision))?;
            application::new_door(t, id, token_hash(&door), until)?;
            letter::insert(t, &letter)
        })
        .await?;
        app.written.notify_one();
        Ok(())
    }

    fn decided(
        &self,
        id: ApplicationId,
        (outcome, facility): (Outcome, Option<FacilityId>),
        reason: String,
    ) -> Content {
        let by = self.session.person.id;
        Content::ApplicationDecided(ApplicationDecided { id, outcome, reason, by, facility })
    }

    /// Approves an application: facility, account and post come to be, and three letters go out.
    ///
    /// # Errors
    /// `Conflict` when it changed since it was read (a colleague was faster), or when login name
    /// or address were taken meanwhile.
    pub async fn approve(&self, id: ApplicationId, revision: u64) -> Result<FacilityId> {
        let (app, row) = (&self.app, self.waiting(id, revision).await?);
        let region = app.region;
        let (clock, random) = (&*app.clock, &*app.random);
        let facility = FacilityId::new(clock, random);
        let person = PersonId::new(clock, random);
        let mut contents = newcomers(&row, facility, person);
        contents.push(Content::Post(Post {
            id: PostId::new(clock, random),
            person,
            facility,
            profession: row.profession.clone(),
            manager: true,
            from: clock.now(),
            until: None,
        }));
        contents.push(self.decided(id, (Outcome::Approved, Some(facility)), String::new()));
        let (pick_up, offer) = app.new_pickup(person, "", row.system).await?;
        let letters = self.three_letters(&row, &offer).await?;
        let letters: Vec<_> = letters.iter().map(|it| app.sealed_letter(it)).collect();
        app.enter_with(self.record(Touched::Joining), contents, move |t| {
            still_waiting(t, region, (id, revision))?;
            refuse_taken(t, region, (id, &row.login, &row.mail))?;
            let password = application::password(t.conn(), id)?;
            let password = password.ok_or_else(|| {
                Problem::new(Code::Conflict, "the applicant's password is not kept any more")
            })?;
            session::set_password(t, person, &password)?;
            application::admit(t, id)?;
            pickup::insert(t, &pick_up)?;
            letters.iter().try_for_each(|it| letter::insert(t, it))
        })
        .await?;
        app.written.notify_one();
        Ok(facility)
    }

    /// 承認, 証明書の受け取り番号, ログインID: one mail each, so that no single one opens the door.
    async fn three_letters(
        &self,
        row: &ApplicationRow,
        offer: &crate::pickup::Offer,
    ) -> Result<[Letter; 3]> {
        let (app, at) = (&self.app, self.app.addresses());
        let sender = sender(app.settings().await?, app.portal_texts().await?);
        let about = About { sender: &sender, application: row };
        let until = crate::letter::day(offer.expires, &row.lang);
        let note = PickupNote {
            number: &offer.number,
            code: &offer.code,
            // The number alone: the code stands in no address.
            link: &format!("{}/pickup?number={}", at.portal, offer.number),
            until: &until,
        };
        Ok([
            approved(&about)?,
            crate::letter::pickup(&about, &note)?,
            login_name(&about, &format!("{}/sign-in", at.staff))?,
        ])
    }

    /// Letters of one state, newest first, and how many stand where.
    pub async fn letters(&self, state: LetterState) -> Result<(Vec<LetterRow>, [u64; 3])> {
        let region = self.app.region;
        self.app
            .store
            .read(move |conn| {
                let rows = letter::of_state(conn, region, state, LETTERS)?;
                Ok((rows, letter::counts(conn, region)?))
            })
            .await
    }

    /// Tries a letter again that waits or was given up.
    ///
    /// # Errors
    /// `Conflict` when it was delivered meanwhile.
    pub async fn send_again(&self, id: LetterId) -> Result<()> {
        let (app, region) = (&self.app, self.app.region);
        let access = app.access_entry(self.record(Touched::Letters)).await?;
        app.store
            .write(region, vec![app.access_log], move |t| {
                if !letter::again(t, region, id)? {
                    return Err(Problem::new(Code::Conflict, "the letter does not wait any more"));
                }
                crate::access::append(t, &access)
            })
            .await?;
        app.written.notify_one();
        Ok(())
    }

    /// Says what the portal says from now on.
    ///
    /// # Errors
    /// `Invalid` naming the part that is wrong.
    pub async fn set_portal(&self, given: Portal) -> Result<()> {
        let content = portal::checked(given)?;
        self.app.enter_for(self.record(Touched::Joining), vec![content]).await
    }

    /// Puts a new version of the terms into force at once.
    ///
    /// # Errors
    /// `Invalid` on `text` when there is none.
    pub async fn publish_terms(&self, words: &str) -> Result<u32> {
        let words = text::accept(words)?;
        if words.is_empty() {
            return Err(Problem::invalid("text", "the terms are empty"));
        }
        let version = self.app.terms().await?.first().map_or(1, |it| it.version + 1);
        let from = self.app.clock.now();
        let terms = Terms { region: self.app.region, version, text: words, from };
        self.app.enter_for(self.record(Touched::Joining), vec![Content::Terms(terms)]).await?;
        Ok(version)
    }
}

/// The facility and the contact's account that an application becomes.
fn newcomers(row: &ApplicationRow, facility: FacilityId, person: PersonId) -> Vec<Content> {
    let mut contents = vec![
        Content::Facility(Facility {
            id: facility,
            kind: row.kind.clone(),
            name: row.facility.clone(),
            active: true,
            municipality: Some(row.municipality.clone()),
        }),
        Content::Person(Person {
            id: person,
            kind: PersonKind::Staff,
            login: row.login.clone(),
            name: row.contact.clone(),
            active: true,
            portrait: None,
            mail: Some(row.mail.clone()),
        }),
    ];
    if row.terms > 0 {
        contents.push(Content::TermsAccepted(TermsAccepted { person, version: row.terms }));
    }
    contents
}

/// Whether an application still waits as it was read.
fn still(row: &ApplicationRow, revision: u64) -> Result<()> {
    if row.state == State::Waiting && row.revision == revision {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict, "the application changed since it was read"))
}

fn still_waiting(
    t: &mut Transaction<'_>,
    region: tasuki_kernel::RegionId,
    (id, revision): (ApplicationId, u64),
) -> Result<()> {
    let row = application::find(t.conn(), region, id)?;
    still(&row.ok_or_else(Problem::not_found)?, revision)
}

//! Asking others into a team, and taking that back.

use tasuki_domain::content::{Answer, Content, Invitation, InvitationAnswered};
use tasuki_domain::policy::Subject;
use tasuki_kernel::{
    Code, FacilityId, InvitationId, NotebookId, PostId, Problem, Result, Timestamp,
};
use tasuki_store::people::PostRow;
use tasuki_store::staff::{self, StaffRow};
use tasuki_store::team::{self, InvitationRow, State};
use tasuki_store::{Transaction, letter, people};

use super::{answered_meanwhile, is_member, still_shared, words};
use crate::letter::{Addressee, invited, sender};
use crate::room::Room;

/// Seconds until an invitation is over: thirty days.
const PATIENCE: i64 = 30 * 86_400;

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Somebody of this profession: the facility decides who.
    Profession(String),
    /// Somebody by name, in a post.
    Post(PostId),
}

impl Whom {
    /// As forms say it: the code of a profession or the id of a post.
    pub fn parse(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(post) => Some(Self::Post(post)),
            Err(_) if text.is_empty() => None,
            Err(_) => Some(Self::Profession(text.to_owned())),
        }
    }
}

/// An invitation to be sent.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The facility.
    pub facility: FacilityId,
    /// Whom there.
    pub whom: Whom,
    /// What they read before they answer.
    pub message: String,
}

/// Those whom an invitation asks, and those who are told of it by mail.
struct Addressed {
    named: Option<PostRow>,
    profession: String,
    told: Vec<StaffRow>,
}

impl Addressed {
    fn find(staff: Vec<StaffRow>, whom: &Whom) -> Result<Self> {
        let nobody = || Problem::invalid("whom", "nobody of the facility");
        match whom {
            Whom::Post(post) => {
                let found = staff.into_iter().find(|it| it.post.id == *post);
                let found = found.ok_or_else(nobody)?;
                Ok(Self {
                    named: Some(found.post.clone()),
                    profession: found.post.profession.clone(),
                    told: vec![found],
                })
            }
            Whom::Profession(code) => {
                if !staff.iter().any(|it| it.post.profession == *code) {
                    return Err(nobody());
                }
                let told = staff.into_iter().filter(|it| it.post.manager).collect();
                Ok(Self { named: None, profession: code.clone(), told })
            }
        }
    }

    /// Whether an invitation asks the same.
    fn same(&self, facility: FacilityId, row: &InvitationRow) -> bool {
        match (&self.named, row.named) {
            (Some(post), Some((person, _))) => post.person == person,
            (None, None) => facility == row.facility && self.profession == row.profession,
            _ => false,
        }
    }

    fn entry(&self, (id, until): (InvitationId, Timestamp), asking: &Asking) -> Invitation {
        Invitation {
            id,
            facility: asking.facility,
            person: self.named.as_ref().map(|it| it.person),
            post: self.named.as_ref().map(|it| it.id),
            profession: self.profession.clone(),
            message: asking.message.clone(),
            until,
        }
    }
}

fn refused(detail: &str) -> Problem {
    Problem { code: Code::Conflict, field: Some("whom"), detail: detail.into() }
}

impl Room {
    /// Asks a facility, or somebody of it, into the team. They are told by mail, without a word
    /// about the patient.
    ///
    /// # Errors
    /// `NotAllowed` for who may not invite, `NotebookClosed`; `Invalid` on `whom` or `message`;
    /// `Conflict` on `whom` for who is in the team or was asked already.
    pub async fn invite(&self, asking: Asking, lang: &str) -> Result<InvitationId> {
        self.team_allows(|it| Subject::Team(&self.facts, it))?;
        let app = &self.app;
        let asking = Asking { message: words("message", &asking.message)?, ..asking };
        let (facility, now, region) = (asking.facility, self.now, app.region);
        let read = app.store.read(move |conn| {
            let open = people::facilities(conn, region)?;
            let known = open.iter().any(|(id, ..)| *id == facility);
            if known { staff::all(conn, facility, now) } else { Ok(Vec::new()) }
        });
        let addressed = Addressed::find(read.await?, &asking.whom)?;
        let id = InvitationId::new(&*app.clock, &*app.random);
        let content = addressed.entry((id, now.plus_seconds(PATIENCE)), &asking);
        let entry = self.by_me(Content::Invitation(content))?;
        let letters = self.invitation_letters(&addressed, lang).await?;
        let (notebook, room) = (self.of_team()?.id, self.id());
        app.enter_together(vec![entry], vec![self.wrote(room)], move |t| {
            still_shared(t, notebook)?;
            new_here(t, (notebook, facility), &addressed)?;
            if let Some(post) = &addressed.named
                && is_member(t.conn(), room, post, now)?
            {
                return Err(refused("member: they are in the team"));
            }
            letters.iter().try_for_each(|it| letter::insert(t, it))
        })
        .await?;
        app.written.notify_one();
        Ok(id)
    }

    async fn invitation_letters(
        &self,
        addressed: &Addressed,
        lang: &str,
    ) -> Result<Vec<letter::NewLetter>> {
        let app = &self.app;
        let sender = sender(app.settings().await?, app.portal_texts().await?);
        let link = format!("{}/invitations", app.addresses().staff);
        let mut letters = Vec::new();
        for row in &addressed.told {
            let Some(mail) = row.mail.as_deref() else { continue };
            let to = Addressee {
                sender: &sender,
                facility: &row.post.facility_name,
                person: row.post.person,
                name: row.post.name.full(),
                mail,
                lang,
            };
            letters.push(app.sealed_letter(&invited(&to, &link)?));
        }
        Ok(letters)
    }

    /// Takes an invitation back. Twice is harmless.
    ///
    /// # Errors
    /// `NotAllowed`, `NotebookClosed`; `Conflict` when it was answered meanwhile.
    pub async fn withdraw_invitation(&self, id: InvitationId) -> Result<()> {
        self.team_allows(|it| Subject::Team(&self.facts, it))?;
        let notebook = self.of_team()?.id;
        let row = self.app.store.read(move |conn| team::invitation(conn, id)).await?;
        let row = row.filter(|it| it.notebook == notebook).ok_or_else(Problem::not_found)?;
        if row.state(self.now) == State::Answered(Answer::Withdrawn) {
            return Ok(());
        }
        let entry = self.by_me(Content::InvitationAnswered(InvitationAnswered {
            invitation: id,
            answer: Answer::Withdrawn,
            reason: String::new(),
            posts: Vec::new(),
        }))?;
        let record = self.wrote(self.id());
        self.app
            .enter_together(vec![entry], vec![record], move |t| still_open(t, notebook, id))
            .await
    }
}

/// Whether nobody has answered an invitation yet.
fn still_open(t: &mut Transaction<'_>, notebook: NotebookId, id: InvitationId) -> Result<()> {
    still_shared(t, notebook)?;
    let row = team::invitation(t.conn(), id)?;
    if row.is_some_and(|it| it.answered.is_none()) { Ok(()) } else { Err(answered_meanwhile()) }
}

/// Whether the same is not asked already.
fn new_here(
    t: &mut Transaction<'_>,
    (notebook, facility): (NotebookId, FacilityId),
    addressed: &Addressed,
) -> Result<()> {
    let now = t.now();
    let before = team::invitations_of(t.conn(), notebook)?;
    let open = |it: &&InvitationRow| it.state(now) == State::Pending;
    if before.iter().filter(open).any(|it| addressed.same(facility, it)) {
        return Err(refused("invited: they were asked already"));
    }
    Ok(())
}

//! The managing role: offered by one facility, taken on by another, both with their word in the
//! notebook's log; that it moved stands in the region's log, ids only.

use tasuki_domain::content::{Answer, Content, ManagingAnswered, ManagingMoved, ManagingOffered};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{Code, FacilityId, NotebookId, OfferId, Problem, Result};
use tasuki_store::team::{self, OfferRow};
use tasuki_store::{Transaction, notebook};

use super::{answered_meanwhile, is_member, still_shared, why, words};
use crate::room::{Room, answer};

impl Room {
    /// Offers the managing role to another facility of the team.
    ///
    /// # Errors
    /// `NotAllowed` for who does not manage the notebook, `NotebookClosed`; `Invalid` on `to` for a
    /// facility that is not in the team; `Conflict` on `to` while an offer waits.
    pub async fn offer_managing(&self, to: FacilityId, message: &str) -> Result<OfferId> {
        self.team_allows(|it| Subject::Managing(&self.facts, it))?;
        let message = words("message", message)?;
        let row = self.of_team()?;
        let (notebook, managing) = (row.id, row.managing_facility);
        let inside = self.team_facilities().await?.iter().any(|(id, _)| *id == to);
        if !inside || to == managing {
            return Err(Problem::invalid("to", "not a facility of the team"));
        }
        let offer = OfferId::new(&*self.app.clock, &*self.app.random);
        let entry = self.by_me(Content::ManagingOffered(ManagingOffered { offer, to, message }))?;
        self.app
            .enter_together(vec![entry], vec![self.wrote(self.id())], move |t| {
                still_shared(t, notebook)?;
                still_manages(t, notebook, managing)?;
                let before = team::offers_of(t.conn(), notebook)?;
                if before.iter().any(|it| it.answered.is_none()) {
                    let detail = "offered: another offer waits".into();
                    return Err(Problem { code: Code::Conflict, field: Some("to"), detail });
                }
                Ok(())
            })
            .await?;
        Ok(offer)
    }

    /// The facilities of the team, the managing one among them: id and name.
    pub async fn team_facilities(&self) -> Result<Vec<(FacilityId, String)>> {
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let mut all: Vec<(FacilityId, String)> = Vec::new();
                for mate in room.mates(conn)? {
                    let Some(facility) = mate.facility else { continue };
                    if !all.iter().any(|(id, _)| *id == facility) {
                        all.push((facility, mate.member.byline.facility));
                    }
                }
                Ok(all)
            })
            .await
    }

    /// Answers an offer, or takes it back. Twice is harmless.
    ///
    /// # Errors
    /// `NotFound` for an offer of another notebook; `NotAllowed` for who is not asked, or did not
    /// offer; `NotebookClosed`; `Invalid` on `reason`; `Conflict` when it was answered meanwhile.
    pub async fn answer_managing(&self, id: OfferId, said: Answer, reason: &str) -> Result<()> {
        let row = self.of_team()?;
        let (notebook, managing) = (row.id, row.managing_facility);
        let found = self.app.store.read(move |conn| team::offer(conn, id)).await?;
        let offer = found.filter(|it| it.notebook == notebook).ok_or_else(Problem::not_found)?;
        let author = self.author(None)?;
        if offer.answered.is_some_and(|it| it.answer == said && it.by == author) {
            return Ok(());
        }
        self.may_answer(&offer, said, managing)?;
        let reason = if said == Answer::Declined { why("reason", reason)? } else { String::new() };
        let answered = ManagingAnswered { offer: id, answer: said, reason };
        let mut entries = vec![self.by_me(Content::ManagingAnswered(answered))?];
        if said == Answer::Accepted {
            let moved = ManagingMoved { notebook, from: managing, to: offer.to, offer: id };
            let to = self.app.log_key(self.app.region_log).await?;
            entries.push(self.app.sealed_by(to, author, Content::ManagingMoved(moved))?);
        }
        let room = self.clone();
        self.app
            .enter_together(entries, vec![self.wrote(self.id())], move |t| {
                still_shared(t, notebook)?;
                still_manages(t, notebook, managing)?;
                if team::offer(t.conn(), id)?.is_none_or(|it| it.answered.is_some()) {
                    return Err(answered_meanwhile());
                }
                room.still_inside(t)
            })
            .await
    }

    fn may_answer(&self, offer: &OfferRow, said: Answer, managing: FacilityId) -> Result<()> {
        let subject = match said {
            Answer::Withdrawn => Subject::Managing(&self.facts, managing),
            Answer::Accepted | Answer::Declined => Subject::Offer(&self.facts, offer.to),
        };
        let decision = decide(&self.actor, Action::Write, subject, self.now);
        if self.facts.closed || decision.allowed() {
            return answer(decision);
        }
        Err(Problem::new(Code::NotAllowed, "not by this person"))
    }

    /// Whether the reader is still a member by the same post when it is written.
    fn still_inside(&self, t: &mut Transaction<'_>) -> Result<()> {
        let now = t.now();
        let mine = self.session.posts.iter().find(|it| Some(it.id) == self.post());
        let inside = match mine {
            Some(post) => is_member(t.conn(), self.id(), post, now)?,
            None => false,
        };
        if inside { Ok(()) } else { Err(Problem::new(Code::Conflict, "they left meanwhile")) }
    }
}

/// Whether a notebook is managed by whom it was when it was read.
fn still_manages(t: &mut Transaction<'_>, id: NotebookId, managing: FacilityId) -> Result<()> {
    let row = notebook::find(t.conn(), id)?;
    if row.is_some_and(|it| it.managing_facility == managing) {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict, "another facility manages it by now"))
}

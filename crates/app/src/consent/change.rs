//! Giving, changing and withdrawing: each is an entry of its own, and nothing before it goes.

use tasuki_domain::consent::Typed;
use tasuki_domain::content::{Consent, ConsentKind, Content, Touched};
use tasuki_kernel::{Code, EntryId, Problem, Result};
use tasuki_ledger::Author;
use tasuki_store::{likeness, log};

use super::Consents;
use crate::App;
use crate::access;
use crate::attachment::{Accepted, Upload, nameless};
use crate::compose::changed_meanwhile;
use crate::sealing::{LogKey, Unsealed};
use tasuki_domain::content::Attachment;
use tasuki_store::NewAttachment;

/// A change as it was filled in.
#[derive(Debug, Clone)]
pub struct Change {
    /// Made with the form: the same sent twice is one change.
    pub entry: EntryId,
    /// How many consents there were when the form was opened.
    pub seen: u64,
    /// About what.
    pub kind: ConsentKind,
    /// The fields.
    pub typed: Typed,
    /// Pictures of the signed paper.
    pub papers: Vec<Upload>,
}

impl App {
    /// Seals pictures of papers and stores them: what an entry says of them, and their rows.
    pub(crate) async fn store_papers(
        &self,
        to: LogKey,
        papers: &[Accepted],
    ) -> Result<(Vec<Attachment>, Vec<NewAttachment>)> {
        let mut shown: Vec<Attachment> = papers.iter().map(nameless).collect();
        let mut rows = Vec::new();
        for (paper, shown) in papers.iter().zip(&mut shown) {
            let full = self.store_part(to, &paper.full).await?;
            shown.name = *full.row.name.as_bytes();
            rows.push(full.row);
            if let Some(small) = &paper.thumbnail {
                let small = self.store_part(to, small).await?;
                shown.thumbnail = *small.row.name.as_bytes();
                rows.push(small.row);
            }
        }
        Ok((shown, rows))
    }
}

impl Consents {
    fn author(&self) -> Result<Author> {
        if !self.may_change() {
            return Err(Problem::new(Code::NotAllowed, "not by this person"));
        }
        self.session.author(self.facts.membership.and_then(|it| it.post))
    }

    /// Records that the patient agrees, or agrees otherwise than before.
    ///
    /// # Errors
    /// All that is wrong by field; `NotAllowed`; `Conflict` when somebody else changed a consent
    /// meanwhile; `EntryIdTaken` when the form was sent before and said something else.
    pub async fn give(&self, change: Change) -> Result<(), Vec<Problem>> {
        let birth = self.patient().await.map_err(|it| vec![it])?.birth;
        let consent = change.typed.given(change.kind, Some(birth), self.now)?;
        self.keep(change, consent).await.map_err(|it| vec![it])
    }

    /// Records that the patient does not agree, from now on: every page that is open because of
    /// it closes.
    ///
    /// # Errors
    /// As [`Self::give`].
    pub async fn withdraw(&self, change: Change) -> Result<(), Vec<Problem>> {
        let consent = change.typed.withdrawn(change.kind, self.now)?;
        self.keep(change, consent).await.map_err(|it| vec![it])
    }

    async fn keep(&self, change: Change, mut consent: Consent) -> Result<()> {
        let (app, author) = (&self.app, self.author()?);
        if self.kept_before(change.entry, &author, &consent).await? {
            return Ok(());
        }
        let papers = app.accept_papers(change.papers).await?;
        let to = app.log_key(self.place.row.main_log).await?;
        let (shown, rows) = app.store_papers(to, &papers).await?;
        consent.papers = shown;
        let unsealed = Unsealed::plain(change.entry, author, Content::Consent(consent));
        let entry = app.seal(to, unsealed, rows)?;
        let access = app.access_entry(self.record(Touched::Wrote)).await?;
        let (notebook, seen) = (self.row.id, change.seen);
        app.store
            .write(app.region, vec![to.log, app.access_log], move |t| {
                if log::find_entry(t.conn(), entry.entry, &entry.author)?.is_some() {
                    return Ok(());
                }
                if likeness::consents(t.conn(), notebook)?.len() as u64 != seen {
                    return Err(changed_meanwhile());
                }
                t.append(&entry)?;
                access::append(t, &access)
            })
            .await
    }

    /// Whether this form was sent before.
    async fn kept_before(&self, id: EntryId, author: &Author, asked: &Consent) -> Result<bool> {
        let (consents, author, asked) = (self.clone(), *author, asked.clone());
        self.app
            .store
            .read(move |conn| {
                let Some(placed) = log::find_entry(conn, id, &author)? else { return Ok(false) };
                let stored = log::entries_from(conn, placed.log, placed.sequence, 1)?.pop();
                let stored = stored.filter(|_| placed.log == consents.place.row.main_log);
                let opened = stored
                    .map(|it| consents.app.open_entry(consents.row.vault, &it))
                    .transpose()?;
                let same = opened.is_some_and(|it| match &it.content {
                    Some(Content::Consent(known)) => same_words(known, &asked),
                    _ => false,
                });
                let taken = "this id was used for something else";
                if same { Ok(true) } else { Err(Problem::new(Code::EntryIdTaken, taken)) }
            })
            .await
    }
}

/// Whether two say the same of the patient. Pictures are not asked for a second time, and a
/// withdrawal is from the moment on at which it was first sent.
fn same_words(known: &Consent, asked: &Consent) -> bool {
    let from = if asked.given { asked.from } else { known.from };
    let bare = |it: &Consent| Consent { papers: Vec::new(), from, ..it.clone() };
    let begins = !asked.given || known.from == asked.from;
    begins && bare(known) == bare(asked)
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::Timestamp;

    use super::*;

    #[test]
    fn a_withdrawal_sent_again_is_the_same_and_another_consent_is_not() {
        let (one, later) = (Timestamp::from_micros(1), Timestamp::from_micros(2));
        let no = |at| Consent::plain(ConsentKind::Family, false, at);
        let yes = |at| Consent::plain(ConsentKind::Family, true, at);
        assert!(same_words(&no(one), &no(later)));
        assert!(same_words(&yes(one), &yes(one)));
        assert!(!same_words(&yes(one), &yes(later)));
        assert!(!same_words(&yes(one), &no(one)));
        let reason = Consent { reason: "転居".into(), ..no(one) };
        assert!(!same_words(&no(one), &reason));
    }
}

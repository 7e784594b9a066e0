//! 外部監査: evidence without words, for the region's auditor (security.md 25): the signed state of the
//! tree, a verification of all that is stored, the register of disclosures, and who looked at
//! which notebook when and why. No patient's name is in it, and no key is used for bodies.

use std::sync::Arc;

use tasuki_domain::content::{Content, Purpose, Touched};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{Code, LogId, NotebookId, PersonId, Problem, Result, Timestamp};
use tasuki_store::{Conn, installation, log, received};

use crate::access::Record;
use crate::access_list::{DAYS, Seen};
use crate::disclosure::{Listed, registered};
use crate::session::Session;
use crate::verify::{Report, Verification, verify_folder};
use crate::{App, actor};

/// Records in one file at most.
const TAKEN: usize = 200_000;
/// Records read at a time.
const PAGE: u64 = 1_000;

/// Evidence, for somebody who is the region's auditor.
#[derive(Clone)]
pub struct Audit {
    app: Arc<App>,
    session: Arc<Session>,
}

/// One access record, without words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Who; empty for the operator's command line. Relatives and patients are not named: their
    /// names would tell of a patient.
    pub who: String,
    /// The account; none for the command line.
    pub person: Option<PersonId>,
    /// Which notebook.
    pub notebook: Option<NotebookId>,
    /// What was touched.
    pub seen: Vec<Seen>,
    /// Why.
    pub purpose: Purpose,
}

impl App {
    /// The evidence of the region.
    ///
    /// # Errors
    /// `NotFound` for everybody but its auditor.
    pub fn audit(self: &Arc<Self>, session: &Arc<Session>) -> Result<Audit> {
        let now = self.clock.now();
        let subject = Subject::Evidence(self.region);
        if !decide(&session.actor(now), Action::Read, subject, now).allowed() {
            return Err(Problem::not_found());
        }
        Ok(Audit { app: Arc::clone(self), session: Arc::clone(session) })
    }
}

impl Audit {
    async fn record(&self) -> Result<()> {
        let record =
            Record { purpose: Purpose::Audit, ..Record::of(&self.session, Touched::Evidence) };
        self.app.record_reading(&self.session, record).await
    }

    /// The newest checkpoint with everything in it, as text that anybody can verify
    /// (C2SP signed-note), and the key that verifies it.
    pub async fn checkpoint(&self) -> Result<(String, String)> {
        self.record().await?;
        Ok((self.app.checkpoint().await?, self.app.verifier_key().to_string()))
    }

    /// The register of disclosures, newest first.
    pub async fn disclosures(&self) -> Result<Vec<Listed>> {
        self.record().await?;
        let region = self.app.region;
        self.app.store.read(move |conn| registered(conn, region)).await
    }

    /// Verifies everything that is stored without any key of a body: logs, tree, checkpoints,
    /// attachments; against an older checkpoint too, when the auditor kept one.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be read, or while another verification is under way. Damage is no error but in the report.
    pub async fn verify(&self, checkpoint: &str) -> Result<Report> {
        self.record().await?;
        let busy = |_| Problem::new(Code::Unavailable, "a verification is under way already");
        let _alone = self.app.verifying.try_lock().map_err(busy)?;
        let what = Verification {
            folder: self.app.folder.clone(),
            engine: self.app.engine.clone(),
            keys: None,
            checkpoint: Some(checkpoint.trim())
                .filter(|it| !it.is_empty())
                .map(|it| format!("{it}\n")),
        };
        verify_folder(what).await
    }

    /// Who looked at which notebook, oldest first.
    ///
    /// # Errors
    /// `Invalid` on `until` for more than 31 days.
    pub async fn looks(&self, period: [Timestamp; 2]) -> Result<Vec<Look>> {
        if !(0..=DAYS).contains(&(period[1].seconds_since(period[0]) / 86_400)) {
            return Err(Problem::invalid("until", "at most 31 days at once"));
        }
        self.record().await?;
        let app = Arc::clone(&self.app);
        let read = move |conn: &mut Conn| {
            let mut looks = Vec::new();
            for id in installation::access_logs(conn, app.region)? {
                app.looks_in(conn, id, (period, &mut looks))?;
            }
            looks.sort_by_key(|it: &Look| it.at);
            Ok(looks)
        };
        self.app.store.read(read).await
    }
}

impl App {
    fn looks_in(
        &self,
        conn: &mut Conn,
        id: LogId,
        ([from, until], looks): ([Timestamp; 2], &mut Vec<Look>),
    ) -> Result<()> {
        let Some(row) = log::find(conn, id)? else { return Ok(()) };
        let known = self.known(conn)?;
        let mut next = received::first_at(conn, id, row.sequence, from)?;
        while looks.len() < TAKEN {
            let page = log::entries_from(conn, id, next, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            next = last.sequence + 1;
            for stored in page {
                let opened = self.open_entry(row.vault, &stored)?;
                if opened.received >= until {
                    return Ok(());
                }
                let Some(Content::Access(access)) = &opened.content else { continue };
                let person = match access.person {
                    Some(id) => known.person(conn, id)?,
                    None => None,
                };
                let named = person.filter(|it| !actor::is_family(it.kind));
                let mut seen: Vec<_> = access.touched.iter().map(|it| Seen::of(*it)).collect();
                seen.dedup();
                looks.push(Look {
                    at: opened.received,
                    who: named.map(|it| it.name.full()).unwrap_or_default(),
                    person: access.person,
                    notebook: access.notebook,
                    seen,
                    purpose: access.purpose,
                });
            }
        }
        Ok(())
    }
}

//! Notebooks that are shut because no consent holds, for those who may open them again.

use std::sync::Arc;

use tasuki_domain::content::Touched;
use tasuki_domain::name::Name;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{NotebookId, Result};
use tasuki_store::notebook::NotebookRow;

use crate::access::Record;
use crate::session::Session;
use crate::{App, actor};

/// A notebook that is shut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The notebook.
    pub notebook: NotebookId,
    /// Whose.
    pub name: Name,
}

impl App {
    /// The notebooks that no consent holds open, and whose consents the person of a session keeps.
    pub async fn closed_notebooks(self: &Arc<Self>, session: &Arc<Session>) -> Result<Vec<Closed>> {
        let (app, who, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        let kept: Vec<NotebookRow> = self
            .store
            .read(move |conn| {
                let (known, actor) = (app.known(conn)?, who.actor(now));
                let shelf = known.shelf(conn, who.person.id)?;
                let shut = shelf.iter().filter_map(|shelved| {
                    let facts = actor::shelved_facts(&actor, shelved, now);
                    let row = shelved.notebook.as_ref().filter(|it| it.destroyed.is_none())?;
                    let may = |action, subject| decide(&actor, action, subject, now).allowed();
                    let keeps = shelved.room.kind == RoomKind::Team
                        && may(Action::Write, Subject::Consents(&facts, row.managing_facility))
                        && !may(Action::Read, Subject::Room(&facts));
                    keeps.then(|| row.clone())
                });
                Ok(shut.collect())
            })
            .await?;
        let mut closed = Vec::with_capacity(kept.len());
        for row in kept {
            let record = Record::of(session, Touched::Consents);
            let record = record.within(Some(row.id), Some(row.team_room));
            self.record_reading(session, record).await?;
            let (app, notebook) = (Arc::clone(self), row.id);
            let patient = self.store.read(move |conn| app.basics(conn, &row)).await?;
            closed.extend(patient.map(|it| Closed { notebook, name: it.name }));
        }
        Ok(closed)
    }
}

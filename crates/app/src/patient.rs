//! The patient's basics, opened from the newest entry that holds them.

use tasuki_domain::content::{Content, Touched};
use tasuki_domain::patient::Patient;
use tasuki_kernel::{Code, Problem, Result};
use tasuki_store::notebook::NotebookRow;
use tasuki_store::{Conn, log};

use crate::App;
use crate::room::Room;

impl App {
    /// The basics of a notebook's patient; none before they were entered.
    pub(crate) fn basics(&self, conn: &mut Conn, row: &NotebookRow) -> Result<Option<Patient>> {
        let Some((id, sequence)) = row.basics else { return Ok(None) };
        let Some(stored) = log::entries_from(conn, id, sequence, 1)?.pop() else {
            return Err(Problem::new(Code::Damaged, "the patient's basics are missing"));
        };
        let opened = self.open_entry(row.vault, &stored)?;
        match &opened.content {
            Some(Content::Patient(patient)) => Ok(Some((**patient).clone())),
            None => Err(Problem::new(Code::Destroyed, "the notebook was destroyed")),
            Some(_) => Err(Problem::new(Code::Damaged, "the patient's basics are another kind")),
        }
    }
}

impl Room {
    /// The patient whose notebook this is; the reading is recorded first.
    pub async fn patient(&self) -> Result<Option<Patient>> {
        let row = self.place.notebook.clone().filter(|_| self.shows_patient());
        let Some(row) = row else { return Ok(None) };
        self.record(Touched::Timeline).await?;
        let app = std::sync::Arc::clone(&self.app);
        self.app.store.read(move |conn| app.basics(conn, &row)).await
    }
}

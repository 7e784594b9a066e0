//! Which notebook a request or an order means: it names a person, not a number. The register says
//! by reading and day of birth, and nothing besides; the asking is recorded and slowed down as any
//! other search of it.

use tasuki_domain::content::Touched;
use tasuki_domain::disclosure::Named;
use tasuki_domain::likeness::Likeness;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{NotebookId, Problem};
use tasuki_store::likeness;

use crate::desk::Desk;
use crate::registering::SEARCHES;

/// A notebook of somebody of this reading and day of birth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedNotebook {
    /// Its number.
    pub notebook: NotebookId,
    /// The facility that manages it.
    pub managed_by: String,
}

impl Desk {
    /// The notebooks of everybody with this reading who was born on this day.
    ///
    /// # Errors
    /// All fields that are wrong; `Throttled` after too many searches.
    pub async fn notebooks_of(&self, named: &Named) -> Result<Vec<NamedNotebook>, Vec<Problem>> {
        let (reading, birth) = named.check()?;
        self.look_up(self.app.register.mark_of(&reading, birth)).await.map_err(|it| vec![it])
    }

    async fn look_up(&self, mark: Option<Likeness>) -> tasuki_kernel::Result<Vec<NamedNotebook>> {
        let (app, session) = (&self.app, self.session());
        let (region, now) = (app.region, app.clock.now());
        let subject = Subject::RegisterByLaw(region);
        if !decide(&session.actor(now), Action::Read, subject, now).allowed() {
            return Err(Problem::not_found());
        }
        app.slow_down("register", &session.person.id.to_string(), SEARCHES).await?;
        app.record(self.record(Touched::Register)).await?;
        let marks: Vec<_> = mark.into_iter().collect();
        let alike = app.store.read(move |conn| likeness::alike(conn, region, &marks)).await?;
        let found = |it: likeness::Alike| NamedNotebook {
            notebook: it.notebook,
            managed_by: it.managing.1,
        };
        Ok(alike.into_iter().map(found).collect())
    }
}

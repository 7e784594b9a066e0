//! 連絡帳を閉じる: a notebook is closed by the facility that manages it, and can be opened again. While
//! it is closed the team reads it, and nothing is written in any of its rooms.

use tasuki_domain::content::{ClosedFor, Content, NotebookClosed, Touched};
use tasuki_domain::day::Day;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_domain::room::RoomKind;
use tasuki_domain::text;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_store::notebook::NotebookRow;
use tasuki_store::{log, notebook};

pub use tasuki_store::notebook::Closed;

use crate::author::Byline;
use crate::room::Room;

/// Characters of a remark or a reason at most.
const WORDS: usize = 500;

/// How a notebook was closed.
#[derive(Debug, Clone)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: ClosedFor,
    /// The day of it, such as that of death.
    pub on: Option<Day>,
    /// What else was said.
    pub remark: String,
    /// Who closed it.
    pub by: Byline,
}

fn remark(field: &'static str, said: &str) -> Result<String> {
    let said = text::accept(said).map_err(|it| Problem { field: Some(field), ..it })?;
    if said.chars().count() > WORDS {
        return Err(Problem::invalid(field, format!("over {WORDS} characters")));
    }
    Ok(said)
}

impl Room {
    fn of_notebook(&self) -> Result<&NotebookRow> {
        let row = self.notebook().filter(|_| self.kind() == RoomKind::Team);
        row.ok_or_else(Problem::not_found)
    }

    /// Whether the reader may close the notebook, or open it again.
    pub fn may_close(&self) -> bool {
        self.of_notebook().is_ok_and(|row| {
            let subject = Subject::Closing(&self.facts, row.managing_facility);
            decide(&self.actor, Action::Write, subject, self.now).allowed()
        })
    }

    /// How it was closed; none while it is open. The reading is recorded first.
    pub async fn closing(&self) -> Result<Option<Closing>> {
        let Some(closed) = self.closed() else { return Ok(None) };
        let main = self.main_log()?;
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let stored = log::entries_from(conn, main.log, closed.sequence, 1)?.pop();
                let missing = || Problem::new(Code::Damaged, "what closed the notebook");
                let opened = room.app.open_entry(main.vault, &stored.ok_or_else(missing)?)?;
                let Some(Content::NotebookClosed(said)) = &opened.content else {
                    return Err(missing());
                };
                Ok(Some(Closing {
                    at: closed.at,
                    why: closed.why,
                    on: said.on,
                    remark: said.remark.clone(),
                    by: (*room.known.byline(conn, &opened.author)?).clone(),
                }))
            })
            .await
    }

    /// Closes the notebook. The same twice is harmless.
    ///
    /// # Errors
    /// `NotAllowed` for who does not manage it; `Invalid` on `on` or `remark`; `Conflict` when
    /// somebody else closed it meanwhile.
    pub async fn close(&self, why: ClosedFor, on: Option<Day>, said: &str) -> Result<()> {
        let remark = remark("remark", said)?;
        self.check_day(why, on).await?;
        self.turn(NotebookClosed { closed: Some(why), on, remark }).await
    }

    /// Opens the notebook again. Twice is harmless.
    ///
    /// # Errors
    /// `NotAllowed` for who does not manage it; `Invalid` on `reason`.
    pub async fn reopen(&self, reason: &str) -> Result<()> {
        let remark = remark("reason", reason)?;
        if remark.is_empty() {
            return Err(Problem::invalid("reason", "say why"));
        }
        self.turn(NotebookClosed { closed: None, on: None, remark }).await
    }

    /// A day that has come, and lies in the patient's life; that of death must be said.
    async fn check_day(&self, why: ClosedFor, on: Option<Day>) -> Result<()> {
        let Some(day) = on else {
            return match why {
                ClosedFor::Died => Err(Problem::invalid("on", "say the day")),
                _ => Ok(()),
            };
        };
        if day > Day::of(self.now) {
            return Err(Problem::invalid("on", "future: it has not come yet"));
        }
        let basics = self.basics().await?;
        if day < Day::from(basics.versions[0].patient.birth) {
            return Err(Problem::invalid("on", "birth: it lies before the day of birth"));
        }
        Ok(())
    }

    async fn turn(&self, said: NotebookClosed) -> Result<()> {
        if !self.may_close() {
            return Err(Problem::new(Code::NotAllowed, "not by this person"));
        }
        if self.said_just_now(&said).await? {
            return Ok(());
        }
        let (notebook, closes) = (self.of_notebook()?.id, said.closed.is_some());
        let entry = self.by_me(Content::NotebookClosed(said))?;
        self.app
            .enter_together(vec![entry], vec![self.wrote(self.id())], move |t| {
                stands(notebook::is_closed(t.conn(), notebook)?, closes)
            })
            .await
    }

    /// Whether the notebook stands so already, by the same words: a second press.
    async fn said_just_now(&self, said: &NotebookClosed) -> Result<bool> {
        let now = self.closing().await?;
        Ok(match (now, said.closed) {
            (None, None) => true,
            (Some(it), Some(why)) => {
                it.why == why
                    && it.on == said.on
                    && it.remark == said.remark
                    && it.by.person == Some(self.session.person.id)
            }
            _ => false,
        })
    }
}

/// Somebody else may have turned it meanwhile.
fn stands(closed: bool, closes: bool) -> Result<()> {
    if closed == closes {
        return Err(Problem::new(Code::Conflict, "somebody closed or opened it meanwhile"));
    }
    Ok(())
}

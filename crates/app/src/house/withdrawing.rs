//! 利用廃止申請: a facility asks to take part no more. Nothing ends before the desk approves.

use tasuki_domain::content::{
    Content, FacilityWithdrawal, FacilityWithdrawalDecided, Touched, WithdrawalOutcome,
    WithdrawalReason,
};
use tasuki_kernel::{Code, Problem, Result, WithdrawalId};
use tasuki_store::withdrawal::{self, State, WithdrawalRow};

use super::House;

/// What would end with a facility, and where its withdrawal stands.
#[derive(Debug, Clone)]
pub struct Ending {
    /// The last withdrawal that was sent.
    pub last: Option<WithdrawalRow>,
    /// Posts that would end.
    pub people: usize,
    /// Places in rooms that would become empty.
    pub places: u64,
    /// Notebooks that the facility manages: they are handed over or closed before.
    pub managed: u64,
}

impl Ending {
    /// Whether the desk has one to decide on.
    pub fn waits(&self) -> bool {
        self.last.as_ref().is_some_and(|it| it.state == State::Waiting)
    }
}

impl House {
    /// What would end, and where a withdrawal stands.
    pub async fn ending(&self) -> Result<Ending> {
        let (facility, now) = (self.facility, self.now());
        let read = self.app.store.read(move |conn| {
            Ok(Ending {
                last: withdrawal::newest(conn, facility)?,
                people: withdrawal::posts(conn, facility, now)?.len(),
                places: withdrawal::places(conn, facility, now)?,
                managed: withdrawal::managed(conn, facility)?,
            })
        });
        read.await
    }

    /// Asks the desk to let the facility go. Asked twice it is one application.
    ///
    /// # Errors
    /// `Invalid` on `why`; `Conflict` on `why` when another manager was faster.
    pub async fn withdraw(&self, reason: &str, lang: &str) -> Result<()> {
        let reason = WithdrawalReason::from_name(reason);
        let reason = reason.ok_or_else(|| Problem::invalid("why", "choose a reason"))?;
        let (app, facility, by) = (&self.app, self.facility, self.session.person.id);
        let own = |it: &WithdrawalRow| it.state == State::Waiting && it.sent_by == by;
        if self.ending().await?.last.is_some_and(|it| own(&it)) {
            return Ok(());
        }
        let id = WithdrawalId::new(&*app.clock, &*app.random);
        let sent = FacilityWithdrawal { id, facility, by, reason, lang: lang.to_owned() };
        let contents = vec![Content::FacilityWithdrawal(sent)];
        app.enter_with(self.record(Touched::Joining), contents, move |t| {
            let last = withdrawal::newest(t.conn(), facility)?;
            if last.is_some_and(|it| it.state == State::Waiting) {
                let detail = "waits: another manager sent one".into();
                return Err(Problem { code: Code::Conflict, field: Some("why"), detail });
            }
            Ok(())
        })
        .await
    }

    /// Takes the application back, which can be done until it is decided.
    ///
    /// # Errors
    /// `Conflict` when it was decided meanwhile, `NotFound` for another facility's.
    pub async fn take_back(&self, id: WithdrawalId) -> Result<()> {
        let (region, facility) = (self.app.region, self.facility);
        let decided = FacilityWithdrawalDecided {
            id,
            outcome: WithdrawalOutcome::TakenBack,
            answer: String::new(),
            by: self.session.person.id,
        };
        let contents = vec![Content::FacilityWithdrawalDecided(decided)];
        let record = self.record(Touched::Joining);
        self.app
            .enter_with(record, contents, move |t| {
                let row = withdrawal::find(t.conn(), region, id)?;
                let row = row.filter(|it| it.facility == facility);
                still_waiting(&row.ok_or_else(Problem::not_found)?)
            })
            .await
    }
}

/// Whether a withdrawal waits for a decision; of two who decide one is told.
pub(crate) fn still_waiting(row: &WithdrawalRow) -> Result<()> {
    if row.state == State::Waiting {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict, "the withdrawal was decided meanwhile"))
}

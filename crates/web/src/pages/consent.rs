//! 同意: where it stands, a change of it, and the record for paper.

use askama::Template;

use super::form::{Input, Widget};
use super::{Fact, Frame, Link, Saying};
use crate::show::Moment;
use crate::texts::ProblemText;

/// The patient as these pages name them.
#[derive(Debug, Clone, Default)]
pub struct ConsentPatient {
    pub name: String,
    pub kana: String,
    pub birth: String,
}

/// A kind, and what was last said of it.
#[derive(Debug, Clone, Default)]
pub struct ConsentLine {
    pub title: &'static str,
    pub meaning: &'static str,
    pub state: &'static str,
    pub holds: bool,
    pub facts: Vec<Fact>,
    /// Pictures of the paper: small one, and large one.
    pub papers: Vec<(String, String)>,
    /// The form by which it is changed, for whom it is.
    pub change: Option<String>,
}

/// One thing that was recorded.
#[derive(Debug, Clone, Default)]
pub struct ConsentStep {
    pub at: Moment,
    pub title: &'static str,
    pub what: &'static str,
    pub facts: Vec<Fact>,
    pub by: String,
}

/// Where consents stand.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "consent.html")]
pub struct Consent {
    pub frame: Frame,
    pub patient: ConsentPatient,
    pub lines: Vec<ConsentLine>,
    pub steps: Vec<ConsentStep>,
    /// Nobody can open the notebook.
    pub closed: bool,
    pub links: Vec<Link>,
    pub said: Option<String>,
}

/// The form for one kind.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "consent_change.html")]
pub struct ConsentChange {
    pub frame: Frame,
    pub patient: ConsentPatient,
    pub title: &'static str,
    pub meaning: &'static str,
    pub action: String,
    pub back: String,
    pub seen: u64,
    pub entry: String,
    pub saying: Saying,
    pub paper_error: Option<String>,
    /// The form for withdrawing; none when there is nothing to withdraw.
    pub withdraw: Option<Withdraw>,
    pub problem: Option<ProblemText>,
}

/// The form for withdrawing.
#[derive(Debug, Clone, Default)]
pub struct Withdraw {
    pub text: &'static str,
    pub entry: String,
    pub who: Vec<Vec<Input>>,
    pub proxy: Vec<Vec<Input>>,
    pub reason: Vec<Vec<Input>>,
    pub open: bool,
}

impl ConsentChange {
    fn wrong(&self) -> Vec<(&'static str, &str)> {
        let mut all = self.saying.wrong();
        if let Some(it) = &self.withdraw {
            for rows in [&it.who, &it.proxy, &it.reason] {
                all.extend(super::form::wrong(rows));
            }
        }
        all
    }
}

/// Everything that was recorded, for paper.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "consent_proof.html")]
pub struct ConsentProof {
    pub frame: Frame,
    pub region: String,
    pub back: String,
    pub facts: Vec<Fact>,
    pub lines: Vec<ConsentLine>,
    pub steps: Vec<ConsentStep>,
}

//! 法にもとづく開示: a notebook, or one 特別便 that nobody can read any more, is opened by two persons
//! of the desk (model.md "Who may see what", the law's exceptions).

use tasuki_kernel::{DisclosureId, LogId, NotebookId, PersonId};

/// Which law or need opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum DisclosureKind {
    /// 開示請求: the patient, or whoever stands for the patient, asks for what is kept
    /// (個人情報の保護に関する法律 第33条・第76条).
    #[n(1)]
    Request,
    /// A court or an authority orders it.
    #[n(2)]
    Court,
    /// A 特別便 whose addressees have all left.
    #[n(3)]
    Orphaned,
}

impl DisclosureKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Request, Self::Court, Self::Orphaned];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Request => 1,
            Self::Court => 2,
            Self::Orphaned => 3,
        }
    }

    /// The kind of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Court => "court",
            Self::Orphaned => "orphaned",
        }
    }
}

/// In the region's log: one person of the desk asks that something be opened.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DisclosureAsked {
    /// The disclosure.
    #[n(0)]
    pub id: DisclosureId,
    /// Which law or need.
    #[n(1)]
    pub kind: DisclosureKind,
    /// The notebook.
    #[n(2)]
    pub notebook: NotebookId,
    /// Only this log; none opens all of the notebook.
    #[n(3)]
    pub log: Option<LogId>,
    /// Why, and what is needed.
    #[n(4)]
    pub reason: String,
    /// What it rests on: number and date of the request, the order or the decision.
    #[n(5)]
    pub basis: String,
    /// Who asked, and who is given it.
    #[n(6)]
    pub receiver: String,
    /// The provision that forbids to tell those concerned; empty tells them.
    #[n(7)]
    pub untold: String,
    /// For how many days from the second person's yes.
    #[n(8)]
    pub days: u8,
    /// Who asks.
    #[n(9)]
    pub by: PersonId,
}

/// A second person of the desk says yes or no.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DisclosureAnswered {
    /// The disclosure.
    #[n(0)]
    pub id: DisclosureId,
    /// Yes.
    #[n(1)]
    pub approved: bool,
    /// Why not; empty for yes.
    #[n(2)]
    pub reason: String,
    /// The second person.
    #[n(3)]
    pub by: PersonId,
}

/// A disclosure ends before its days are over, or is taken back before it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DisclosureEnded {
    /// The disclosure.
    #[n(0)]
    pub id: DisclosureId,
    /// Who ended it.
    #[n(1)]
    pub by: PersonId,
}

/// The law does not forbid any more to tell those concerned: they are told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DisclosureTold {
    /// The disclosure.
    #[n(0)]
    pub id: DisclosureId,
    /// Who told them.
    #[n(1)]
    pub by: PersonId,
}

//! What happened to keys: evidence that everyone may check, secrets that nobody finds here.

use tasuki_kernel::{EntryId, LogId, NotebookId};

/// Whose key a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum RecipientKind {
    /// The region's own key.
    #[n(1)]
    Region,
    /// The recovery key, kept on paper.
    #[n(2)]
    Recovery,
}

/// A recipient of vault keys begins to hold.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct KeyChange {
    /// Whose.
    #[n(0)]
    pub kind: RecipientKind,
    /// The public key in text form (`age1…`).
    #[n(1)]
    pub recipient: String,
}

/// Keys were destroyed, so that what they sealed cannot be read again.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Destroyed {
    /// A whole notebook,
    #[n(0)]
    pub notebook: Option<NotebookId>,
    /// or one entry of this log
    #[n(1)]
    pub log: Option<LogId>,
    /// with this id.
    #[n(2)]
    pub entry: Option<EntryId>,
    /// By which rule or right.
    #[n(3)]
    pub reason: String,
}

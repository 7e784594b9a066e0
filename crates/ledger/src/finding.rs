//! What verification finds: one damage, and where.

use std::fmt;

use tasuki_kernel::{EntryId, LogId, RegionId};

use crate::Hash;

/// One damage and its place, as `tasuki verify` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The log, when the damage is in one.
    pub log: Option<LogId>,
    /// The number of the entry in its log, as far as it is known.
    pub sequence: Option<u64>,
    /// The entry's id, as far as it is known.
    pub entry: Option<EntryId>,
    /// What is wrong.
    pub damage: Damage,
}

impl Finding {
    /// Something that is wrong outside any log: tree, checkpoint, export.
    pub const fn general(damage: Damage) -> Self {
        Self { log: None, sequence: None, entry: None, damage }
    }

    /// Something that is wrong with a log as a whole.
    pub const fn in_log(log: LogId, damage: Damage) -> Self {
        Self { log: Some(log), sequence: None, entry: None, damage }
    }

    /// Something that is wrong with one entry.
    pub const fn in_entry(log: LogId, sequence: u64, entry: EntryId, damage: Damage) -> Self {
        Self { log: Some(log), sequence: Some(sequence), entry: Some(entry), damage }
    }
}

/// `log 0193…, entry 17 (id 0194…): the sealed body is not the one that was chained`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(log) = self.log {
            write!(f, "log {log}")?;
            if let Some(sequence) = self.sequence {
                write!(f, ", entry {sequence}")?;
            }
            if let Some(entry) = self.entry {
                write!(f, " (id {entry})")?;
            }
            f.write_str(": ")?;
        }
        self.damage.fmt(f)
    }
}

macro_rules! damages {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($field:ident: $type:ty),* })? = $slug:literal, $text:literal;
    )*) => {
        /// Every kind of damage, with the English line that tells of it.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Damage {
            $($(#[$doc])* #[error($text)]
            $name $({ $($field: $type),* })?,)*
        }

        impl Damage {
            /// The stable name for programs, lower case with hyphens.
            pub const fn slug(&self) -> &'static str {
                match self { $(Self::$name { .. } => $slug,)* }
            }
        }
    };
}

damages! {
    /// The header bytes cannot be read.
    HeaderMalformed { why: &'static str } = "header-malformed",
        "the header cannot be read ({why})";
    /// A number is missing, repeated or out of order.
    SequenceGap { expected: u64, found: u64 } = "sequence-gap",
        "number {expected} was to follow, {found} did: entries are missing, repeated or moved";
    /// The header does not continue the one before.
    PreviousMismatch = "previous-mismatch",
        "it does not continue the entry before it: one of the two was changed";
    /// The sealed body has another hash than the header says.
    BodyMismatch = "body-mismatch", "the sealed body is not the one that was chained";
    /// The time received is before the previous entry's.
    ReceivedBackwards = "received-backwards",
        "the time received lies before that of the previous entry";
    /// The header names another log.
    WrongLog { found: LogId } = "wrong-log", "it belongs to log {found}";
    /// The header names another region than the one that the log is of.
    WrongOrigin { found: RegionId } = "wrong-origin", "it is of region {found}";
    /// An entry id stands twice in one log.
    EntryRepeated = "entry-repeated", "the same entry id stands earlier in this log";
    /// The log ends before an end that was known.
    Truncated { expected: u64, found: u64 } = "truncated",
        "the log ends at {found}, but entry {expected} was known: its end was cut off";
    /// The log goes on after its recorded end.
    BeyondEnd { expected: u64, found: u64 } = "beyond-end",
        "the log goes on to {found}, but its recorded end is {expected}";
    /// The head at a known place is another than was known.
    HeadMismatch = "head-mismatch",
        "the head after this entry is not the one that was recorded: history was rewritten";
    /// The region's tree has no such leaf.
    NotInTree = "not-in-tree", "the region's tree does not hold this entry";
    /// The tree holds a leaf for which there is no entry.
    LeafWithoutEntry = "leaf-without-entry",
        "the region's tree holds this entry, but it is not stored";
    /// A tile does not follow from the leaves, or the roots differ.
    TreeMismatch { detail: String } = "tree-mismatch", "the tree does not add up: {detail}";
    /// A tile or bundle that the tree's size calls for is not there.
    TileMissing { path: String } = "tile-missing", "{path} is missing";
    /// A tile or bundle has the wrong length or content.
    TileMalformed { path: String } = "tile-malformed", "{path} cannot be read";
    /// A checkpoint is not of its form.
    CheckpointMalformed { why: &'static str } = "checkpoint-malformed",
        "the checkpoint cannot be read ({why})";
    /// A checkpoint is not signed by the region's key.
    CheckpointSignature = "checkpoint-signature",
        "the checkpoint is not signed by the key that was given";
    /// The tree of now is no continuation of the checkpoint's.
    CheckpointContradicted { size: u64 } = "checkpoint-contradicted",
        "the first {size} entries are not those of the checkpoint: history was rewritten";
    /// The tree has fewer entries than the checkpoint.
    CheckpointAhead { size: u64, found: u64 } = "checkpoint-ahead",
        "the checkpoint covers {size} entries, the tree only {found}: data was lost or put back";
    /// Data goes on beyond the newest checkpoint for longer than it may.
    CheckpointOlderThanData { size: u64, found: u64 } = "checkpoint-older-than-data",
        "the newest checkpoint covers {size} of {found} entries: checkpoints have stopped";
    /// The body's key is neither there nor destroyed by a recorded destruction.
    KeyMissing = "key-missing", "its key is missing and no destruction of it is recorded";
    /// A key is there although its destruction is recorded.
    KeyNotDestroyed = "key-not-destroyed",
        "its key is still there although its destruction is recorded";
    /// The key is not the one that the header names.
    KeyMismatch = "key-mismatch", "the key is not the one that the header names";
    /// The sealed body does not open.
    BodyUnopenable = "body-unopenable", "the sealed body does not open with its key";
    /// The opened body is not canonical.
    BodyMalformed { why: &'static str } = "body-malformed",
        "the opened body cannot be read ({why})";
    /// An attachment that an entry cites is not there.
    AttachmentMissing { name: Hash } = "attachment-missing", "attachment {name} is missing";
    /// An attachment's sealed bytes have another hash than its name.
    AttachmentAltered { name: Hash } = "attachment-altered", "attachment {name} was changed";
    /// An attachment does not open with the key that was given for it.
    AttachmentUnopenable { name: Hash } = "attachment-unopenable",
        "attachment {name} does not open with its key";
    /// A database column or table says something else than the entries it is computed from.
    ViewDiffers { view: String, detail: String } = "view-differs",
        "{view} is not what the entries say: {detail}";
    /// The access log is damaged, or something was read that it does not tell of.
    AccessLogDamaged { detail: String } = "access-log-damaged", "access log: {detail}";
    /// A file of an export is not there.
    FileMissing { path: String } = "file-missing", "{path} is missing";
    /// A file of an export is not the one that the manifest names.
    FileAltered { path: String } = "file-altered", "{path} was changed";
    /// A file of an export is not in the manifest.
    FileUnaccounted { path: String } = "file-unaccounted", "{path} is not in the manifest";
    /// The inclusion proof of a log's end does not lead to the checkpoint's root.
    ProofInvalid = "proof-invalid",
        "the proof does not lead from its last entry to the checkpoint";
    /// A part of an export cannot be read.
    ExportMalformed { why: String } = "export-malformed", "the export cannot be read: {why}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_log_entry_and_damage() {
        let (log, entry) = (LogId::from_bytes([1; 16]), EntryId::from_bytes([2; 16]));
        let text = Finding::in_entry(log, 17, entry, Damage::BodyMismatch).to_string();
        assert_eq!(
            text,
            "log 01010101-0101-0101-0101-010101010101, entry 17 (id \
             02020202-0202-0202-0202-020202020202): the sealed body is not the one that was chained"
        );
        let cut = Finding::in_log(log, Damage::Truncated { expected: 9, found: 7 }).to_string();
        assert!(cut.ends_with(": the log ends at 7, but entry 9 was known: its end was cut off"));
    }

    #[test]
    fn what_is_in_no_log_begins_with_itself() {
        let finding = Finding::general(Damage::TileMissing { path: "tile/0/000".into() });
        assert_eq!(finding.to_string(), "tile/0/000 is missing");
        assert_eq!(finding.damage.slug(), "tile-missing");
    }

    #[test]
    fn every_line_is_one_line() {
        let damages = [
            Damage::SequenceGap { expected: 1, found: 3 },
            Damage::CheckpointAhead { size: 4, found: 2 },
            Damage::AttachmentAltered { name: Hash::ZERO },
            Damage::ViewDiffers { view: "members".into(), detail: "one too many".into() },
        ];
        for damage in damages {
            assert!(!damage.to_string().contains('\n'), "{}", damage.slug());
        }
    }
}

//! The sealed log: canonical bytes, sealing, chain, Merkle tree, checkpoint, export, and the
//! verification of all of them.
//!
//! Pure: it reads no file, no network and no clock, so that it can be reviewed alone. Keys and
//! nonces come through [`tasuki_kernel::Random`]. One exception is stated where it applies:
//! the `age` crate behind [`recipient`] draws from the operating system by itself.
//!
//! Every layout is laid down in `docs/format.md` with test vectors, and a test compares the two.

pub mod author;
pub mod body;
pub mod bytes;
pub mod chain;
pub mod checkpoint;
pub mod export;
pub mod finding;
pub mod hash;
pub mod header;
pub mod key;
pub mod proof;
pub mod recipient;
pub mod seal;
pub mod tile;
pub mod tree;
pub mod wrap;

mod aead;

pub use author::{Author, AuthorKind};
pub use body::Body;
pub use bytes::Malformed;
pub use chain::{Chain, ChainCheck, Draft};
pub use checkpoint::{Checkpoint, CheckpointError, SigningKey, VerifierKey};
pub use export::{ExportReport, ExportWriter, verify_export};
pub use finding::{Damage, Finding};
pub use hash::{Hash, HashRun};
pub use header::{Header, head};
pub use key::{KeyId, Secret};
pub use recipient::{Identity, Recipient, RecipientError};
pub use seal::{
    Context, OpenError, open_attachment, open_body, open_entry, seal_attachment, seal_body,
};
pub use tile::{Extension, TilePath, TileSource, TreeError, extend, root_from_tiles};
pub use tree::{CompactRange, Leaf};
pub use wrap::{WrapContext, unwrap_key, unwrap_known_key, wrap_key};

//! What every other crate speaks: identifiers, time, randomness, problems.
//!
//! Nothing here knows medicine, storage or the web, and nothing does I/O except the two
//! implementations that stand for the world outside: [`SystemClock`] and [`SystemRandom`].

mod clock;
mod id;
mod problem;
mod random;

pub use clock::{Clock, FixedClock, SystemClock, Timestamp};
pub use id::{
    ApplicationId, DeviceId, DisclosureId, EntryId, FacilityId, InvitationId, LetterId, LogId,
    MalformedId, NodeId, NotebookId, OfferId, PatientId, PersonId, PostId, RecordId, RegionId,
    RoomId, SessionId, UploadId, VaultId, WithdrawalId,
};
pub use problem::{Code, Problem, Result};
pub use random::{Random, SeededRandom, SystemRandom};

//! 閲覧記録: who looked at or changed what, when, why (security.md 10).

use tasuki_kernel::{DeviceId, DisclosureId, NotebookId, PersonId, RoomId, SessionId};

/// What kind of data was touched.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
)]
#[cbor(index_only)]
pub enum Touched {
    /// Entries of a timeline.
    #[n(1)]
    Timeline,
    /// Photos and files.
    #[n(2)]
    Attachments,
    /// The patient's basics.
    #[n(3)]
    Basics,
    /// Something was written.
    #[n(4)]
    Wrote,
    /// A copy left the server.
    #[n(5)]
    Exported,
    /// Keys were destroyed.
    #[n(6)]
    Destroyed,
    /// The list of notebooks with a line of each.
    #[n(7)]
    List,
    /// Signed in.
    #[n(8)]
    SignIn,
    /// Sign-in refused.
    #[n(9)]
    SignInRefused,
    /// Signed out, or the session was ended.
    #[n(10)]
    SignOut,
    /// A password was set.
    #[n(11)]
    Password,
    /// A link for setting a first password was made.
    #[n(12)]
    Activation,
    /// A room that is not for this person, or that there is not, was asked for.
    #[n(13)]
    Refused,
    /// The access records themselves.
    #[n(14)]
    AccessList,
    /// A facility's application, or what the region says about itself.
    #[n(15)]
    Joining,
    /// Letters that wait or were not delivered.
    #[n(16)]
    Letters,
    /// A device certificate was picked up.
    #[n(20)]
    PickUp,
    /// Picking up was refused.
    #[n(21)]
    PickUpRefused,
    /// The register was searched for somebody who is to be registered.
    #[n(30)]
    Register,
    /// What a patient consented to.
    #[n(31)]
    Consents,
    /// A disclosure by law was asked for, answered or ended.
    #[n(40)]
    Disclosed,
    /// Evidence without words: checkpoints, registers, who looked.
    #[n(41)]
    Evidence,
}

/// Why it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Purpose {
    /// As a member of the team.
    #[n(1)]
    Care,
    /// By the operator, on the command line.
    #[n(2)]
    Operation,
    /// Through the emergency door.
    #[n(3)]
    Emergency,
    /// Opened by law, by two persons of the desk.
    #[n(4)]
    Disclosure,
    /// By the region's auditor: evidence without words.
    #[n(5)]
    Audit,
}

/// One record per session, notebook and five minutes, and one for each write.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Access {
    /// Who; none before somebody is known.
    #[n(0)]
    pub person: Option<PersonId>,
    /// In which session.
    #[n(1)]
    pub session: Option<SessionId>,
    /// With which device.
    #[n(2)]
    pub device: Option<DeviceId>,
    /// Of which notebook.
    #[n(3)]
    pub notebook: Option<NotebookId>,
    /// In which room.
    #[n(4)]
    pub room: Option<RoomId>,
    /// What was touched, in ascending order, each once.
    #[n(5)]
    pub touched: Vec<Touched>,
    /// Why.
    #[n(6)]
    pub purpose: Purpose,
    /// By which disclosure, where that is the purpose.
    #[n(7)]
    pub disclosure: Option<DisclosureId>,
}

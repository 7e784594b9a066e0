//! Why a passkey is not accepted: for tests and logs. People are told one thing for all of it.

use std::fmt;

/// Why a passkey is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Bytes that are not what the standard says.
    Malformed(&'static str),
    /// Made where one was to be used, or the reverse.
    OtherCeremony,
    /// Answers another challenge.
    OtherChallenge,
    /// The page was another's, or lay in a frame of another's.
    OtherOrigin,
    /// The authenticator spoke to another site.
    OtherSite,
    /// Nobody was there, or nobody was recognised.
    NotVerified,
    /// A kind of key that was not asked for.
    OtherAlgorithm,
    /// Bound to one device when it was made and no longer so, or the reverse.
    SyncedChanged,
    /// The signature is not of this key over these bytes.
    BadSignature,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed(what) => what,
            Self::OtherCeremony => "the answer is of another ceremony",
            Self::OtherChallenge => "the answer is to another challenge",
            Self::OtherOrigin => "the page is of another origin",
            Self::OtherSite => "the authenticator spoke to another site",
            Self::NotVerified => "the authenticator did not verify who was there",
            Self::OtherAlgorithm => "the key is of a kind that was not asked for",
            Self::SyncedChanged => "the passkey changed between bound and synced",
            Self::BadSignature => "the signature is wrong",
        })
    }
}

impl std::error::Error for Refusal {}

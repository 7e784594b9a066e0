//! Why an upload is not accepted.

/// Why a file is not accepted. The words shown to people are chosen by the beginning of what
/// this displays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than the limit.
    #[error("the file is over {limit} bytes")]
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    /// None of the accepted kinds, whatever its name says.
    #[error("not accepted: {}", .looks_like.unwrap_or("an unknown kind of file"))]
    NotAccepted {
        /// What it seems to be, for the message.
        looks_like: Option<&'static str>,
    },
    /// More pixels or more memory than the limits.
    #[error("the picture is {width} x {height} pixels; the limit is {limit} pixels in all")]
    TooManyPixels {
        /// By its header.
        width: u32,
        /// By its header.
        height: u32,
        /// Width × height at most.
        limit: u64,
    },
    /// It starts like an accepted kind but cannot be read to its end.
    #[error("damaged: the file cannot be read to its end")]
    Broken,
    /// Opening it asks for a password.
    #[error("encrypted: the file asks for a password")]
    Encrypted,
    /// A program is in it: macros, ActiveX, JavaScript, actions that start something.
    #[error("a program is in the file: {what}")]
    Program {
        /// What was found, for developers.
        what: &'static str,
    },
    /// Another file is in it.
    #[error("another file is in the file: {what}")]
    Embedded {
        /// What was found, for developers.
        what: &'static str,
    },
    /// It loads something from elsewhere when it is opened.
    #[error("loads from elsewhere: {what}")]
    LoadsFromElsewhere {
        /// What was found, for developers.
        what: &'static str,
    },
    /// More parts, pages or unpacked bytes than anybody's document has.
    #[error("unpacked, the file is over the limit: {what}")]
    TooMuchInside {
        /// What there is too much of.
        what: &'static str,
    },
}

//! What can go wrong, as one closed list that pages, the API (RFC 9457) and the command line
//! all speak. The words shown to people are chosen by `web` in their language; a [`Problem`]
//! carries the code and, for operators, a detail that never holds patient words.

use std::fmt;

/// The result of anything that can end in a [`Problem`].
pub type Result<T, E = Problem> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:literal;)*) => {
        /// Every kind of problem, with its slug (the end of the RFC 9457 `type` URI) and HTTP status.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All of them, in the order of `docs/errors.md`.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable name, lower case with hyphens.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// The HTTP status that the API answers with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// Nobody is signed in, or the session has ended.
    SignInRequired = "sign-in-required", 401;
    /// Login name or password wrong; which of them is never said.
    SignInRefused = "sign-in-refused", 401;
    /// The session is locked after idle time; the password opens it again.
    SessionLocked = "session-locked", 401;
    /// No device certificate was presented.
    DeviceRequired = "device-required", 401;
    /// The certificate is of another authority, or of a device that is not registered.
    DeviceUnknown = "device-unknown", 401;
    /// The device was revoked, or its certificate has expired.
    DeviceRevoked = "device-revoked", 401;
    /// Number or code of a pick-up wrong; which of them is never said.
    PickUpRefused = "pick-up-refused", 401;
    /// The pick-up was used, has expired, or was locked after too many wrong codes.
    PickUpVoid = "pick-up-void", 410;
    /// A passkey was not accepted; why is never said.
    PasskeyRefused = "passkey-refused", 401;
    /// The region wants passkeys that stay in one device, and this one does not.
    PasskeySynced = "passkey-synced", 422;
    /// Too many failures; wait.
    Throttled = "throttled", 429;
    /// The change did not come from our own page: Origin, Sec-Fetch-Site or token is wrong.
    ForgedRequest = "forged-request", 403;
    /// Writing as somebody else.
    NotYourPost = "not-your-post", 403;
    /// It does not exist, or it is not for this reader: the two look the same.
    NotFound = "not-found", 404;
    /// A member may read here but not do this.
    NotAllowed = "not-allowed", 403;
    /// The notebook is closed: it is read, and nothing is written in it.
    NotebookClosed = "notebook-closed", 409;
    /// A field is missing, too long, or not of its form.
    Invalid = "invalid", 422;
    /// The request as a whole cannot be read: broken JSON, invalid UTF-8, wrong media type.
    Malformed = "malformed", 400;
    /// The cursor is not one of ours.
    BadCursor = "bad-cursor", 400;
    /// The same entry id was used for other content, or by another author in this log.
    EntryIdTaken = "entry-id-taken", 409;
    /// The thing changed meanwhile; read it again.
    Conflict = "conflict", 409;
    /// Bigger than the limit.
    TooLarge = "too-large", 413;
    /// Not a kind of file that is accepted, or a file that is not what its name says.
    FileRefused = "file-refused", 415;
    /// The content was destroyed by rule or by right.
    Destroyed = "destroyed", 410;
    /// Nothing was written: the disk is full.
    StorageFull = "storage-full", 507;
    /// The database, the disk or the access log cannot be reached; nothing was written or shown.
    Unavailable = "unavailable", 503;
    /// A key is missing, of another region, or does not open what it should.
    KeyProblem = "key-problem", 500;
    /// What is stored is not what was written.
    Damaged = "damaged", 500;
    /// The configuration cannot be used.
    Configuration = "configuration", 500;
    /// A fault of the program.
    Internal = "internal", 500;
}

/// A problem: its code, the field it is about if any, and a detail for operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// The name of the offending field, as the API spells it.
    pub field: Option<&'static str>,
    /// English, for logs and the API's `detail`; never patient words, never secrets.
    pub detail: String,
}

impl Problem {
    /// A problem of kind `code`.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, field: None, detail: detail.into() }
    }

    /// A field that is missing, too long or not of its form.
    pub fn invalid(field: &'static str, detail: impl Into<String>) -> Self {
        Self { code: Code::Invalid, field: Some(field), detail: detail.into() }
    }

    /// The one answer for "does not exist" and "not for you".
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "no such thing for this reader")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.slug())?;
        if let Some(field) = self.field {
            write!(f, " ({field})")?;
        }
        write!(f, ": {}", self.detail)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_url_safe() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.slug()), "{} twice", code.slug());
            assert!(code.slug().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
            assert!((400..600).contains(&code.status()));
        }
    }

    #[test]
    fn a_problem_names_its_field() {
        let problem = Problem::invalid("text", "longer than 20000 characters");
        assert_eq!(problem.to_string(), "invalid (text): longer than 20000 characters");
    }

    /// What does not exist and what is not for this reader must not be told apart.
    #[test]
    fn not_found_says_the_same_each_time() {
        assert_eq!(Problem::not_found(), Problem::not_found());
        assert_eq!(Problem::not_found().code.status(), 404);
        assert_eq!(Problem::not_found().field, None);
    }

    #[test]
    fn a_problem_without_a_field_names_none() {
        let problem = Problem::new(Code::StorageFull, "no room");
        assert_eq!(problem.to_string(), "storage-full: no room");
        assert_eq!(problem.code.status(), 507);
    }
}

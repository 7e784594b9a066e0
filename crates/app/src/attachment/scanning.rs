//! Files shown to a virus scanner, where the operator has one (security.md 19).

use std::sync::Arc;

use tasuki_kernel::{Code, Problem, Result};

use crate::App;

/// What a scanner says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was found.
    Found,
    /// The scanner cannot be asked, or says something else.
    NoAnswer,
}

/// A virus scanner. It may wait: it is asked where waiting is allowed.
pub trait Scanner: Send + Sync {
    /// Judges a file.
    fn scan(&self, bytes: &[u8]) -> Verdict;
}

impl App {
    /// The scanner for every file; said once, before serving.
    pub fn use_scanner(&self, scanner: Arc<dyn Scanner>) {
        // A second one is not taken: it would be a way past the first.
        let _ = self.scanner.set(scanner);
    }
}

/// Shows a file to the scanner, if there is one. A scanner that does not answer lets nothing pass.
pub(super) fn check(scanner: Option<&dyn Scanner>, bytes: &[u8]) -> Result<()> {
    let Some(scanner) = scanner else { return Ok(()) };
    let (code, detail) = match scanner.scan(bytes) {
        Verdict::Clean => return Ok(()),
        Verdict::Found => (Code::FileRefused, "virus: the scanner found something"),
        Verdict::NoAnswer => (Code::Unavailable, "scanner: it does not answer"),
    };
    Err(Problem { code, field: Some("photos"), detail: detail.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Says(Verdict);

    impl Scanner for Says {
        fn scan(&self, _: &[u8]) -> Verdict {
            self.0
        }
    }

    #[test]
    fn only_what_was_found_clean_passes() {
        let said = |verdict| check(Some(&Says(verdict)), b"x").map_err(|it| it.code);
        assert_eq!(check(None, b"x"), Ok(()));
        assert_eq!(said(Verdict::Clean), Ok(()));
        assert_eq!(said(Verdict::Found), Err(Code::FileRefused));
        assert_eq!(said(Verdict::NoAnswer), Err(Code::Unavailable));
    }
}

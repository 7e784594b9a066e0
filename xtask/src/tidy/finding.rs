//! One thing that breaks a house rule.

use std::fmt;

/// Where it is, what is wrong and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// From 1; for a whole file, 1.
    pub line: usize,
    pub message: String,
}

impl Finding {
    /// A finding on a line of a file.
    pub fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_that_editors_can_jump_to() {
        let finding = Finding::at("crates/app/src/lib.rs", 7, "too long; split it");
        assert_eq!(finding.to_string(), "crates/app/src/lib.rs:7: too long; split it");
    }
}

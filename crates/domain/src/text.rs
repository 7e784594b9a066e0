//! The words of an entry: what length and characters are accepted.

use tasuki_kernel::{Code, Problem, Result};

/// The longest text of an entry, in characters.
pub const MAX_CHARS: usize = 20_000;

/// Checks the words of an entry and returns them with line ends as `\n` and outer blank space
/// removed. Empty text is allowed: a photo may say it all, and whether anything at all was
/// written is for the caller to ask.
///
/// # Errors
/// [`Code::TooLarge`] over [`MAX_CHARS`]; [`Code::Invalid`] for control characters other than
/// tab and line end.
pub fn accept(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if text.chars().count() > MAX_CHARS {
        let mut problem = Problem::new(Code::TooLarge, "text is over 20000 characters");
        problem.field = Some("text");
        return Err(problem);
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Problem::invalid("text", "text holds a control character"));
    }
    Ok(text.to_owned())
}

/// Checks a one-line field of at most `max` characters and trims it.
///
/// # Errors
/// [`Code::Invalid`] naming `field`.
pub fn accept_line(field: &'static str, text: &str, max: usize) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(Problem::invalid(field, format!("over {max} characters")));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::invalid(field, "holds a control character or a line end"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_one_and_blanks_outside_go() {
        assert_eq!(
            accept("  一行目\r\n二行目\r三 \n").unwrap(),
            "一行目\n二行目\r三".replace('\r', "\n")
        );
        assert_eq!(accept("   ").unwrap(), "");
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(accept(&"薬".repeat(MAX_CHARS)).is_ok());
        let problem = accept(&"薬".repeat(MAX_CHARS + 1)).unwrap_err();
        assert_eq!((problem.code, problem.field), (Code::TooLarge, Some("text")));
    }

    #[test]
    fn control_characters_are_refused_and_direction_marks_kept() {
        assert_eq!(accept("a\u{0}b").unwrap_err().code, Code::Invalid);
        assert_eq!(accept("\u{202E}עברית e\u{301}").unwrap(), "\u{202E}עברית e\u{301}");
        assert_eq!(accept_line("title", "a\nb", 10).unwrap_err().field, Some("title"));
        assert_eq!(accept_line("title", " ok ", 10).unwrap(), "ok");
        assert!(accept_line("title", "12345678901", 10).is_err());
    }
}

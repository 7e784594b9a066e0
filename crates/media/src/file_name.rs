//! The display name of an upload. It is shown and never used as a path.

/// The most characters that are kept.
pub const MAX_CHARS: usize = 120;

/// What is shown when nothing readable is left.
pub const NAMELESS: &str = "無題";

/// A name fit to show: the last path part, without control characters, without characters that
/// turn or hide text (a name must not read as another name), trimmed, at most [`MAX_CHARS`]
/// characters with the extension kept. Japanese and everything else readable stays.
///
/// Cleaning twice changes nothing.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !trim(part).is_empty()).unwrap_or("");
    let shown: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let shown = shorten(trim(&shown));
    if shown.is_empty() || shown.chars().all(|c| c == '.') { NAMELESS.to_owned() } else { shown }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_hidden(c))
}

/// Control characters, line separators, and the invisible ones of Unicode's general
/// punctuation: joiners, direction marks, embeddings, overrides and isolates (UAX #9).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= MAX_CHARS {
        return name.to_owned();
    }
    let extension = match name.rfind('.') {
        Some(at) if (2..=6).contains(&name[at..].chars().count()) => &name[at..],
        _ => "",
    };
    let room = MAX_CHARS - extension.chars().count();
    let stem: String = name.chars().take(room).collect();
    format!("{}{extension}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_last_part_of_a_path_is_kept() {
        assert_eq!(clean("C:\\Users\\misaki\\写真\\尿 10時.jpg"), "尿 10時.jpg");
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("連絡ノート.jpg/"), "連絡ノート.jpg");
    }

    #[test]
    fn nothing_hidden_or_turned_around_is_kept() {
        // Shown as "photoexe.jpg" by a program that obeys the override.
        assert_eq!(clean("photo\u{202E}gpj.exe"), "photogpj.exe");
        assert_eq!(clean("a\u{200B}b\u{0}c\r\nd\u{2066}.png"), "abcd.png");
        assert_eq!(clean("\u{FEFF}  褥瘡（仙骨部）.jpg  "), "褥瘡（仙骨部）.jpg");
    }

    #[test]
    fn a_name_of_nothing_gets_one() {
        for nothing in ["", "   ", "///", "..", ".", "\u{202E}", "\u{3000}"] {
            assert_eq!(clean(nothing), NAMELESS);
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let long = clean(&format!("{}.jpeg", "記録".repeat(200)));
        assert_eq!(long.chars().count(), MAX_CHARS);
        assert!(long.starts_with("記録記録") && long.ends_with("録記.jpeg"));
        assert_eq!(clean(&"字".repeat(500)).chars().count(), MAX_CHARS);
    }

    proptest! {
        #[test]
        fn any_name_becomes_fit_to_show(name in any::<String>()) {
            let cleaned = clean(&name);
            prop_assert!(!cleaned.is_empty());
            prop_assert!(cleaned.chars().count() <= MAX_CHARS);
            prop_assert!(!cleaned.contains(['/', '\\']));
            prop_assert!(!cleaned.chars().any(is_hidden));
            prop_assert_eq!(clean(&cleaned), cleaned);
        }

        #[test]
        fn long_names_with_dots_and_blanks_too(name in "[あ. /\u{202E}a]{0,400}") {
            let cleaned = clean(&name);
            prop_assert!(cleaned.chars().count() <= MAX_CHARS);
            prop_assert_eq!(clean(&cleaned), cleaned);
        }
    }
}

//! What a correction changed, shown as old struck through and new in bold with a little around it.

/// How many characters around the change are shown.
const AROUND: usize = 12;

/// A change within a text: what stands before it, what was there, what is there now, what follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    pub before: String,
    pub old: String,
    pub new: String,
    pub after: String,
}

/// The smallest single change from `old` to `new`, widened to whole numbers and Latin words, with a
/// few characters around it. Many changes show as one stretch.
pub fn change(old: &str, new: &str) -> Change {
    let old: Vec<char> = old.chars().collect();
    let new: Vec<char> = new.chars().collect();
    let shorter = old.len().min(new.len());
    let mut head = (0..shorter).take_while(|i| old[*i] == new[*i]).count();
    let most = shorter - head;
    let mut tail =
        (0..most).take_while(|i| old[old.len() - 1 - i] == new[new.len() - 1 - i]).count();
    while head > 0 && is_word(old[head - 1]) {
        head -= 1;
    }
    while tail > 0 && is_word(old[old.len() - tail]) {
        tail -= 1;
    }
    Change {
        before: last_of(&new[..head]),
        old: old[head..old.len() - tail].iter().collect(),
        new: new[head..new.len() - tail].iter().collect(),
        after: first_of(&new[new.len() - tail..]),
    }
}

/// Letters, digits and the marks inside numbers: splitting `250mL` or `37.8` would mislead.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '%' | '℃')
}

/// The end of what comes before: back to the last line or sentence end, at most [`AROUND`].
fn last_of(text: &[char]) -> String {
    let start = text.len().saturating_sub(AROUND);
    let end = &text[start..];
    let cut = end.iter().rposition(|c| is_end(*c)).map_or(0, |i| i + 1);
    let dots = if cut == 0 && start > 0 { "…" } else { "" };
    format!("{dots}{}", end[cut..].iter().collect::<String>())
}

/// The beginning of what follows: up to the next line or sentence end, at most [`AROUND`].
fn first_of(text: &[char]) -> String {
    let near = &text[..text.len().min(AROUND)];
    let cut = near.iter().position(|c| is_end(*c));
    let dots = if cut.is_none() && text.len() > AROUND { "…" } else { "" };
    format!("{}{dots}", near[..cut.unwrap_or(near.len())].iter().collect::<String>())
}

fn is_end(c: char) -> bool {
    matches!(c, '\n' | '。' | '、' | '．')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_changes_as_a_whole() {
        let c =
            change("着替えはお手伝い。水分 250mLでした。", "着替えはお手伝い。水分 200mLでした。");
        assert_eq!((c.old.as_str(), c.new.as_str()), ("250mL", "200mL"));
        assert_eq!((c.before.as_str(), c.after.as_str()), ("水分 ", "でした"));
    }

    #[test]
    fn what_was_added_or_dropped() {
        assert_eq!(change("朝食は半分", "朝食は半分。昼は全量").new, "。昼は全量");
        let dropped = change("右の肺の音", "肺の音");
        assert_eq!((dropped.old.as_str(), dropped.new.as_str()), ("右の", ""));
    }

    #[test]
    fn long_surroundings_are_cut_with_dots() {
        let long = "あ".repeat(40);
        let c = change(&format!("{long}右{long}"), &format!("{long}左{long}"));
        assert_eq!(c.before, format!("…{}", "あ".repeat(12)));
        assert_eq!(c.after, format!("{}…", "あ".repeat(12)));
    }

    proptest! {
        /// Nothing outside the shown change differs: the parts are parts of both texts.
        #[test]
        fn old_and_new_hold_their_parts(
            old in "[ab1.あい。\n]{0,40}", new in "[ab1.あい。\n]{0,40}",
        ) {
            let c = change(&old, &new);
            prop_assert!(old.contains(&c.old));
            prop_assert!(new.contains(&c.new));
            if old == new {
                prop_assert!(c.old == c.new);
            } else {
                prop_assert_ne!(&c.old, &c.new);
            }
            prop_assert_eq!(
                old.chars().count() as isize - c.old.chars().count() as isize,
                new.chars().count() as isize - c.new.chars().count() as isize
            );
        }
    }
}

//! Templates keep to the strict content security policy (no script, style or handler inline)
//! and use no emoji, which every phone draws differently.

use std::ops::RangeInclusive;

use super::{Finding, House};
use crate::tree::is_a;

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    let markup = house.tree.files().filter(|(path, _)| is_markup(path));
    for (path, text) in markup {
        for tag in tags(text) {
            let message = judge(&tag.text);
            found.extend(message.map(|message| Finding::at(path, tag.line, message)));
        }
    }
    for (path, text) in house.tree.files().filter(|(path, _)| is_seen_by_people(path)) {
        let source = house.tree.sources().iter().find(|source| source.path == path);
        for (line, number) in text.lines().zip(1..) {
            let in_test = source.is_some_and(|source| source.is_test(number));
            if let Some(emoji) = line.chars().find(|c| is_emoji(*c)).filter(|_| !in_test) {
                let message = format!(
                    "an emoji (U+{:04X}) looks different on every phone; use a word or our icon",
                    u32::from(emoji)
                );
                found.push(Finding::at(path, number, message));
            }
        }
    }
    found
}

fn is_markup(path: &str) -> bool {
    path.starts_with("crates/") && is_a(path, &["html", "svg"]) && !path.contains("/tests/")
}

/// Everything of web: templates, its texts in Rust, scripts and styles.
fn is_seen_by_people(path: &str) -> bool {
    path.starts_with("crates/web/") && !path.contains("/tests/")
}

struct Tag {
    line: usize,
    /// From the name after `<` to the character before `>`, in lower case, without what stands
    /// in askama's `{{ … }}` and `{% … %}`.
    text: String,
}

/// The opening tags of a page. Expressions of the template language are left out first, so that
/// a `>` in a condition ends no tag.
fn tags(text: &str) -> Vec<Tag> {
    let plain = without_expressions(text);
    let mut tags = Vec::new();
    for (at, _) in plain.match_indices('<') {
        let rest = &plain[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find('>').unwrap_or(rest.len());
        let line = plain[..at].matches('\n').count() + 1;
        tags.push(Tag { line, text: rest[..end].to_lowercase() });
    }
    tags
}

/// Replaces every character of an expression by a space, keeping the ends of lines.
fn without_expressions(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        plain.push_str(&rest[..start]);
        let close = match rest.as_bytes()[start + 1] {
            b'{' => "}}",
            b'%' => "%}",
            _ => "#}",
        };
        let end = rest[start..].find(close).map_or(rest.len(), |at| start + at + 2);
        plain.extend(rest[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

fn judge(tag: &str) -> Option<&'static str> {
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let attributes = attribute_names(tag);
    if name == "script" && !attributes.iter().any(|a| a == "src") {
        return Some("a script inline, which the policy blocks; move it to a module of assets");
    }
    if name == "style" || attributes.iter().any(|a| a == "style") {
        return Some("a style inline, which the policy blocks; give it a class");
    }
    if attributes.iter().any(|a| a.starts_with("on") && a.len() > 2) {
        return Some("a handler inline, which the policy blocks; listen in a module of assets");
    }
    if tag.contains("javascript:") {
        return Some("a javascript: address, which the policy blocks; use a button and a module");
    }
    None
}

/// Names of the attributes of a tag: what stands outside quotes, up to `=` or a space.
fn attribute_names(tag: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut quote = None;
    for c in tag.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                outside.push(' ');
            }
            None => outside.push(c),
        }
    }
    let words = outside.split_whitespace().skip(1);
    words.filter_map(|word| word.split('=').next()).map(str::to_owned).collect()
}

/// Characters below U+1F000 which phones draw in colour (Unicode emoji-data, property Emoji).
/// Those that Japanese forms use as text (☎, ♀, ♪, ☑, 〒, ㊙ and the like) stay allowed.
const EMOJI: &[RangeInclusive<char>] = &[
    '\u{231A}'..='\u{231B}',
    '\u{23E9}'..='\u{23F3}',
    '\u{2600}'..='\u{2604}',
    '\u{2614}'..='\u{2615}',
    '\u{2618}'..='\u{263A}',
    '\u{2648}'..='\u{2653}',
    '\u{2668}'..='\u{2668}',
    '\u{267B}'..='\u{26FD}',
    '\u{2705}'..='\u{270F}',
    '\u{2714}'..='\u{2714}',
    '\u{2716}'..='\u{2716}',
    '\u{2728}'..='\u{2728}',
    '\u{2733}'..='\u{2734}',
    '\u{2744}'..='\u{2757}',
    '\u{2763}'..='\u{2764}',
    '\u{2795}'..='\u{2797}',
    '\u{27A1}'..='\u{27A1}',
    '\u{27B0}'..='\u{27BF}',
    '\u{2B1B}'..='\u{2B1C}',
    '\u{2B50}'..='\u{2B55}',
    '\u{FE0F}'..='\u{FE0F}',
    '\u{1F000}'..='\u{1F0FF}',
    '\u{1F1E6}'..='\u{1F1FF}',
    '\u{1F300}'..='\u{1FAFF}',
];

fn is_emoji(c: char) -> bool {
    EMOJI.iter().any(|range| range.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let found = check(&House::of(&[("crates/web/templates/a.html", text)]));
        found.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn what_the_policy_would_block_is_a_finding() {
        assert_eq!(lines("<p>\n<script>go()</script>"), [2]);
        assert_eq!(lines("<style>p{}</style>"), [1]);
        assert_eq!(lines("<p\n style=\"color:red\">"), [1]);
        assert_eq!(lines("<p style=\"width: {{ w }}%\">"), [1]);
        assert_eq!(lines("<button onclick='go()'>"), [1]);
        assert_eq!(lines("<a href=\"javascript:go()\">"), [1]);
    }

    #[test]
    fn what_it_lets_pass_passes() {
        assert!(lines("<script type=\"module\" src=\"/assets/a.js\"></script>").is_empty());
        assert!(lines("<link rel=\"stylesheet\" href=\"/a.css\">").is_empty());
        assert!(
            lines("<p data-note=\"onset=3 style=x\" class=\"on\">a < b onclick=</p>").is_empty()
        );
        assert!(lines("{% if a > b %}<p>{% endif %}{# <script> #}{{ x < y }}").is_empty());
        assert!(lines("<p {% if a > 1 %}hidden{% endif %} class=\"x\">").is_empty());
    }

    #[test]
    fn tags_are_read_over_lines_and_quotes() {
        assert_eq!(
            attribute_names("p class=\"a b\" hidden data-x='y z' id=q"),
            ["class", "hidden", "data-x", "id"]
        );
        assert_eq!(attribute_names("br"), Vec::<String>::new());
        let found = tags("<!doctype html>\n<p\n class=\"x\">1 < 2</p>\n<BR>");
        let names: Vec<_> = found.iter().map(|tag| (tag.line, tag.text.as_str())).collect();
        assert_eq!(names, [(2, "p\n class=\"x\""), (4, "br")]);
    }

    #[test]
    fn expressions_are_blanked_and_lines_kept() {
        assert_eq!(without_expressions("a{{ b }}c"), "a       c");
        assert_eq!(without_expressions("{% if a\n > b %}c"), "       \n       c");
        assert_eq!(without_expressions("a{# never closed"), "a               ");
        assert_eq!(without_expressions("a{b}"), "a{b}");
    }

    #[test]
    fn only_markup_and_what_web_shows_is_looked_at() {
        let inline = "<p style=\"x\">\u{1F600}</p>";
        let count = |path| check(&House::of(&[(path, inline)])).len();
        assert_eq!(count("crates/web/templates/a.html"), 2);
        assert_eq!(count("crates/web/assets/icon.svg"), 2);
        assert_eq!(count("crates/web/assets/a.js"), 1);
        assert_eq!(count("crates/web/tests/a.html"), 0);
        assert_eq!(count("docs/a.html"), 0);
    }

    #[test]
    fn a_condition_with_an_angle_hides_nothing() {
        assert_eq!(lines("<p {% if a > 1 %}hidden{% endif %} style=\"x\">"), [1]);
    }

    #[test]
    fn emoji_are_findings_where_people_would_see_them() {
        for emoji in ["\u{1F600}", "\u{26A0}", "\u{2705}", "\u{2764}\u{FE0F}", "\u{231B}"] {
            assert_eq!(lines(&format!("<p>{emoji}</p>")), [1], "{emoji}");
        }
        assert!(lines("<p>★ → ✓ ✕ ☎ ♀ ① 〒 ㊙ 令和 …</p>").is_empty());
        let text = "const A: &str = \"\u{1F600}\";\n#[cfg(test)]\nmod t { const B: &str = \"\u{1F600}\"; }";
        let found = check(&House::of(&[("crates/web/src/texts.rs", text)]));
        assert_eq!(found.iter().map(|f| f.line).collect::<Vec<_>>(), [1]);
    }
}

//! Nothing is left for later: no stub, no ignored or lonely test, no note to oneself.

use super::{Finding, House};
use crate::rust::Source;
use crate::tree::is_a;

const STUBS: &[&str] = &[concat!("to", "do"), concat!("unimple", "mented")];
const NOTES: &[&str] = &[concat!("FIX", "ME"), concat!("TO", "DO:"), concat!("XX", "X:")];
/// What leaves a browser test out, or all others.
const LONELY: &[&str] = &[
    concat!("test.", "skip("),
    concat!("test.", "only("),
    concat!("test.", "fixme("),
    concat!("describe.", "skip("),
    concat!("describe.", "only("),
];

pub fn check(house: &House) -> Vec<Finding> {
    let mut found: Vec<Finding> = house.tree.sources().iter().flat_map(in_rust).collect();
    for (path, text) in house.tree.files() {
        let script = is_a(path, &["js", "mjs", "ts"]);
        for (line, number) in text.lines().zip(1..) {
            found.extend(NOTES.iter().filter(|note| line.contains(**note)).map(|note| {
                Finding::at(path, number, format!("{note} stands here; do it or open an issue"))
            }));
            found.extend(LONELY.iter().filter(|way| script && line.contains(**way)).map(|way| {
                Finding::at(path, number, format!("{way}…) leaves tests out; let all of them run"))
            }));
        }
    }
    found
}

fn in_rust(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for three in source.tokens.windows(3) {
        let [first, second, third] = three else { continue };
        if STUBS.contains(&first.text.as_str()) && second.text == "!" && third.text == "(" {
            let message = format!("a stub ({}!) stands here; write what belongs there", first.text);
            found.push(Finding::at(&source.path, first.line, message));
        }
        if first.text == "#" && second.text == "[" && third.text == "ignore" {
            let message = "an ignored test proves nothing; let it run or remove it";
            found.push(Finding::at(&source.path, first.line, message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&House::of(&[(path, text)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn stubs_are_findings() {
        assert_eq!(lines("a.rs", concat!("fn a() {\n to", "do!()\n}")), [2]);
        assert_eq!(lines("a.rs", concat!("fn a() { unimple", "mented!(\"later\") }")), [1]);
    }

    #[test]
    fn ignored_tests_are_findings() {
        assert_eq!(lines("a.rs", concat!("#[test]\n#[ig", "nore]\nfn a() {}")), [2]);
        assert_eq!(lines("a.rs", concat!("#[test]\n#[ig", "nore = \"slow\"]\nfn a() {}")), [2]);
    }

    #[test]
    fn notes_to_oneself_are_findings_in_every_file() {
        assert_eq!(lines("docs/a.md", concat!("fine\nFIX", "ME later\n")), [2]);
        assert_eq!(lines("a.rs", concat!("// TO", "DO: later\n")), [1]);
    }

    #[test]
    fn browser_tests_all_run() {
        assert_eq!(lines("e2e/a.spec.mjs", concat!("test.", "only('one', go)")), [1]);
        assert_eq!(lines("e2e/a.spec.mjs", concat!("test.", "skip('one', go)")), [1]);
        assert!(lines("e2e/a.spec.mjs", "test('one', go)").is_empty());
    }

    #[test]
    fn the_words_elsewhere_pass() {
        let text = "fn a(todo: bool, ignore: u8) -> &'static str { \"todo\" }";
        assert!(lines("a.rs", text).is_empty());
    }
}

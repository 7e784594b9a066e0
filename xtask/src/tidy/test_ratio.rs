//! At least 0.8 lines of tests for each line of code, over the whole workspace.
//!
//! Blank lines and lines that hold only a `//` comment count for neither side. Tests are what
//! [`Source::is_test`](crate::rust::Source::is_test) says (test modules, `tests/` folders,
//! testkit, fuzz targets) and the browser tests in `e2e/`; code is all other Rust and the
//! scripts of the pages, but for tables of words and facts that `xtask/exempt.toml` names.

use std::collections::BTreeMap;
use std::fmt;

use super::exempt::{self, Exempt};
use super::{Finding, House};
use crate::rust::crate_of;
use crate::tree::{Tree, is_a};

const LEAST: f64 = 0.8;

/// Lines of both kinds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    pub tests: u32,
    pub code: u32,
}

impl Lines {
    fn ratio(self) -> f64 {
        if self.code == 0 { f64::INFINITY } else { f64::from(self.tests) / f64::from(self.code) }
    }

    fn add(&mut self, is_test: bool) {
        let side = if is_test { &mut self.tests } else { &mut self.code };
        *side += 1;
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tests, code } = self;
        if *code == 0 {
            return write!(f, "{tests} lines of tests and no code");
        }
        write!(f, "{:.2} lines of tests per line of code ({tests} to {code})", self.ratio())
    }
}

pub fn check(house: &House) -> Vec<Finding> {
    let tables = match Exempt::read(&house.tree) {
        Ok(exempt) => exempt.test_ratio,
        // The rule on file lengths reports a list that cannot be read.
        Err(_) => return Vec::new(),
    };
    let mut found = exempt::unneeded(&house.tree, &tables, |path| {
        house.tree.sources().iter().any(|source| is_in(&source.path, path))
    });
    let lines = count(&house.tree);
    if lines.ratio() < LEAST {
        let message = format!("{lines}, at least {LEAST} wanted; test more");
        found.push(Finding::at("Cargo.toml", 1, message));
    }
    found
}

/// Whether `path` is the file, or lies in the folder, that a line names.
fn is_in(path: &str, named: &str) -> bool {
    path == named || (named.ends_with('/') && path.starts_with(named))
}

/// Counts the lines of a tree.
pub fn count(tree: &Tree) -> Lines {
    let mut sum = Lines::default();
    for lines in by_crate(tree).into_values() {
        sum.tests += lines.tests;
        sum.code += lines.code;
    }
    sum
}

/// Counts the lines of each crate, and of `e2e`.
pub fn by_crate(tree: &Tree) -> BTreeMap<&str, Lines> {
    let tables = Exempt::read(tree).map(|exempt| exempt.test_ratio).unwrap_or_default();
    let is_table = |path: &str| tables.keys().any(|named| is_in(path, named));
    let mut crates: BTreeMap<&str, Lines> = BTreeMap::new();
    for source in tree.sources().iter().filter(|source| !is_table(&source.path)) {
        let lines = crates.entry(source.krate()).or_default();
        let text = tree.text(&source.path).unwrap_or_default();
        for (_, number) in text.lines().zip(1..).filter(|(line, _)| counts(line)) {
            lines.add(source.is_test(number));
        }
    }
    for (path, text) in tree.files().filter(|(path, _)| is_script(path)) {
        let is_test = path.starts_with("e2e/") || path.split('/').any(|part| part == "tests");
        let lines = crates.entry(crate_of(path)).or_default();
        text.lines().filter(|line| counts(line)).for_each(|_| lines.add(is_test));
    }
    crates
}

fn counts(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

fn is_script(path: &str) -> bool {
    is_a(path, &["js", "mjs", "ts"]) && !path.ends_with(".d.ts")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::exempt::LIST;

    #[test]
    fn tables_of_words_are_not_code() {
        let list = "[test-ratio]\n\"crates/web/src/texts/\" = \"words\"\n";
        let word = "const A: &str = \"a\";\n";
        let tree = Tree::of(&[
            (LIST, list),
            ("crates/web/src/texts/ja.rs", word),
            ("crates/web/src/lib.rs", word),
        ]);
        assert_eq!(count(&tree), Lines { tests: 0, code: 1 });
    }

    const HALF_TESTED: &str = "// why\n\nfn a() {}\nfn b() {}\n#[test]\nfn c() {}\n";

    #[test]
    fn lines_are_counted_without_blanks_and_comments() {
        let tree = Tree::of(&[("crates/app/src/a.rs", HALF_TESTED)]);
        assert_eq!(count(&tree), Lines { tests: 2, code: 2 });
    }

    #[test]
    fn scripts_count_on_their_side() {
        let tree = Tree::of(&[
            ("crates/web/assets/live.js", "go();\n"),
            ("crates/web/assets/tests/live.mjs", "go();\n"),
            ("e2e/post.spec.mjs", "go();\n\ngo();\n"),
            ("e2e/photo.png.txt", "no\n"),
        ]);
        assert_eq!(count(&tree), Lines { tests: 3, code: 1 });
        assert_eq!(by_crate(&tree)["web"], Lines { tests: 1, code: 1 });
        assert_eq!(by_crate(&tree)["e2e"], Lines { tests: 2, code: 0 });
    }

    #[test]
    fn four_fifths_pass_and_less_does_not() {
        let tree = |tests: usize| {
            let (code, tests) = ("fn a() {}\n".repeat(5), "fn t() {}\n".repeat(tests));
            House::of(&[("crates/app/src/a.rs", &code), ("crates/app/tests/a.rs", &tests)])
        };
        assert!(check(&tree(4)).is_empty());
        let found = check(&tree(3));
        assert!(found[0].message.starts_with("0.60 lines of tests per line of code (3 to 5)"));
    }

    #[test]
    fn nothing_written_is_nothing_untested() {
        assert!(check(&House::of(&[])).is_empty());
        assert_eq!(Lines::default().to_string(), "0 lines of tests and no code");
    }
}

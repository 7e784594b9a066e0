//! Every library has a line in `xtask/dependencies.toml` that says what it is there for.
//!
//! A table per crate (by folder name) lists what its product needs; the table `dev` lists what
//! tests of any crate may use. A library without a line is a finding, and so are a line that no
//! manifest needs any more and a library that no source of its crate names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, House};
use crate::workspace::{Dependency, Member, Purpose};

const LIST: &str = "xtask/dependencies.toml";
/// The table for what only tests use.
const FOR_TESTS: &str = "dev";

type Table = BTreeMap<String, BTreeMap<String, String>>;

pub fn check(house: &House) -> Vec<Finding> {
    let text = house.tree.text(LIST).unwrap_or_default();
    let listed: Table = match toml::from_str(text) {
        Ok(table) => table,
        Err(problem) => return vec![Finding::at(LIST, 1, problem.message().to_owned())],
    };
    let (mut used, mut found) = (BTreeSet::new(), Vec::new());
    for member in &house.workspace.members {
        for dependency in member.dependencies.iter().filter(|dependency| !dependency.ours) {
            let own = (member.name.as_str(), dependency.name.as_str());
            let shared = (FOR_TESTS, dependency.name.as_str());
            let line = if dependency.purpose == Purpose::Tests && has(&listed, shared) {
                shared
            } else {
                own
            };
            if !has(&listed, line) {
                let table = if dependency.purpose == Purpose::Tests { FOR_TESTS } else { own.0 };
                let message = format!(
                    "{} needs {} but {LIST} does not say why; \
                     add it under [{table}], or do without it",
                    own.0, own.1
                );
                let at = house.tree.line_starting(&member.manifest, own.1);
                found.push(Finding::at(&member.manifest, at, message));
            }
            used.insert(line);
        }
        found.extend(unnamed(house, member));
    }
    for (table, name, why) in lines(&listed) {
        let at = line_of(text, table, name);
        if !used.contains(&(table, name)) {
            let message = format!("[{table}] {name} is no longer needed; remove the line");
            found.push(Finding::at(LIST, at, message));
        } else if why.trim().is_empty() {
            found.push(Finding::at(LIST, at, format!("[{table}] {name} has no reason; give one")));
        }
    }
    found
}

/// Libraries that the manifest declares and no source names.
fn unnamed(house: &House, member: &Member) -> Vec<Finding> {
    let libraries = member.dependencies.iter().filter(|dependency| !dependency.ours);
    libraries
        .filter(|library| !is_named(house, &member.name, library))
        .map(|library| {
            let sources = match library.purpose {
                Purpose::Product => "code",
                Purpose::Tests => "test",
            };
            let message = format!(
                "{} declares {} but no {sources} of it names it; remove it",
                member.name, library.name
            );
            let at = house.tree.line_starting(&member.manifest, &library.name);
            Finding::at(&member.manifest, at, message)
        })
        .collect()
}

/// Whether a source of the crate has the library's name, or its end, since some packages call
/// their library so (`rustls-webpki` is `webpki`). What only tests name is for tests.
fn is_named(house: &House, krate: &str, library: &Dependency) -> bool {
    let name = library.name.replace('-', "_");
    let names = |text: &str| {
        text == name || name.strip_suffix(text).is_some_and(|rest| rest.ends_with('_'))
    };
    let mut sources = house.tree.sources().iter().filter(|source| source.krate() == krate);
    sources.any(|source| {
        let mut tokens = source.tokens.iter();
        // All of testkit is for tests, so there its product's sources are tests.
        let in_tests = library.purpose == Purpose::Tests || krate == "testkit";
        tokens.any(|token| names(&token.text) && (in_tests || !source.is_test(token.line)))
    })
}

fn has(listed: &Table, (table, name): (&str, &str)) -> bool {
    listed.get(table).is_some_and(|lines| lines.contains_key(name))
}

fn lines(listed: &Table) -> impl Iterator<Item = (&str, &str, &str)> {
    listed.iter().flat_map(|(table, lines)| {
        lines.iter().map(|(name, why)| (table.as_str(), name.as_str(), why.as_str()))
    })
}

fn line_of(text: &str, table: &str, name: &str) -> usize {
    let heading = format!("[{table}]");
    let mut numbered = text.lines().zip(1..).skip_while(|(line, _)| line.trim() != heading);
    numbered.find(|(line, _)| line.trim_start().starts_with(name)).map_or(1, |(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;
    use crate::workspace::workspace_of;

    fn findings(list: &str) -> Vec<Finding> {
        let workspace = workspace_of(&[
            ("kernel", &[("uuid", false, Purpose::Product), ("proptest", false, Purpose::Tests)]),
            ("domain", &[("kernel", true, Purpose::Product), ("uuid", false, Purpose::Product)]),
        ]);
        let tree = Tree::of(&[
            (LIST, list),
            ("crates/kernel/src/lib.rs", "use uuid::Uuid;\n#[cfg(test)] use proptest::any;"),
            ("crates/domain/src/lib.rs", "fn a() -> uuid::Uuid { b() }"),
        ]);
        check(&House { tree, workspace })
    }

    const GOOD: &str = "[kernel]\nuuid = \"identifiers\"\n[domain]\nuuid = \"parsing\"\n\
                        [dev]\nproptest = \"invariants\"\n";

    #[test]
    fn a_list_that_names_each_use_passes() {
        assert!(findings(GOOD).is_empty());
        let own = GOOD
            .replace("[dev]\nproptest = \"invariants\"\n", "")
            .replace("[kernel]\n", "[kernel]\nproptest = \"invariants\"\n");
        assert!(findings(&own).is_empty(), "a crate may list what its own tests use");
    }

    #[test]
    fn a_library_without_a_line_is_a_finding() {
        let found = findings(&GOOD.replace("[domain]\nuuid = \"parsing\"\n", ""));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("domain needs uuid"));
        let found = findings(&GOOD.replace("[dev]\nproptest = \"invariants\"\n", ""));
        assert!(found[0].message.contains("under [dev]"));
    }

    #[test]
    fn a_line_without_a_use_is_a_finding_on_its_line() {
        let found = findings(&GOOD.replace("[domain]\n", "[domain]\nhex = \"old\"\n"));
        assert_eq!((found.len(), found[0].line), (1, 4));
        assert!(found[0].message.contains("hex is no longer needed"));
    }

    #[test]
    fn a_reason_has_words() {
        let found = findings(&GOOD.replace("parsing", " "));
        assert!(found[0].message.contains("no reason"));
    }

    /// Messages about one library of one crate, whose source is given.
    fn about(library: &str, purpose: Purpose, source: &str) -> usize {
        let workspace = workspace_of(&[("app", &[(library, false, purpose)])]);
        let list = format!("[app]\n{library} = \"a reason\"\n");
        let tree = Tree::of(&[(LIST, &list), ("crates/app/src/lib.rs", source)]);
        check(&House { tree, workspace }).len()
    }

    #[test]
    fn a_library_that_no_source_names_is_a_finding() {
        assert_eq!(about("tokio-stream", Purpose::Product, "use tokio_stream::Stream;"), 0);
        assert_eq!(about("rustls-webpki", Purpose::Product, "use webpki::Cert;"), 0);
        assert_eq!(about("tokio-stream", Purpose::Product, "use tokio::spawn;"), 1);
        assert_eq!(about("tokio", Purpose::Product, "/// As in tokio.\nfn a() {}"), 1);
    }

    #[test]
    fn a_library_that_only_tests_name_is_for_tests() {
        let tests = "#[cfg(test)] mod tests { use hex::encode; }";
        assert_eq!(about("hex", Purpose::Product, tests), 1);
        assert_eq!(about("hex", Purpose::Tests, tests), 0);
    }

    #[test]
    fn a_broken_list_is_a_finding() {
        assert_eq!(findings("[kernel").len(), 1);
    }
}

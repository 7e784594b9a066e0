//! Every library has a line in `xtask/dependencies.toml` that says what it is there for.
//!
//! A table per crate (by folder name) lists what its product needs; the table `dev` lists what
//! tests of any crate may use. A library without a line is a finding, and so is a line that no
//! manifest needs any more.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, House};
use crate::workspace::Purpose;

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
        check(&House { tree: Tree::of(&[(LIST, list)]), workspace })
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

    #[test]
    fn a_broken_list_is_a_finding() {
        assert_eq!(findings("[kernel").len(), 1);
    }
}

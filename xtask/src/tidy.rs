//! The house rules. Each rule is a module with one function from a [`House`] to its findings,
//! and with a test that breaks it; `docs/house-rules.md` says why each of them stands.

mod confined;
mod dependencies;
mod documented;
mod edges;
mod exempt;
mod file_length;
mod finding;
mod function_size;
mod machine_words;
mod module_names;
mod pure;
mod registry_hosts;
mod route_list;
mod route_sources;
mod routes;
mod statements;
mod templates;
mod test_ratio;
mod unfinished;

use std::path::Path;

use anyhow::{Result, bail};

pub use finding::Finding;

use crate::tree::Tree;
use crate::workspace::Workspace;

/// What the rules look at.
pub struct House {
    /// The files.
    pub tree: Tree,
    /// The crates and what they declare to need.
    pub workspace: Workspace,
}

impl House {
    /// Reads a repository.
    ///
    /// # Errors
    /// When git or Cargo cannot list what is in it, or a file cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        Ok(Self { tree: Tree::of_repository(root)?, workspace: Workspace::read(root)? })
    }

    /// What breaks a rule, with the name of the rule, in the order of the rules.
    pub fn findings(&self) -> Vec<(&'static str, Finding)> {
        let each = RULES
            .iter()
            .flat_map(|(name, rule)| rule(self).into_iter().map(move |finding| (*name, finding)));
        each.collect()
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        Self { tree: Tree::of(files), workspace: Workspace::default() }
    }
}

type Rule = fn(&House) -> Vec<Finding>;

/// All rules, in the order of `docs/house-rules.md`.
const RULES: &[(&str, Rule)] = &[
    ("parses", parses),
    ("edges", edges::check),
    ("confined", confined::check),
    ("dependencies", dependencies::check),
    ("pure", pure::check),
    ("file-length", file_length::check),
    ("function-size", function_size::check),
    ("test-ratio", test_ratio::check),
    ("documented", documented::check),
    ("module-names", module_names::check),
    ("unfinished", unfinished::check),
    ("sql", statements::check),
    ("routes", routes::check),
    ("machine-words", machine_words::check),
    ("registry-hosts", registry_hosts::check),
    ("templates", templates::check),
];

/// Checks the work tree and prints a line per finding.
///
/// # Errors
/// When there is a finding, or the tree cannot be read.
pub fn run(root: &Path) -> Result<()> {
    let house = House::read(root)?;
    let findings = house.findings();
    for (rule, finding) in &findings {
        println!("{rule}: {finding}");
    }
    for (name, lines) in test_ratio::by_crate(&house.tree) {
        println!("{name:>8}: {lines}");
    }
    println!("     all: {}", test_ratio::count(&house.tree));
    if !findings.is_empty() {
        bail!("tidy: {} rules, {} findings", RULES.len(), findings.len());
    }
    println!("tidy: {} rules, no findings", RULES.len());
    Ok(())
}

/// Files which the parser refuses would escape every other rule.
fn parses(house: &House) -> Vec<Finding> {
    let broken = house.tree.broken().iter();
    broken.map(|(path, line, why)| Finding::at(path, *line, format!("{why}; mend it"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_parse_is_a_finding() {
        let found = parses(&House::of(&[("crates/app/src/lib.rs", "fn {")]));
        assert_eq!(found.len(), 1);
        assert!(parses(&House::of(&[("crates/app/src/lib.rs", "fn a() {}")])).is_empty());
    }

    #[test]
    fn every_rule_is_in_the_house_rules_document() {
        let document = std::fs::read_to_string(crate::repository().join("docs/house-rules.md"));
        let document = document.unwrap();
        for (name, _) in RULES {
            assert!(document.contains(&format!("`{name}`")), "{name} is not explained");
        }
    }
}

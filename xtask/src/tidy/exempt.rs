//! `xtask/exempt.toml`: files which a rule lets pass, by name and with a reason. Three rules
//! have exemptions, and one that nothing needs any more is a finding.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Finding;
use crate::tree::Tree;

pub const LIST: &str = "xtask/exempt.toml";

/// Path and reason.
pub type Reasons = BTreeMap<String, String>;

/// The whole list: a table per rule, named like it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exempt {
    /// Files that are one long table.
    #[serde(default)]
    pub file_length: Reasons,
    /// Files and folders (ending in `/`) of words and facts rather than code: what they hold is
    /// looked up, not run, so that the share of tests does not count them.
    #[serde(default)]
    pub test_ratio: Reasons,
    /// Files of `store` whose statements a macro makes, prepared by a test of their own.
    #[serde(default)]
    pub sql: Reasons,
}

impl Exempt {
    /// Reads the list; a tree without one has no exemptions.
    ///
    /// # Errors
    /// A finding, when the list is broken or names a rule without exemptions.
    pub fn read(tree: &Tree) -> Result<Self, Finding> {
        toml::from_str(tree.text(LIST).unwrap_or_default())
            .map_err(|problem| Finding::at(LIST, 1, problem.message().to_owned()))
    }
}

/// Lines that no file needs, or that give no reason.
pub fn unneeded(tree: &Tree, reasons: &Reasons, needs: impl Fn(&str) -> bool) -> Vec<Finding> {
    let judge = |(path, why): (&String, &String)| {
        let line = tree.line_starting(LIST, &format!("\"{path}\""));
        if !needs(path) {
            Some(Finding::at(LIST, line, format!("{path} needs no exemption; remove it")))
        } else if why.trim().is_empty() {
            Some(Finding::at(LIST, line, format!("{path} has no reason; give one")))
        } else {
            None
        }
    };
    reasons.iter().filter_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_knows_its_rules() {
        let read = |text: &str| Exempt::read(&Tree::of(&[(LIST, text)]));
        let exempt = read("[file-length]\n\"a.rs\" = \"x\"\n[sql]\n\"b.rs\" = \"y\"\n").unwrap();
        assert_eq!(exempt.file_length["a.rs"], "x");
        assert_eq!(exempt.sql["b.rs"], "y");
        assert!(read("").unwrap().sql.is_empty());
        assert!(read("[documented]\n").is_err());
        assert!(Exempt::read(&Tree::of(&[])).is_ok());
    }

    #[test]
    fn a_line_is_needed_and_has_a_reason() {
        let tree = Tree::of(&[(LIST, "[sql]\n\"a.rs\" = \"x\"\n\"b.rs\" = \"\"\n")]);
        let reasons = Exempt::read(&tree).unwrap().sql;
        let found = unneeded(&tree, &reasons, |path| path == "b.rs");
        let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert!(texts[0].starts_with("xtask/exempt.toml:2: a.rs needs no exemption"));
        assert!(texts[1].starts_with("xtask/exempt.toml:3: b.rs has no reason"));
        assert_eq!(texts.len(), 2);
    }
}

//! No module whose name says nothing: what belongs together has a name of its own.

use syn::visit::{self, Visit};

use super::{Finding, House};
use crate::tree::is_a;

const SAYS_NOTHING: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services",
    "misc",
];
const CODE: &[&str] = &["rs", "js", "mjs", "ts"];

pub fn check(house: &House) -> Vec<Finding> {
    let mut found: Vec<Finding> = house
        .tree
        .files()
        .filter_map(|(path, _)| empty_name(path).map(|n| of(path, 1, n)))
        .collect();
    for source in house.tree.sources() {
        let mut modules = Modules(Vec::new());
        modules.visit_file(&source.file);
        let empty = modules.0.iter().filter(|(_, name)| SAYS_NOTHING.contains(&name.as_str()));
        found.extend(empty.map(|(line, name)| of(&source.path, *line, name)));
    }
    found
}

/// The part of the path of a code file which says nothing, if one does.
fn empty_name(path: &str) -> Option<&str> {
    let stem = path.rsplit_once('.').filter(|_| is_a(path, CODE))?.0;
    stem.split('/').find(|part| SAYS_NOTHING.contains(part))
}

fn of(path: &str, line: usize, name: &str) -> Finding {
    Finding::at(path, line, format!("{name} says nothing; name it after what it does"))
}

/// Modules written in braces; those in files are judged by their paths.
struct Modules(Vec<(usize, String)>);

impl<'ast> Visit<'ast> for Modules {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.content.is_some() {
            self.0.push((module.ident.span().start().line, module.ident.to_string()));
        }
        visit::visit_item_mod(self, module);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_findings_in_files_folders_and_braces() {
        let found = check(&House::of(&[
            ("crates/app/src/utils.rs", ""),
            ("crates/app/src/common/clock.rs", ""),
            ("crates/app/src/lib.rs", "mod a {\n mod helpers {}\n}"),
            ("e2e/helpers.mjs", ""),
        ]));
        let places: Vec<_> = found.iter().map(|f| (f.path.as_str(), f.line)).collect();
        assert_eq!(places.len(), 4);
        assert!(places.contains(&("crates/app/src/lib.rs", 2)));
    }

    #[test]
    fn names_that_say_something_pass() {
        let found = check(&House::of(&[
            ("crates/app/src/services_offered.rs", ""),
            ("crates/app/src/lib.rs", "mod post {}"),
            ("docs/common/words.md", ""),
        ]));
        assert!(found.is_empty());
    }
}

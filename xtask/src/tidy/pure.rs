//! kernel, domain, ledger, media and print do no input or output, and only server reads the
//! environment: what they answer depends on nothing but what they are given.

use syn::visit::{self, Visit};

use super::{Finding, House};
use crate::rust::Source;

const PURE: &[&str] = &["kernel", "domain", "ledger", "media", "print"];
const INPUT_OUTPUT: &[&[&str]] =
    &[&["std", "fs"], &["std", "net"], &["std", "env"], &["std", "process"], &["tokio"]];
const READS_ENVIRONMENT: &[&str] = &["server", "xtask", "testkit", "figures"];
const ENVIRONMENT: &[&[&str]] = &[&["std", "env"]];

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in house.tree.sources().iter().filter(|source| source.is_below_src()) {
        let krate = source.krate();
        if PURE.contains(&krate) {
            found.extend(forbid(
                source,
                INPUT_OUTPUT,
                &format!(
                    "{krate} does no input or output; let the caller in store, app or server do it"
                ),
            ));
        } else if !READS_ENVIRONMENT.contains(&krate) {
            found.extend(forbid(
                source,
                ENVIRONMENT,
                &format!("only server reads the environment; let it pass {krate} what it needs"),
            ));
        }
    }
    found
}

fn forbid(source: &Source, paths: &[&[&str]], advice: &str) -> Vec<Finding> {
    let mut hits: Vec<(usize, String)> = Vec::new();
    for path in paths {
        hits.extend(in_tokens(source, path).map(|line| (line, path.join("::"))));
    }
    let mut imports = Imports::default();
    imports.visit_file(&source.file);
    for (line, name) in imports.names {
        let forbidden = paths.iter().find(|path| name.starts_with(&path.join("::")));
        // `use std::fs` is already seen among the tokens; only a group hides it from them.
        if let Some(path) = forbidden
            && !source.is_test(line)
        {
            hits.push((line, path.join("::")));
        }
    }
    hits.sort();
    hits.dedup();
    hits.into_iter()
        .map(|(line, what)| Finding::at(&source.path, line, format!("{what}: {advice}")))
        .collect()
}

/// Lines of the code (not its tests) on which `a::b` stands, inside macros too.
fn in_tokens<'s>(source: &'s Source, path: &'s [&'s str]) -> impl Iterator<Item = usize> {
    let wanted: Vec<&str> = path.iter().flat_map(|name| [*name, "::"]).collect();
    let tokens: Vec<_> = source.code_tokens().collect();
    // A single name needs its `::`, so that a word alone does not count; a pair does not.
    let wanted = if path.len() > 1 { wanted[..wanted.len() - 1].to_vec() } else { wanted };
    let lines: Vec<usize> = tokens
        .windows(wanted.len())
        .filter(|window| window.iter().zip(&wanted).all(|(token, want)| token.text == *want))
        .map(|window| window[0].line)
        .collect();
    lines.into_iter()
}

/// Every imported path, with groups written out.
#[derive(Default)]
struct Imports {
    names: Vec<(usize, String)>,
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.flatten(&item.tree, "");
        visit::visit_item_use(self, item);
    }
}

impl Imports {
    fn flatten(&mut self, tree: &syn::UseTree, prefix: &str) {
        match tree {
            syn::UseTree::Path(path) => {
                self.flatten(&path.tree, &format!("{prefix}{}::", path.ident));
            }
            syn::UseTree::Name(name) => self.push(&name.ident, prefix),
            syn::UseTree::Rename(rename) => self.push(&rename.ident, prefix),
            syn::UseTree::Glob(_) => {}
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.flatten(tree, prefix);
                }
            }
        }
    }

    fn push(&mut self, name: &syn::Ident, prefix: &str) {
        self.names.push((name.span().start().line, format!("{prefix}{name}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&House::of(&[(path, text)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_pure_crate_with_files_or_sockets_is_a_finding() {
        assert_eq!(lines("crates/domain/src/a.rs", "fn a() {\n std::fs::read(\"x\");\n}"), [2]);
        assert_eq!(lines("crates/kernel/src/a.rs", "use std::{io, net};"), [1]);
        assert_eq!(lines("crates/ledger/src/a.rs", "use std::fs as disk;"), [1]);
        assert_eq!(lines("crates/media/src/a.rs", "async fn a() { tokio::spawn(b()); }"), [1]);
        let inside_macro = "fn a() { println!(\"{:?}\", std::process::id()); }";
        assert_eq!(lines("crates/ledger/src/a.rs", inside_macro), [1]);
    }

    #[test]
    fn tests_of_a_pure_crate_may_read_files() {
        let text = "#[cfg(test)]\nmod tests {\n use std::{fs, net};\n}";
        assert!(lines("crates/domain/src/a.rs", text).is_empty());
        assert!(lines("crates/domain/tests/a.rs", "use std::fs;").is_empty());
    }

    #[test]
    fn every_way_of_naming_input_and_output_is_seen() {
        for (text, expected) in [
            ("use std::fs;", vec![1]),
            ("use std::fs::{self, File};", vec![1]),
            ("use std::{\n fs,\n io,\n net::TcpStream,\n};", vec![2, 4]),
            ("use std::{collections::BTreeMap, env as surroundings};", vec![1]),
            ("use tokio::sync::mpsc;", vec![1]),
            ("use {std::process, std::fmt};", vec![1]),
            ("fn a() -> ::std::fs::File { b() }", vec![1]),
            ("const A: &str = include_str!(\"a.txt\");", vec![]),
            ("/// Like `std::fs::read`.\nfn a() {}", vec![]),
            ("const A: &str = \"std::fs\";", vec![]),
            ("use std::{fmt, io, collections::*};", vec![]),
        ] {
            assert_eq!(lines("crates/ledger/src/a.rs", text), expected, "{text}");
        }
    }

    #[test]
    fn crates_that_are_not_pure_may() {
        assert!(lines("crates/store/src/a.rs", "use std::{fs, net}; use tokio::sync;").is_empty());
        assert_eq!(lines("crates/store/src/a.rs", "use std::{fs, env};"), [1]);
        assert!(lines("xtask/src/a.rs", "use std::env;").is_empty());
    }

    #[test]
    fn the_finding_says_what_to_do() {
        let found = check(&House::of(&[("crates/domain/src/a.rs", "use std::fs;")]));
        assert_eq!(
            found[0].message,
            "std::fs: domain does no input or output; let the caller in store, app or server do it"
        );
    }

    #[test]
    fn a_word_alone_is_not_input_or_output() {
        assert!(lines("crates/domain/src/a.rs", "fn tokio(fs: u8) -> u8 { fs }").is_empty());
    }

    #[test]
    fn only_server_reads_the_environment() {
        let text = "fn a() { std::env::var(\"X\"); }";
        assert_eq!(lines("crates/app/src/a.rs", text), [1]);
        assert!(lines("crates/server/src/a.rs", text).is_empty());
        assert!(lines("crates/app/build.rs", text).is_empty());
        assert!(lines("crates/app/src/a.rs", "const V: &str = env!(\"X\");").is_empty());
    }
}

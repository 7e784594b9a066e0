//! SQL stands in `store` only, each statement as a constant that the product uses.
//!
//! That every statement prepares on both engines is a test of `store`, which collects them with
//! [`crate::sql::statements`]. What differs by engine stands in `dialect.rs` and may be put
//! together there.

use std::collections::{BTreeMap, BTreeSet};

use super::exempt::{self, Exempt};
use super::{Finding, House};
use crate::rust::Source;
use crate::sql::{Statement, is_sql, statements_of};
use crate::tokens::Kind;
use crate::tree::is_a;

/// Test tools may tamper with databases, `figures` keeps a naive server to compare with, and the
/// rules must be able to name what they look for.
const FREE: &[&str] = &["testkit", "figures", "xtask"];

pub fn check(house: &House) -> Vec<Finding> {
    let exempt = match Exempt::read(&house.tree) {
        Ok(exempt) => exempt.sql,
        // Reported by the rule file-length, which reads the same list.
        Err(_) => return Vec::new(),
    };
    let (mut found, mut needing) = (Vec::new(), BTreeSet::new());
    let (store, others): (Vec<&Source>, Vec<&Source>) =
        house.tree.sources().iter().partition(|source| source.krate() == "store");
    let inside = store.iter().filter(|source| source.is_below_src());
    let by_file: BTreeMap<&str, Vec<Statement>> =
        inside.map(|source| (source.path.as_str(), statements_of(source))).collect();
    for source in others.iter().filter(|source| !FREE.contains(&source.krate())) {
        found.extend(loose(source, &[]).into_iter().map(|line| {
            let message = "SQL outside store; make it a constant there and a method that runs it";
            Finding::at(&source.path, line, message)
        }));
    }
    for (path, _) in house.tree.files() {
        if is_a(path, &["sql"]) && !path.starts_with("crates/store/") {
            found.push(Finding::at(path, 1, "SQL outside store; move the file there"));
        }
    }
    for source in &store {
        let own = by_file.get(source.path.as_str()).map_or(&[][..], Vec::as_slice);
        let loose = if is_dialect(source) { Vec::new() } else { loose(source, own) };
        if !loose.is_empty() {
            needing.insert(source.path.as_str());
        }
        if !exempt.contains_key(&source.path) {
            found.extend(loose.into_iter().map(|line| {
                let message = "SQL that is no constant, so no test prepares it; write it as \
                               `const NAME: &str = \"…\";`, or in dialect.rs if engines differ";
                Finding::at(&source.path, line, message)
            }));
        }
        for statement in own.iter().filter(|statement| !is_used(statement, &store, &by_file)) {
            let message = format!("{} is used by nothing; remove it", statement.name);
            found.push(Finding::at(&source.path, statement.line, message));
        }
    }
    found.extend(exempt::unneeded(&house.tree, &exempt, |path| needing.contains(path)));
    found
}

fn is_dialect(source: &Source) -> bool {
    source.path.ends_with("/dialect.rs")
}

/// Lines of SQL texts in the code of a file which are not the text of one of its statements.
fn loose(source: &Source, own: &[Statement]) -> Vec<usize> {
    let texts = source.code_tokens().filter(|token| token.kind == Kind::Text);
    texts
        .filter(|token| is_sql(&token.text) && !own.iter().any(|s| s.sql == token.text))
        .map(|token| token.line)
        .collect()
}

/// Whether the code names the constant anywhere but where it is defined. A name that two files
/// define must be used in its own file, or in one that defines none of that name.
fn is_used(
    statement: &Statement,
    store: &[&Source],
    by_file: &BTreeMap<&str, Vec<Statement>>,
) -> bool {
    store.iter().any(|source| {
        let own_or_free =
            source.path == statement.file || !defines(by_file, &source.path, &statement.name);
        own_or_free && names(source, &statement.name)
    })
}

/// Whether the code of a file has the name other than after `const`.
fn names(source: &Source, name: &str) -> bool {
    let mut before = "";
    source.code_tokens().any(|token| {
        let after_const = std::mem::replace(&mut before, &token.text) == "const";
        token.kind == Kind::Ident && token.text == name && !after_const
    })
}

fn defines(by_file: &BTreeMap<&str, Vec<Statement>>, path: &str, name: &str) -> bool {
    by_file.get(path).is_some_and(|own| own.iter().any(|statement| statement.name == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::exempt::LIST;

    fn findings(files: &[(&str, &str)]) -> Vec<(String, usize)> {
        let found = check(&House::of(files));
        found.into_iter().map(|finding| (finding.path, finding.line)).collect()
    }

    const USED: &str = "const ONE: &str = \"SELECT a FROM b\";\nfn one() { run(ONE) }";

    #[test]
    fn a_constant_that_is_used_passes() {
        assert!(findings(&[("crates/store/src/a.rs", USED)]).is_empty());
        let apart = [
            ("crates/store/src/sql.rs", "pub const ONE: &str = \"SELECT a FROM b\";"),
            ("crates/store/src/a.rs", "fn one() { run!(sql::ONE) }"),
        ];
        assert!(findings(&apart).is_empty());
    }

    #[test]
    fn a_constant_that_only_tests_use_is_a_finding() {
        let text = "const ONE: &str = \"SELECT a FROM b\";\n#[test]\nfn one() { run(ONE) }";
        assert_eq!(
            findings(&[("crates/store/src/a.rs", text)]),
            [("crates/store/src/a.rs".into(), 1)]
        );
    }

    #[test]
    fn a_name_in_two_files_is_used_in_its_own() {
        let unused = "const ONE: &str = \"SELECT c FROM d\";";
        let files = [("crates/store/src/a.rs", USED), ("crates/store/src/b.rs", unused)];
        assert_eq!(findings(&files), [("crates/store/src/b.rs".into(), 1)]);
    }

    #[test]
    fn sql_that_no_test_would_prepare_is_a_finding() {
        let text = "fn one() { run(\"SELECT a FROM b\") }";
        assert_eq!(findings(&[("crates/store/src/a.rs", text)]).len(), 1);
        let text = "fn one() { run(format!(\"DELETE FROM {t}\")) }";
        assert_eq!(findings(&[("crates/store/src/a.rs", text)]).len(), 1);
        assert!(findings(&[("crates/store/src/dialect.rs", text)]).is_empty());
    }

    #[test]
    fn a_file_whose_statements_are_made_by_a_macro_is_exempt_by_name() {
        let text = "const ALL: &str = concat!(\"SELECT a FROM \", \"b\");";
        let list = "[sql]\n\"crates/store/src/a.rs\" = \"its own test prepares them\"\n";
        let listed = |text| findings(&[("crates/store/src/a.rs", text), (LIST, list)]);
        assert_eq!(findings(&[("crates/store/src/a.rs", text)]).len(), 1);
        assert!(listed(text).is_empty());
        assert_eq!(listed("fn a() {}"), [(LIST.to_owned(), 2)]);
    }

    #[test]
    fn a_list_of_statements_is_used_as_a_whole() {
        let list = "const ALL: &[&str] = &[\"DELETE FROM a\", \"DELETE FROM b\"];";
        assert_eq!(findings(&[("crates/store/src/a.rs", list)]).len(), 2);
        let used = format!("{list}\nfn all() {{ for one in ALL {{ run(one) }} }}");
        assert!(findings(&[("crates/store/src/a.rs", &used)]).is_empty());
    }

    #[test]
    fn two_constants_of_one_name_are_not_uses_of_each_other() {
        let text = "impl A { const SQL: &str = \"SELECT a FROM b\"; }\n\
                    impl B { const SQL: &str = \"SELECT c FROM d\"; }";
        assert_eq!(findings(&[("crates/store/src/a.rs", text)]).len(), 2);
    }

    #[test]
    fn sql_outside_store_is_a_finding() {
        assert_eq!(findings(&[("crates/app/src/a.rs", USED)]), [("crates/app/src/a.rs".into(), 1)]);
        assert_eq!(findings(&[("crates/app/src/a.sql", "")]).len(), 1);
        assert!(findings(&[("crates/store/migrations/V1__a.sql", "")]).is_empty());
        assert!(findings(&[("crates/testkit/src/a.rs", USED)]).is_empty());
        assert!(
            findings(&[("crates/web/src/a.rs", "const A: &str = \"Select a file\";")]).is_empty()
        );
    }
}

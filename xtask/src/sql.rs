//! The SQL of `store`: which texts are statements, and where they stand.
//!
//! Every statement is a constant, `const NAME: &str = "SELECT …";` or an element of a constant
//! list, `const NAMES: &[&str] = &["DELETE …", …];`, so that a test can prepare
//! all of them on both engines and so that none is put together from parts at run time.

use std::path::Path;

use anyhow::Result;
use syn::visit::{self, Visit};

use crate::rust::Source;
use crate::tree::Tree;

/// One SQL statement of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The file, relative to the folder that was scanned.
    pub file: String,
    /// The line (from 1) on which its text begins.
    pub line: usize,
    /// The name of the constant; the statements of a list share one.
    pub name: String,
    /// The SQL text.
    pub sql: String,
}

/// All statements in the Rust files below a folder such as `crates/store/src`, by file and line.
/// Constants of tests are left out.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn statements(folder: &Path) -> Result<Vec<Statement>> {
    let tree = Tree::of_folder(folder)?;
    Ok(tree.sources().iter().flat_map(statements_of).collect())
}

/// The statements of one file.
pub fn statements_of(source: &Source) -> Vec<Statement> {
    let mut constants = Constants { source, found: Vec::new() };
    constants.visit_file(&source.file);
    constants.found
}

struct Constants<'s> {
    source: &'s Source,
    found: Vec<Statement>,
}

impl Constants<'_> {
    fn take(&mut self, name: &syn::Ident, value: &syn::Expr) {
        match value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                let line = text.span().start().line;
                if begins_a_statement(&text.value()) && !self.source.is_test(line) {
                    let (file, name) = (self.source.path.clone(), name.to_string());
                    self.found.push(Statement { file, line, name, sql: text.value() });
                }
            }
            syn::Expr::Reference(list) => self.take(name, &list.expr),
            syn::Expr::Array(list) => list.elems.iter().for_each(|one| self.take(name, one)),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Constants<'_> {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.take(&item.ident, &item.expr);
        visit::visit_item_const(self, item);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.take(&item.ident, &item.expr);
        visit::visit_impl_item_const(self, item);
    }
}

/// Whether a constant of `store` with this text is a statement.
pub fn begins_a_statement(text: &str) -> bool {
    let first = text.split_whitespace().next();
    first.is_some_and(|word| ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&word))
}

/// Whether a text anywhere is SQL beyond doubt: the first keyword and one that must follow it,
/// both in capitals, so that a sentence such as "Select a photo" is none.
pub fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let has = |word: &str| words.contains(&word);
    match words.as_slice() {
        ["SELECT", ..] => has("FROM"),
        ["INSERT", "INTO" | "OR", ..]
        | ["DELETE", "FROM", ..]
        | ["CREATE" | "ALTER" | "DROP", "TABLE" | "INDEX" | "UNIQUE" | "POLICY", ..] => true,
        ["UPDATE", ..] => has("SET"),
        ["WITH", ..] => has("AS") && has("SELECT"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_collected_with_their_places() {
        let folder = tempfile::tempdir().unwrap();
        let text = "const TITLE: &str = \"Notes\";\n\
                    const ONE: &str = \"SELECT 1\";\n\
                    const LIST: &[&str] = &[\"DELETE FROM a\",\n\"DELETE FROM b\"];\n\
                    impl A {\n  const TWO: &str = r\"\n INSERT INTO a VALUES ($1)\";\n}\n\
                    #[cfg(test)]\nmod tests { const THREE: &str = \"DELETE FROM a\"; }\n";
        std::fs::create_dir(folder.path().join("room")).unwrap();
        std::fs::write(folder.path().join("room/entries.rs"), text).unwrap();
        let found = statements(folder.path()).unwrap();
        let names: Vec<_> = found.iter().map(|s| (s.name.as_str(), s.line)).collect();
        assert_eq!(names, [("ONE", 2), ("LIST", 3), ("LIST", 4), ("TWO", 6)]);
        assert_eq!(found[0].file, "room/entries.rs");
        assert_eq!(found[0].sql, "SELECT 1");
    }

    #[test]
    fn a_constant_begins_with_a_keyword_in_capitals() {
        assert!(begins_a_statement("\n  WITH a AS (SELECT 1) SELECT * FROM a"));
        assert!(!begins_a_statement("Select a photo"));
        assert!(!begins_a_statement("SELECTED"));
        assert!(!begins_a_statement(""));
    }

    #[test]
    fn sql_is_told_from_prose() {
        for sql in [
            "SELECT a FROM b",
            "INSERT INTO a VALUES (1)",
            "UPDATE a SET b = 1",
            "DELETE FROM a",
            "WITH a AS (SELECT 1) SELECT 2",
            "CREATE TABLE a (b)",
            "  SELECT\n a\nFROM b",
        ] {
            assert!(is_sql(sql), "{sql}");
        }
        for prose in [
            "Select a photo from the camera",
            "UPDATE",
            "SELECT",
            "Delete from the list",
            "WITH care",
            "INSERT coin",
            "",
            "select",
        ] {
            assert!(!is_sql(prose), "{prose}");
        }
    }
}

//! One Rust file as the rules read it: its syntax tree, its tokens (which also show what stands
//! inside macros) and which of its lines are tests.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::tokens::{Token, flatten};

/// A parsed Rust file.
pub struct Source {
    /// Path relative to the root of the tree, with `/`.
    pub path: String,
    /// The syntax tree.
    pub file: syn::File,
    /// All tokens in order, doc comments left out.
    pub tokens: Vec<Token>,
    lines: usize,
    all_test: bool,
    test_lines: BTreeSet<usize>,
    test_modules: Vec<String>,
}

impl Source {
    /// Parses the text of a file.
    ///
    /// # Errors
    /// When it is not Rust.
    pub fn parse(path: &str, text: &str) -> syn::Result<Self> {
        let stream: TokenStream = text.parse().map_err(syn::Error::from)?;
        let file: syn::File = syn::parse2(stream.clone())?;
        let beside = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let folder = children_folder(path);
        let mut scan = TestScan { beside, folder, ..TestScan::default() };
        scan.visit_file(&file);
        Ok(Self {
            path: path.into(),
            file,
            tokens: flatten(stream),
            lines: text.lines().count(),
            all_test: is_test_path(path),
            test_lines: scan.lines,
            test_modules: scan.modules,
        })
    }

    /// The crate that the file belongs to, see [`crate_of`].
    pub fn krate(&self) -> &str {
        crate_of(&self.path)
    }

    /// Whether the file belongs to what a crate compiles for others, not to `build.rs` and the
    /// like.
    pub fn is_below_src(&self) -> bool {
        self.path.contains("/src/")
    }

    /// Whether a line (from 1) is test code.
    pub fn is_test(&self, line: usize) -> bool {
        self.all_test || self.test_lines.contains(&line)
    }

    /// The tokens that are not test code.
    pub fn code_tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !self.is_test(token.line))
    }

    /// The number of lines of the file.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Paths (without `.rs`) of the modules which this file declares for tests only.
    pub(crate) fn test_children(&self) -> Vec<String> {
        self.test_modules.clone()
    }

    /// Makes this file a test when `tests` names it or a module above it.
    pub(crate) fn inherit_test(&mut self, tests: &BTreeSet<String>) {
        let stem = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        self.all_test |= tests.iter().any(|test| {
            stem.strip_prefix(test).is_some_and(|r| r.is_empty() || r.starts_with('/'))
        });
    }
}

/// The folder name of a file's crate: `kernel` for `crates/kernel/…`, else the first folder.
pub fn crate_of(path: &str) -> &str {
    let inside = path.strip_prefix("crates/").unwrap_or(path);
    inside.split('/').next().unwrap_or_default()
}

/// Files which are tests by where they stand. `testkit` exists for tests only.
fn is_test_path(path: &str) -> bool {
    path.starts_with("crates/testkit/")
        || path.starts_with("fuzz/")
        || path.split('/').any(|part| part == "tests" || part == "benches")
}

/// The folder in which the out-of-line modules of a file stand, with a `/` at its end.
fn children_folder(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(f, n)| (f, n));
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    match name {
        "lib.rs" | "main.rs" | "mod.rs" => prefix,
        other => format!("{prefix}{}/", other.trim_end_matches(".rs")),
    }
}

#[derive(Default)]
struct TestScan {
    /// The folder of the file itself, from which `#[path = "…"]` counts.
    beside: String,
    /// The folder of the modules declared here, with a `/` at its end.
    folder: String,
    lines: BTreeSet<usize>,
    modules: Vec<String>,
}

impl<'ast> Visit<'ast> for TestScan {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if attributes(item).iter().any(is_test_attribute) {
            let span = item.span();
            self.lines.extend(span.start().line..=span.end().line);
            if let syn::Item::Mod(module) = item
                && module.content.is_none()
            {
                self.modules.push(self.stem(module));
            }
        } else if let syn::Item::Mod(module) = item {
            let outer = self.folder.clone();
            self.folder = format!("{outer}{}/", module.ident);
            visit::visit_item(self, item);
            self.folder = outer;
        } else {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if function.attrs.iter().any(is_test_attribute) {
            let span = function.span();
            self.lines.extend(span.start().line..=span.end().line);
        }
    }
}

impl TestScan {
    /// Where a module in a file of its own stands, without `.rs`.
    fn stem(&self, module: &syn::ItemMod) -> String {
        let path = module.attrs.iter().find(|attribute| attribute.path().is_ident("path"));
        match path.and_then(text_of) {
            Some(path) => format!("{}/{}", self.beside, path.trim_end_matches(".rs")),
            None => format!("{}{}", self.folder, module.ident),
        }
    }
}

/// The text in `#[name = "text"]`.
fn text_of(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// The attributes of an item; those kinds that carry no test are left out.
fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(x) => &x.attrs,
        syn::Item::Enum(x) => &x.attrs,
        syn::Item::Fn(x) => &x.attrs,
        syn::Item::Impl(x) => &x.attrs,
        syn::Item::Macro(x) => &x.attrs,
        syn::Item::Mod(x) => &x.attrs,
        syn::Item::Static(x) => &x.attrs,
        syn::Item::Struct(x) => &x.attrs,
        syn::Item::Trait(x) => &x.attrs,
        syn::Item::Type(x) => &x.attrs,
        syn::Item::Use(x) => &x.attrs,
        _ => &[],
    }
}

/// `#[test]`, `#[tokio::test]`, `#[cfg(test)]` or `#[cfg(all(test, …))]`. With `any(…)` or
/// `not(…)` the item is compiled outside tests too.
fn is_test_attribute(attribute: &syn::Attribute) -> bool {
    let path = attribute.path();
    if path.segments.last().is_some_and(|last| last.ident == "test") {
        return true;
    }
    if !path.is_ident("cfg") {
        return false;
    }
    let syn::Meta::List(list) = &attribute.meta else { return false };
    let words = flatten(list.tokens.clone());
    let has = |name: &str| words.iter().any(|word| word.text == name);
    has("test") && !has("any") && !has("not")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::parse("crates/app/src/post.rs", text).unwrap()
    }

    fn test_lines(text: &str) -> Vec<usize> {
        let source = source(text);
        (1..=source.lines()).filter(|line| source.is_test(*line)).collect()
    }

    #[test]
    fn tests_are_known_by_their_attributes() {
        assert_eq!(test_lines("fn a() {}\n#[cfg(test)]\nmod t {\n}\nfn b() {}"), [2, 3, 4]);
        assert_eq!(test_lines("#[test]\nfn a() {}\nfn b() {}"), [1, 2]);
        assert_eq!(test_lines("#[tokio::test]\nasync fn a() {}"), [1, 2]);
        assert_eq!(test_lines("#[cfg(all(test, unix))]\nfn a() {}"), [1, 2]);
        assert_eq!(test_lines("impl A {\n#[cfg(test)]\nfn a() {}\n}"), [2, 3]);
        assert_eq!(test_lines("mod m {\n#[cfg(test)]\nconst A: u8 = 1;\n}"), [2, 3]);
    }

    #[test]
    fn what_is_compiled_outside_tests_is_code() {
        assert!(test_lines("#[cfg(not(test))]\nfn a() {}").is_empty());
        assert!(test_lines("#[cfg(any(test, feature = \"x\"))]\nfn a() {}").is_empty());
        assert!(test_lines("#[cfg(unix)]\nfn a() {}").is_empty());
    }

    #[test]
    fn folders_of_tests_are_tests() {
        for path in ["crates/app/tests/a.rs", "crates/testkit/src/lib.rs", "fuzz/a.rs"] {
            assert!(Source::parse(path, "fn a() {}").unwrap().is_test(1), "{path}");
        }
        assert!(!Source::parse("crates/app/src/latest.rs", "fn a() {}").unwrap().is_test(1));
    }

    #[test]
    fn modules_stand_beside_or_below_their_file() {
        assert_eq!(children_folder("crates/a/src/lib.rs"), "crates/a/src/");
        assert_eq!(children_folder("crates/a/src/post.rs"), "crates/a/src/post/");
        assert_eq!(children_folder("crates/a/src/post/mod.rs"), "crates/a/src/post/");
        assert_eq!(children_folder("main.rs"), "");
    }

    #[test]
    fn every_kind_of_item_can_be_for_tests() {
        for item in [
            "const A: u8 = 1;",
            "enum A {}",
            "fn a() {}",
            "impl A {}",
            "m!{}",
            "mod a {}",
            "static A: u8 = 1;",
            "struct A;",
            "trait A {}",
            "type A = u8;",
            "use a::b;",
        ] {
            assert_eq!(test_lines(&format!("fn z() {{}}\n#[cfg(test)]\n{item}")), [2, 3], "{item}");
            assert!(test_lines(&format!("#[cfg(unix)]\n{item}")).is_empty(), "{item}");
        }
    }

    #[test]
    fn modules_for_tests_are_named_by_their_files() {
        let children = |path, text| Source::parse(path, text).unwrap().test_children();
        let text = "#[cfg(test)] mod a; #[cfg(test)] mod inside { } mod code;";
        assert_eq!(children("crates/app/src/lib.rs", text), ["crates/app/src/a"]);
        let text = "#[cfg(test)]\n#[path = \"post_tests.rs\"]\nmod tests;";
        assert_eq!(children("crates/app/src/post.rs", text), ["crates/app/src/post_tests"]);
        let text = "mod deep { #[cfg(test)] mod tests; }";
        assert_eq!(children("crates/app/src/post.rs", text), ["crates/app/src/post/deep/tests"]);
    }

    #[test]
    fn a_module_above_makes_all_below_it_tests() {
        let tests = BTreeSet::from(["crates/app/src/stories".to_owned()]);
        for (path, expected) in [
            ("crates/app/src/stories.rs", true),
            ("crates/app/src/stories/mod.rs", true),
            ("crates/app/src/stories/night/owl.rs", true),
            ("crates/app/src/stories_told.rs", false),
            ("crates/app/src/lib.rs", false),
        ] {
            let mut source = Source::parse(path, "fn a() {}").unwrap();
            source.inherit_test(&tests);
            assert_eq!(source.is_test(1), expected, "{path}");
        }
    }

    #[test]
    fn what_is_no_rust_is_refused_with_its_line() {
        for (text, line) in [("fn a( {}", 1), ("fn a() {}\n}", 2), ("\n\nfn 1() {}", 3)] {
            let problem = Source::parse("a.rs", text).map(|_| ()).unwrap_err();
            assert_eq!(problem.span().start().line, line, "{text}");
        }
    }

    #[test]
    fn only_code_tokens_leave_tests_out() {
        let source = source("fn code() {}\n#[test]\nfn case() {}");
        let names: Vec<_> = source.code_tokens().map(|token| token.text.as_str()).collect();
        assert!(names.contains(&"code") && !names.contains(&"case"));
        assert!(source.tokens.iter().any(|token| token.text == "case"));
    }

    #[test]
    fn the_crate_is_named_by_its_folder() {
        assert_eq!(source("").krate(), "app");
        assert_eq!(Source::parse("xtask/src/lib.rs", "").unwrap().krate(), "xtask");
    }
}

//! Every `pub` item of kernel, domain, ledger and pki says what it is.
//!
//! Items are functions, types, traits, constants, modules and methods. Fields and variants are
//! left to judgement: a name from the vocabulary often says enough.

use syn::visit::{self, Visit};

use super::{Finding, House};
use crate::rust::Source;

const DOCUMENTED: &[&str] = &["kernel", "domain", "ledger", "pki"];

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    let sources = house.tree.sources().iter();
    for source in sources.filter(|s| DOCUMENTED.contains(&s.krate()) && s.is_below_src()) {
        if !has_doc(&source.file.attrs) && !source.is_test(1) {
            let message = "the module does not begin with what it is for; add a //! line";
            found.push(Finding::at(&source.path, 1, message));
        }
        let mut items = Items { source, found: Vec::new() };
        items.visit_file(&source.file);
        found.append(&mut items.found);
    }
    found
}

struct Items<'s> {
    source: &'s Source,
    found: Vec<Finding>,
}

impl Items<'_> {
    fn judge(
        &mut self,
        visibility: &syn::Visibility,
        attributes: &[syn::Attribute],
        name: &syn::Ident,
    ) {
        let line = name.span().start().line;
        if matches!(visibility, syn::Visibility::Public(_))
            && !has_doc(attributes)
            && !self.source.is_test(line)
        {
            let message = format!("{name} is public and not documented; say what it is");
            self.found.push(Finding::at(&self.source.path, line, message));
        }
    }
}

fn has_doc(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

impl<'ast> Visit<'ast> for Items<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(x) => self.judge(&x.vis, &x.attrs, &x.ident),
            syn::Item::Enum(x) => self.judge(&x.vis, &x.attrs, &x.ident),
            syn::Item::Fn(x) => self.judge(&x.vis, &x.attrs, &x.sig.ident),
            // A module in a file of its own is documented there; //! counts inside braces too.
            syn::Item::Mod(x) if x.content.is_some() => {
                self.judge(&x.vis, &x.attrs, &x.ident);
            }
            syn::Item::Static(x) => self.judge(&x.vis, &x.attrs, &x.ident),
            syn::Item::Struct(x) => self.judge(&x.vis, &x.attrs, &x.ident),
            syn::Item::Trait(x) => self.judge(&x.vis, &x.attrs, &x.ident),
            syn::Item::Type(x) => self.judge(&x.vis, &x.attrs, &x.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        // What a trait's method means is said by the trait.
        if block.trait_.is_some() {
            return;
        }
        for item in &block.items {
            match item {
                syn::ImplItem::Fn(x) => self.judge(&x.vis, &x.attrs, &x.sig.ident),
                syn::ImplItem::Const(x) => self.judge(&x.vis, &x.attrs, &x.ident),
                _ => {}
            }
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        for method in &item.items {
            if let syn::TraitItem::Fn(x) = method {
                self.judge(&item.vis, &x.attrs, &x.sig.ident);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let text = format!("//! A module.\n{text}");
        let found = check(&House::of(&[("crates/domain/src/a.rs", &text)]));
        found.into_iter().map(|f| f.message.split(' ').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn public_items_without_documentation_are_findings() {
        let text = "pub fn f() {} pub struct S; pub enum E {} pub trait T {} pub const C: u8 = 1;
                    pub type A = u8; pub static G: u8 = 1; pub mod m { pub fn inner() {} }";
        assert_eq!(names(text), ["f", "S", "E", "T", "C", "A", "G", "m", "inner"]);
    }

    #[test]
    fn methods_are_items_and_trait_implementations_are_not() {
        assert_eq!(names("impl S { pub fn f() {} fn g() {} pub const C: u8 = 1; }"), ["f", "C"]);
        assert!(names("impl T for S { fn f() {} }").is_empty());
        assert_eq!(names("/// T.\npub trait T { fn f(); /// G.\n fn g(); }"), ["f"]);
    }

    #[test]
    fn documented_or_private_items_pass() {
        assert!(
            names("/// F.\npub fn f() {} fn g() {} pub(crate) fn h() {} pub mod file;").is_empty()
        );
        assert!(names("pub mod m { //! M.\n }").is_empty());
        assert!(names("#[cfg(test)] mod tests { pub fn f() {} }").is_empty());
    }

    #[test]
    fn fields_and_variants_are_left_to_judgement() {
        assert!(
            names("/// S.\npub struct S { pub field: u8 }\n/// E.\npub enum E { One }").is_empty()
        );
    }

    #[test]
    fn only_the_crates_that_others_read_are_looked_at() {
        let count = |path: &str| check(&House::of(&[(path, "pub fn a() {}")])).len();
        for krate in DOCUMENTED {
            assert_eq!(count(&format!("crates/{krate}/src/a.rs")), 2, "{krate}");
        }
        for path in ["crates/app/src/a.rs", "crates/ledger/tests/a.rs", "crates/ledger/build.rs"] {
            assert_eq!(count(path), 0, "{path}");
        }
    }

    #[test]
    fn a_file_of_tests_needs_no_beginning() {
        let found = check(&House::of(&[
            ("crates/pki/src/lib.rs", "//! Pki.\n#[cfg(test)]\nmod cases;"),
            ("crates/pki/src/cases.rs", "pub fn case() {}"),
        ]));
        assert!(found.is_empty());
    }

    #[test]
    fn a_file_begins_with_what_it_is_for() {
        let found = check(&House::of(&[("crates/pki/src/a.rs", "fn a() {}")]));
        assert_eq!(found.len(), 1);
        assert!(check(&House::of(&[("crates/app/src/a.rs", "pub fn a() {}")])).is_empty());
    }
}

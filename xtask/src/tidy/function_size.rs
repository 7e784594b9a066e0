//! No function over 60 lines (120 in tests) or with more than five parameters.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::{Finding, House};
use crate::rust::Source;

const LINES: usize = 60;
const TEST_LINES: usize = 120;
const PARAMETERS: usize = 5;

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in house.tree.sources() {
        let mut functions = Functions { source, found: Vec::new() };
        functions.visit_file(&source.file);
        found.append(&mut functions.found);
    }
    found
}

struct Functions<'s> {
    source: &'s Source,
    found: Vec<Finding>,
}

impl Functions<'_> {
    /// Lines are counted from the signature to the closing brace, as one sees them; `self` is
    /// not counted as a parameter.
    fn measure(&mut self, signature: &syn::Signature, end: usize) {
        let start = signature.span().start().line;
        let lines = end + 1 - start;
        let limit = if self.source.is_test(start) { TEST_LINES } else { LINES };
        let name = &signature.ident;
        if lines > limit {
            let message = format!("{name} has {lines} lines, the limit is {limit}; divide it");
            self.found.push(Finding::at(&self.source.path, start, message));
        }
        let parameters =
            signature.inputs.iter().filter(|input| matches!(input, syn::FnArg::Typed(_))).count();
        if parameters > PARAMETERS {
            let message = format!(
                "{name} has {parameters} parameters, the limit is {PARAMETERS}; \
                 give those that belong together a struct"
            );
            self.found.push(Finding::at(&self.source.path, start, message));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, function.block.span().end().line);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, function.block.span().end().line);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        self.measure(&function.sig, function.span().end().line);
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let found = check(&House::of(&[("crates/app/src/a.rs", text)]));
        found.into_iter().map(|finding| finding.message).collect()
    }

    /// A function of so many lines, the first and the last being its braces.
    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}", "();\n".repeat(lines - 2))
    }

    #[test]
    fn sixty_lines_fit_and_one_more_does_not() {
        assert!(messages(&function(60)).is_empty());
        assert_eq!(messages(&function(61)), ["long has 61 lines, the limit is 60; divide it"]);
    }

    #[test]
    fn documentation_and_attributes_are_not_counted() {
        assert!(messages(&format!("/// What.\n#[inline]\n{}", function(60))).is_empty());
    }

    #[test]
    fn tests_may_tell_a_longer_story() {
        assert!(messages(&format!("#[test]\n{}", function(120))).is_empty());
        assert_eq!(messages(&format!("#[test]\n{}", function(121))).len(), 1);
    }

    #[test]
    fn methods_and_trait_defaults_are_measured_too() {
        assert_eq!(messages(&format!("impl A {{ {} }}", function(61))).len(), 1);
        assert_eq!(messages(&format!("trait A {{ {} }}", function(61))).len(), 1);
    }

    #[test]
    fn five_parameters_besides_self() {
        assert!(messages("impl A { fn f(&self, a: A, b: A, c: A, d: A, e: A) {} }").is_empty());
        let found = messages("fn f(a: A, b: A, c: A, d: A, e: A, f: A) {}");
        assert!(found[0].starts_with("f has 6 parameters"));
        assert_eq!(messages("trait T { fn f(a: A, b: A, c: A, d: A, e: A, f: A); }").len(), 1);
    }
}

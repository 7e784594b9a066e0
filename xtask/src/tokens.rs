//! The tokens of Rust, flat: they show what stands inside macros, which the syntax tree keeps
//! to itself.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// What a token is, as far as the rules care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Ident,
    /// A string literal; the token's text is its value, without quotes and escapes.
    Text,
    /// Punctuation (`::` is one token), brackets, and other literals.
    Other,
}

/// One token of a file, with the line (from 1) on which it begins.
#[derive(Debug, Clone)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

/// All tokens of a file in order, doc comments left out.
pub fn flatten(stream: TokenStream) -> Vec<Token> {
    let mut tokens = Vec::new();
    append(stream, &mut tokens);
    tokens
}

fn append(stream: TokenStream, out: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Ident(name) => {
                out.push(Token { kind: Kind::Ident, text: name.to_string(), line });
            }
            TokenTree::Literal(literal) => out.push(literal_token(literal, line)),
            TokenTree::Group(group) => append_group(&group, out),
            TokenTree::Punct(mark) => {
                let mut text = mark.as_char().to_string();
                if text == ":" && mark.spacing() == Spacing::Joint {
                    text.push(':');
                    trees.next();
                }
                out.push(Token { kind: Kind::Other, text, line });
            }
        }
    }
}

fn literal_token(literal: proc_macro2::Literal, line: usize) -> Token {
    match syn::Lit::new(literal) {
        syn::Lit::Str(text) => Token { kind: Kind::Text, text: text.value(), line },
        _ => Token { kind: Kind::Other, text: "0".into(), line },
    }
}

fn append_group(group: &Group, out: &mut Vec<Token>) {
    if is_doc(group) {
        return;
    }
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    };
    let line = group.span_open().start().line;
    out.push(Token { kind: Kind::Other, text: open.into(), line });
    append(group.stream(), out);
    let line = group.span_close().start().line;
    out.push(Token { kind: Kind::Other, text: close.into(), line });
}

/// `[doc = "…"]`: what `///` becomes. Its words are prose, so no rule reads them as code.
fn is_doc(group: &Group) -> bool {
    let mut inside = group.stream().into_iter();
    group.delimiter() == Delimiter::Bracket
        && matches!(inside.next(), Some(TokenTree::Ident(name)) if name == "doc")
        && matches!(inside.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        flatten(text.parse().unwrap())
    }

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn the_inside_of_macros_is_shown() {
        let found = texts("fn a() { println!(\"{}\", std::fs::x(\"é\\n\")) }");
        assert!(found.windows(3).any(|three| three == ["std", "::", "fs"]));
        assert!(found.contains(&"é\n".to_owned()));
    }

    #[test]
    fn documentation_is_prose_and_left_out() {
        let found = texts("//! std::env\n/// std::fs in words\n#[doc = \"x\"]\nfn a() {}");
        assert!(!found.iter().any(|text| text.contains("std") || text.contains('x')), "{found:?}");
        assert_eq!(texts("#[doc(hidden)] fn a() {}")[..3], ["#", "[", "doc"]);
    }

    #[test]
    fn paths_are_told_from_types() {
        assert_eq!(texts("a::b"), ["a", "::", "b"]);
        assert_eq!(texts("a: b"), ["a", ":", "b"]);
        assert_eq!(texts("a: ::b"), ["a", ":", "::", "b"]);
    }

    #[test]
    fn brackets_keep_what_they_hold_together() {
        assert_eq!(texts("f(a)[b]{c}"), ["f", "(", "a", ")", "[", "b", "]", "{", "c", "}"]);
    }

    #[test]
    fn strings_are_values_and_other_literals_are_not() {
        let found = tokens("\"a\\tb\" r#\"raw \"\"# 12 'c' b\"bytes\"");
        let strings: Vec<_> = found.iter().filter(|t| t.kind == Kind::Text).collect();
        assert_eq!(strings[0].text, "a\tb");
        assert_eq!(strings[1].text, "raw \"");
        assert_eq!(strings.len(), 2);
        assert!(found[2..].iter().all(|token| token.kind == Kind::Other));
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let lines: Vec<_> = tokens("a\n\n(\n\"b\nc\"\n)").iter().map(|t| t.line).collect();
        assert_eq!(lines, [1, 3, 4, 6]);
    }
}

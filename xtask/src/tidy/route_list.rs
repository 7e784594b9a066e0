//! `crates/web/routes.toml`: every route with who may call it and what it is.

use std::fmt;

use serde::Deserialize;

pub const LIST: &str = "crates/web/routes.toml";

/// Who may call a route; the authorisation walk calls it as everyone else too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    Public,
    SignedIn,
    Member,
    Manager,
    Desk,
    Auditor,
    Loopback,
}

/// What a route answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Page,
    Api,
    Asset,
    Live,
    Ops,
}

/// Method (in capitals, or `ANY`) and path: what makes two routes the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    pub path: String,
    pub method: String,
}

impl Address {
    pub fn new(method: &str, path: &str) -> Self {
        Self { path: path.into(), method: method.to_uppercase() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// One `[[route]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub method: String,
    pub path: String,
    #[expect(dead_code, reason = "read here only to refuse unknown words; the walk acts on it")]
    pub audience: Audience,
    pub kind: Kind,
}

impl Listed {
    pub fn address(&self) -> Address {
        Address::new(&self.method, &self.path)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    route: Vec<Listed>,
}

/// Reads the list.
///
/// # Errors
/// What the parser says about an unknown word, a missing field or broken TOML.
pub fn parse(text: &str) -> Result<Vec<Listed>, String> {
    toml::from_str::<List>(text).map(|list| list.route).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(audience: &str, kind: &str) -> Result<Vec<Listed>, String> {
        parse(&format!(
            "[[route]]\nmethod = \"get\"\npath = \"/\"\naudience = \"{audience}\"\nkind = \"{kind}\"\n"
        ))
    }

    #[test]
    fn the_words_of_the_list_are_known() {
        for audience in ["public", "signed-in", "member", "manager", "desk", "auditor", "loopback"]
        {
            for kind in ["page", "api", "asset", "live", "ops"] {
                let listed = with(audience, kind).unwrap();
                assert_eq!(listed[0].address().to_string(), "GET /");
            }
        }
    }

    #[test]
    fn other_words_are_refused() {
        assert!(with("everybody", "page").is_err());
        assert!(with("public", "screen").is_err());
        assert!(parse("[[route]]\nmethod = \"GET\"\n").is_err());
        assert!(parse("[[routes]]\n").is_err());
        assert!(parse("").unwrap().is_empty());
    }
}

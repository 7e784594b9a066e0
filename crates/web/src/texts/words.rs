//! What a text is: plain words, or a function where a number or a name goes in.

use std::borrow::Borrow;

/// Plain words.
pub(super) type Text = &'static str;

/// Words with a number in them.
#[derive(Debug, Clone, Copy)]
pub struct Counted(pub(super) fn(u32) -> String);

impl Counted {
    /// The words for `n`.
    pub fn of(&self, n: impl Borrow<u32>) -> String {
        self.0(*n.borrow())
    }
}

/// Words with two numbers in them.
#[derive(Debug, Clone, Copy)]
pub struct CountedOf(pub(super) fn(u32, u32) -> String);

impl CountedOf {
    /// The words for `n` out of `all`.
    pub fn of(&self, n: impl Borrow<u32>, all: impl Borrow<u32>) -> String {
        self.0(*n.borrow(), *all.borrow())
    }
}

/// Words with a name, a label or a time in them.
#[derive(Debug, Clone, Copy)]
pub struct Named(pub(super) fn(&str) -> String);

impl Named {
    /// The words for `name`.
    pub fn of(&self, name: impl AsRef<str>) -> String {
        self.0(name.as_ref())
    }
}

/// `one` or `many` with the number before it, in English.
pub(super) fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

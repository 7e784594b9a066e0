//! メールアドレス: as much of RFC 5321 as addresses of offices use.

use std::fmt;

use tasuki_kernel::{Problem, Result};

use crate::fold::fold;

/// An address that a mail can be sent to: a local part and a domain with a dot, 254 characters at
/// most (RFC 5321 section 4.5.3.1), no quoted local parts, no addresses in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads an address. Full-width letters, as a Japanese keyboard types them, become half-width,
    /// and capitals small: providers do not tell addresses apart by them, and one person must not
    /// come in twice.
    ///
    /// # Errors
    /// `Invalid` naming `field`.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let narrow: String = text.trim().chars().map(narrow).collect();
        let wrong = |why: &str| Problem::invalid(field, why);
        if narrow.is_empty() {
            return Err(wrong("a mail address is needed"));
        }
        let (local, domain) =
            narrow.rsplit_once('@').ok_or_else(|| wrong("a mail address has an @ in it"))?;
        if !is_local(local) || !is_domain(domain) || narrow.len() > 254 {
            return Err(wrong("this is not the form of a mail address"));
        }
        Ok(Self(narrow.to_ascii_lowercase()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A full-width character of ASCII as its half-width one; others stay.
fn narrow(c: char) -> char {
    match c as u32 {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A dot-atom (RFC 5322 section 3.2.3). Dots at the ends or twice are accepted: addresses of
/// Japanese mobile carriers have them.
fn is_local(local: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    (1..=64).contains(&local.len()) && local.chars().all(atom)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

/// Whether two typings of an address mean the same: for the field that asks for it again.
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<String> {
        MailAddress::parse("mail", text).ok().map(|it| it.to_string())
    }

    #[test]
    fn addresses_are_read() {
        assert_eq!(parsed(" Nao.T@Midori.Example.JP ").unwrap(), "nao.t@midori.example.jp");
        assert_eq!(parsed("ｎａｏ＠ｍｉｄｏｒｉ．ｊｐ").unwrap(), "nao@midori.jp");
        assert_eq!(parsed("nao..t.@keitai.example").unwrap(), "nao..t.@keitai.example");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.jp", "a".repeat(65));
        for bad in [
            "",
            "nao",
            "nao@",
            "@example.jp",
            "na o@example.jp",
            "nao@jp",
            "nao@-a.jp",
            "nao@example..jp",
            "a@b@",
            "nao\r\nbcc: x@example.jp",
            "なお@example.jp",
            &long,
        ] {
            let problem = MailAddress::parse("mail", bad).unwrap_err();
            assert_eq!(problem.field, Some("mail"), "{bad}");
        }
    }

    #[test]
    fn case_does_not_make_another_address() {
        let one = MailAddress::parse("mail", "Nao@example.jp").unwrap();
        let other = MailAddress::parse("mail", "nao@EXAMPLE.jp").unwrap();
        assert_eq!(one, other);
        assert!(same("nao@example.jp", " ｎａｏ@example.jp"));
        assert!(!same("nao@example.jp", "mao@example.jp"));
    }

    proptest! {
        #[test]
        fn nothing_that_is_accepted_can_end_a_header_line(text in "\\PC{0,20}@\\PC{0,20}|.*") {
            if let Ok(it) = MailAddress::parse("mail", &text) {
                prop_assert!(it.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(MailAddress::parse("mail", it.as_str()).unwrap(), it);
            }
        }
    }
}

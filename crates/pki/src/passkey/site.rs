//! The site that passkeys are made for: its name and the origin of its pages.

use std::net::IpAddr;

use sha2::{Digest, Sha256};
use tasuki_kernel::{Code, Problem, Result};

/// The relying party of the standard. Its name goes into every passkey, for ever: a region that
/// moves to another name makes its passkeys anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    id: String,
    origin: String,
}

impl Site {
    /// The site whose pages are at an address such as `https://tasuki.example:8443`. It comes from
    /// the configuration, never from what a request calls this server.
    ///
    /// # Errors
    /// `Configuration` for what is not the address of a name: browsers make no passkeys for the
    /// numbers of a machine.
    pub fn at(address: &str) -> Result<Self> {
        let bad = || {
            let detail = format!("passkeys need https:// and a name, not {address}");
            Problem::new(Code::Configuration, detail)
        };
        let place = address.strip_prefix("https://").ok_or_else(bad)?.to_ascii_lowercase();
        let (name, port) = place.split_once(':').unwrap_or((&place, "443"));
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let named = !name.is_empty() && name.chars().all(fits) && name.parse::<IpAddr>().is_err();
        if !named || port.parse::<u16>().is_err() {
            return Err(bad());
        }
        // A browser leaves the ordinary port out.
        let port = if port == "443" { String::new() } else { format!(":{port}") };
        Ok(Self { id: name.to_owned(), origin: format!("https://{name}{port}") })
    }

    /// The name: the id of the relying party.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where its pages are.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.id.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_its_port_is_a_site() {
        let site = Site::at("https://Tasuki.Example:8443").unwrap();
        assert_eq!((site.id(), site.origin()), ("tasuki.example", "https://tasuki.example:8443"));
        let site = Site::at("https://tasuki.example:443").unwrap();
        assert_eq!(site.origin(), "https://tasuki.example");
        assert_eq!(Site::at("https://localhost").unwrap().id(), "localhost");
    }

    #[test]
    fn numbers_and_other_schemes_are_none() {
        for address in [
            "https://192.0.2.7:8443",
            "https://[2001:db8::1]:8443",
            "http://tasuki.example",
            "https://",
            "https://tasuki.example/rooms",
            "https://tasuki.example:no",
            "https://tasuki.example:70000",
            "https://連絡帳.example",
            "tasuki.example",
        ] {
            assert_eq!(Site::at(address).unwrap_err().code, Code::Configuration, "{address}");
        }
    }
}

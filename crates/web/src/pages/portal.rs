//! The portal: what this is and how to join, open to everybody, without a certificate.

use askama::Template;

use super::Frame;

/// Whom to ask.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// あおば市 高齢福祉課 …
    pub name: String,
    pub phone: String,
    pub mail: String,
    /// 平日 9:00–17:00
    pub hours: String,
}

/// The portal's first page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "portal.html")]
pub struct Portal {
    pub frame: Frame,
    /// The region's name.
    pub region: String,
    pub desk: Desk,
    /// The listener for registered devices: `https://host:port/`.
    pub staff_url: String,
    /// How many facilities take part; none to say nothing.
    pub facilities: Option<u32>,
}

impl Portal {
    pub(crate) fn tel(&self) -> String {
        self.desk.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

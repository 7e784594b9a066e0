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
    /// Class of the region's palette.
    pub palette: String,
    /// The region's name.
    pub region: String,
    /// What the region calls its notebook.
    pub notebook: String,
    /// In the region's own words; empty for ours.
    pub about: String,
    pub joining: String,
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

/// Facilities of one kind.
#[derive(Debug, Clone, Default)]
pub struct FacilityGroup {
    pub kind: String,
    /// Name and place.
    pub facilities: Vec<(String, String)>,
}

/// The facilities that take part.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "portal_facilities.html")]
pub struct PortalFacilities {
    pub frame: Frame,
    pub palette: String,
    pub region: String,
    pub groups: Vec<FacilityGroup>,
}

/// A page of words: terms of use, handling of personal data.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "portal_words.html")]
pub struct PortalWords {
    pub frame: Frame,
    pub palette: String,
    pub title: String,
    /// Below the title: which version, from when.
    pub edition: String,
    /// Empty when the region has written nothing yet.
    pub words: String,
}

//! ポータル: what the region says about itself to everybody, and the terms under which one takes
//! part.

use tasuki_domain::content::{Content, Portal, Terms};
use tasuki_domain::mail_address::MailAddress;
use tasuki_domain::{municipality, text};
use tasuki_kernel::{Problem, Result};
use tasuki_store::portal;

use crate::App;

pub use tasuki_store::portal::TakingPart;

/// The palettes that a region may choose from: each was measured against both papers.
pub const PALETTES: [&str; 6] = ["blue", "green", "orange", "purple", "cyan", "red"];

impl App {
    /// What the portal says; empty where the region has said nothing yet.
    pub async fn portal_texts(&self) -> Result<Portal> {
        let region = self.region;
        self.store.read(move |conn| portal::portal(conn, region)).await
    }

    /// Every version of the terms, newest first.
    pub async fn terms(&self) -> Result<Vec<Terms>> {
        let region = self.region;
        self.store.read(move |conn| portal::terms(conn, region)).await
    }

    /// The version of the terms that holds now, if the region has any.
    pub async fn terms_now(&self) -> Result<Option<Terms>> {
        let now = self.clock.now();
        Ok(self.terms().await?.into_iter().find(|it| it.from <= now))
    }

    /// The facilities that take part, by place and kind.
    pub async fn taking_part(&self) -> Result<Vec<TakingPart>> {
        let region = self.region;
        self.store.read(move |conn| portal::taking_part(conn, region)).await
    }
}

/// What a portal is to say, after every part was checked.
///
/// # Errors
/// `Invalid` naming the part.
pub(crate) fn checked(given: Portal) -> Result<Content> {
    let long = |field: &'static str, typed: &str| {
        text::accept(typed).map_err(|it| Problem { field: Some(field), ..it })
    };
    if !PALETTES.contains(&given.palette.as_str()) {
        return Err(Problem::invalid("palette", "choose one of the palettes"));
    }
    if !given.municipality.is_empty() {
        municipality::find(&given.municipality)?;
    }
    let mail = match given.mail.trim() {
        "" => String::new(),
        mail => MailAddress::parse("mail", mail)?.to_string(),
    };
    Ok(Content::Portal(Portal {
        about: long("about", &given.about)?,
        joining: long("joining", &given.joining)?,
        privacy: long("privacy", &given.privacy)?,
        desk: text::accept_line("desk", &given.desk, 100)?,
        phone: text::accept_line("phone", &given.phone, 40)?,
        hours: text::accept_line("hours", &given.hours, 100)?,
        mail,
        palette: given.palette,
        municipality: given.municipality,
    }))
}

//! 自分: what a person changes about the own account: the portrait, and devices that were lost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tasuki_domain::content::{Content, DeviceRevoked, Person, Touched};
use tasuki_kernel::{Code, DeviceId, Problem, Result};
use tasuki_media::{Limits, portrait};

use crate::App;
use crate::access::Record;
use crate::session::Session;
use crate::sign_in::blocking;

/// What a portrait that is a photo begins with (RFC 2397); every other one is SVG.
const JPEG: &str = "data:image/jpeg;base64,";

/// A portrait as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Portrait {
    /// Our own drawing.
    Svg(String),
    /// A photo, cropped here.
    Jpeg(Vec<u8>),
}

impl Portrait {
    /// The portrait that is kept as `text`.
    ///
    /// # Errors
    /// `Damaged` when a photo is not in base64.
    pub fn of(text: String) -> Result<Self> {
        match text.strip_prefix(JPEG) {
            Some(photo) => STANDARD
                .decode(photo)
                .map(Self::Jpeg)
                .map_err(|_| Problem::new(Code::Damaged, "a portrait is not in base64")),
            None => Ok(Self::Svg(text)),
        }
    }
}

impl App {
    /// Takes a photo as one's own portrait: cropped to a square, without anything but pixels.
    ///
    /// # Errors
    /// `FileRefused` or `TooLarge` on the field `portrait`.
    pub async fn set_portrait(&self, session: &Session, photo: Vec<u8>) -> Result<()> {
        let accepted = blocking(move || portrait::accept(&photo, &Limits::default())).await?;
        let jpeg = accepted.map_err(|refusal| {
            let code = match refusal {
                tasuki_media::Refusal::TooLarge { .. }
                | tasuki_media::Refusal::TooManyPixels { .. } => Code::TooLarge,
                _ => Code::FileRefused,
            };
            Problem { code, field: Some("portrait"), detail: refusal.to_string() }
        })?;
        self.keep_portrait(session, Some(format!("{JPEG}{}", STANDARD.encode(jpeg)))).await
    }

    /// Removes one's own portrait.
    pub async fn remove_portrait(&self, session: &Session) -> Result<()> {
        self.keep_portrait(session, None).await
    }

    async fn keep_portrait(&self, session: &Session, portrait: Option<String>) -> Result<()> {
        let person = session.person.clone();
        let content = Content::Person(Person {
            id: person.id,
            kind: person.kind,
            login: person.login,
            name: person.name,
            active: person.active,
            portrait,
        });
        self.enter_for(Record::of(session, Touched::Wrote), vec![content]).await
    }

    /// Revokes one of one's own devices that was lost: its next request is refused, its open
    /// pages end.
    ///
    /// # Errors
    /// `NotFound` for another person's device, `Conflict` for the one in use.
    pub async fn report_lost(&self, session: &Session, id: DeviceId) -> Result<()> {
        let own = self.devices_of(session.person.id).await?;
        let device = own.into_iter().find(|it| it.id == id).ok_or_else(Problem::not_found)?;
        if device.id == session.device {
            return Err(Problem::new(Code::Conflict, "this device is in your hand"));
        }
        if device.revoked.is_some() {
            return Ok(());
        }
        let content = Content::DeviceRevoked(DeviceRevoked { id, reason: "なくした".into() });
        self.enter_for(Record::of(session, Touched::Wrote), vec![content]).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_stays_a_drawing_and_a_photo_becomes_bytes() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned();
        assert_eq!(Portrait::of(svg.clone()).unwrap(), Portrait::Svg(svg));
        let photo = Portrait::of(format!("{JPEG}/9j/")).unwrap();
        assert_eq!(photo, Portrait::Jpeg(vec![0xff, 0xd8, 0xff]));
        assert_eq!(Portrait::of(format!("{JPEG}***")).unwrap_err().code, Code::Damaged);
    }
}

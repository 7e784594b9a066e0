//! 自分: what a person changes about the own account: the portrait, and devices that were lost.

use tasuki_domain::content::{Content, DeviceRevoked, Person, Touched};
use tasuki_kernel::{Code, DeviceId, Problem, Result};
use tasuki_media::{Limits, portrait};

pub use tasuki_store::people::DeviceRow;

use crate::App;
use crate::access::Record;
use crate::blocking::blocking;
use crate::portrait::Portrait;
use crate::session::Session;

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
        self.keep_portrait(session, Some(Portrait::Jpeg(jpeg).kept())).await
    }

    /// Removes one's own portrait.
    pub async fn remove_portrait(&self, session: &Session) -> Result<()> {
        self.keep_portrait(session, None).await
    }

    async fn keep_portrait(&self, session: &Session, portrait: Option<String>) -> Result<()> {
        let person = &session.person;
        let content = Content::Person(Person {
            id: person.id,
            kind: person.kind,
            login: person.login.clone(),
            name: person.name.clone(),
            active: person.active,
            portrait,
            mail: person.mail.clone(),
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

//! 自分: what a person changes about the own account: the portrait, and devices that were lost.

use std::sync::Arc;

use tasuki_domain::content::{Content, DeviceKind, DeviceRevoked, Person, Touched};
use tasuki_domain::system::System;
use tasuki_kernel::{Code, DeviceId, Problem, Result, Timestamp};
use tasuki_media::{Limits, portrait};
use tasuki_store::pickup::PickupRow;

pub use tasuki_store::people::DeviceRow;

use crate::App;
use crate::access::Record;
use crate::blocking::blocking;
use crate::pickup::Waiting;
use crate::portrait::Portrait;
use crate::session::Session;
use crate::substitute::own_device;

/// Seconds before its end from which a certificate can be renewed.
const RENEWED_BEFORE: i64 = 60 * 86_400;
/// Seconds before its end from which the list of notebooks says so.
const WARNED_BEFORE: i64 = 30 * 86_400;

/// Whether a device's certificate can be renewed now.
pub fn is_renewable(device: &DeviceRow, now: Timestamp) -> bool {
    device.kind == DeviceKind::Certificate
        && device.revoked.is_none()
        && now < device.not_after
        && device.not_after < now.plus_seconds(RENEWED_BEFORE)
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

    /// A pick-up for another device of one's own.
    ///
    /// # Errors
    /// `Invalid` when the label is longer than 60 characters.
    pub async fn offer_device(
        &self,
        session: &Session,
        label: &str,
        system: System,
    ) -> Result<Waiting> {
        own_device(session)?;
        let (row, offer) = self.new_pickup(session.person.id, label, system).await?;
        self.keep_pickup(Record::of(session, Touched::Activation), row.clone()).await?;
        Ok(offer.waiting(row))
    }

    /// A pick-up for the next certificate of one of one's own devices. The present one counts until
    /// the next one is first used, or until it ends.
    ///
    /// # Errors
    /// `NotFound` for another person's device, `Conflict` when it is too early or too late.
    pub async fn renew_device(&self, session: &Session, id: DeviceId) -> Result<Waiting> {
        own_device(session)?;
        let own = self.devices_of(session.person.id).await?;
        let device = own.into_iter().find(|it| it.id == id).ok_or_else(Problem::not_found)?;
        if !is_renewable(&device, self.clock.now()) {
            let detail = "only a certificate that counts and ends within 60 days is renewed";
            return Err(Problem::new(Code::Conflict, detail));
        }
        let system = device.system.unwrap_or(System::Windows);
        let (row, offer) = self.new_pickup(session.person.id, &device.label, system).await?;
        let row = PickupRow { replaces: Some(id), ..row };
        self.keep_pickup(Record::of(session, Touched::Activation), row.clone()).await?;
        Ok(offer.waiting(row))
    }

    /// When the certificate of the device in use ends, if that is soon.
    pub async fn ends_soon(self: &Arc<Self>, session: &Session) -> Result<Option<Timestamp>> {
        let (app, id) = (Arc::clone(self), session.device);
        let device = self.store.read(move |conn| app.known(conn)?.device(conn, id)).await?;
        let soon = self.clock.now().plus_seconds(WARNED_BEFORE);
        Ok(device
            .filter(|it| it.kind == DeviceKind::Certificate && it.not_after < soon)
            .map(|it| it.not_after))
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

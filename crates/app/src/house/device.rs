//! Devices of the staff: lost, new, broken for a day; and a password that was forgotten.

use tasuki_domain::content::{Content, Device, DeviceKind, DeviceRevoked, Touched};
use tasuki_domain::pickup::{CodeBytes, code};
use tasuki_domain::system::System;
use tasuki_kernel::{Code, DeviceId, PostId, Problem, Result, Timestamp};
use tasuki_store::{letter, pickup, session};
use zeroize::Zeroizing;

use super::{House, addressed};
use crate::letter::{PickupNote, day, password_reset, staff_pickup};
use crate::pickup::Offer;
use crate::second_factor::allows;
use crate::session::token_hash;
use crate::substitute::{VALID, end_of_day, print};

/// Seconds in which a forgotten password is to be chosen anew: a day.
const RESET: i64 = 86_400;

/// A code by which somebody signs in once without the own device.
#[derive(Debug)]
pub struct SubstituteCode {
    /// The code, in groups; kept nowhere.
    pub code: Zeroizing<String>,
    /// Until when it can be used.
    pub until: Timestamp,
    /// Until when what it opened stays open.
    pub open_until: Timestamp,
}

impl House {
    /// Revokes a device that was lost: its next request is refused, its open pages end.
    ///
    /// # Errors
    /// `NotFound` for a device of nobody here, `Conflict` for the one in the manager's hand.
    pub async fn revoke(&self, post: PostId, id: DeviceId) -> Result<()> {
        let colleague = self.colleague(post).await?;
        let found = colleague.devices.iter().find(|(it, _)| it.id == id);
        let (device, _) = found.ok_or_else(Problem::not_found)?;
        if device.id == self.session.device {
            return Err(Problem::new(Code::Conflict, "this device is in your hand"));
        }
        if device.revoked.is_some() {
            return Ok(());
        }
        let content = Content::DeviceRevoked(DeviceRevoked { id, reason: "なくした".into() });
        self.app.enter_for(self.record(Touched::Joining), vec![content]).await
    }

    /// A pick-up for a device of somebody: shown once here, and in a mail where there is an
    /// address. Older devices stay.
    pub async fn new_pickup(&self, post: PostId, system: System, lang: &str) -> Result<Offer> {
        let (app, row) = (&self.app, self.colleague(post).await?.row);
        let (waits, offer) = app.new_pickup(row.post.person, "", system).await?;
        let (sender, until) = (self.sender().await?, day(offer.expires, lang));
        let note = PickupNote {
            number: &offer.number,
            code: &offer.code,
            link: &format!("{}/pickup", app.addresses().portal),
            until: &until,
        };
        let to = addressed(&row, &sender, lang);
        let mail = to.map(|it| staff_pickup(&it, &note)).transpose()?;
        let mail = mail.map(|it| app.sealed_letter(&it));
        app.enter_with(self.record(Touched::Activation), Vec::new(), move |t| {
            pickup::insert(t, &waits)?;
            mail.map_or(Ok(()), |it| letter::insert(t, &it))
        })
        .await?;
        app.written.notify_one();
        Ok(offer)
    }

    /// Sends somebody a link by which a new password is chosen. Until then the present one works.
    ///
    /// # Errors
    /// `Conflict` on `mail` when there is no address: no link is shown to anybody else.
    pub async fn reset_password(&self, post: PostId, lang: &str) -> Result<()> {
        let (app, row) = (&self.app, self.colleague(post).await?.row);
        let (token, until) = (app.new_token(), self.now().plus_seconds(RESET));
        let sender = self.sender().await?;
        let to = addressed(&row, &sender, lang).ok_or_else(|| Problem {
            code: Code::Conflict,
            field: Some("mail"),
            detail: "none: this person has no mail address".into(),
        })?;
        let link = format!("{}/activate/{token}", app.addresses().staff);
        let mail = app.sealed_letter(&password_reset(&to, (&link, &day(until, lang)))?);
        let person = row.post.person;
        app.enter_with(self.record(Touched::Activation), Vec::new(), move |t| {
            session::add_activation(t, token_hash(&token), person, until)?;
            letter::insert(t, &mail)
        })
        .await?;
        app.written.notify_one();
        Ok(())
    }

    /// A code by which somebody whose device broke signs in once, with the password, in the next
    /// quarter of an hour. What it opens ends with the day; an older code is void.
    ///
    /// # Errors
    /// `NotAllowed` where the region does not allow it.
    pub async fn substitute(&self, post: PostId) -> Result<SubstituteCode> {
        let app = &self.app;
        let colleague = self.colleague(post).await?;
        if !allows(&app.settings().await?.second_factors, DeviceKind::Substitute) {
            return Err(Problem::new(Code::NotAllowed, "the region allows no substitute codes"));
        }
        let mut letters = Zeroizing::new(CodeBytes::default());
        app.random.fill(&mut *letters);
        let code = Zeroizing::new(code(*letters));
        let id = DeviceId::new(&*app.clock, &*app.random);
        let (now, open_until) = (self.now(), end_of_day(self.now()));
        let older = colleague.devices.iter().map(|(it, _)| it).filter(|it| {
            it.kind == DeviceKind::Substitute && it.revoked.is_none() && now < it.not_after
        });
        let mut contents: Vec<Content> = older
            .map(|it| DeviceRevoked { id: it.id, reason: "新しいコードに替えた".into() })
            .map(Content::DeviceRevoked)
            .collect();
        contents.push(Content::Device(Device {
            id,
            person: colleague.row.post.person,
            kind: DeviceKind::Substitute,
            fingerprint: print(id, &code),
            label: "代わりのコード".into(),
            not_after: open_until,
            serial: None,
            system: None,
            credential: None,
        }));
        app.enter_for(self.record(Touched::Activation), contents).await?;
        let until = now.plus_seconds(VALID).min(open_until);
        Ok(SubstituteCode { code, until, open_until })
    }
}

//! Plays the desk of the demo region: its portal, its terms, and the facilities that apply.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::application::{Filled, FilledIn, Rest, State};
use tasuki_app::desk::Desk;
use tasuki_app::region::NewPerson;
use tasuki_app::session::Shown;
use tasuki_demo::desk::{
    APPLICATIONS, AUDITOR, Application, Decided, DeskPerson, MUNICIPALITY, PERSON, PORTAL, SECOND,
};
use tasuki_domain::application::{SELF_CHECK, Typed};
use tasuki_domain::content::{PersonKind, Portal};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{DeviceId, FixedClock, PersonId, Timestamp};

/// Enters somebody who is of no facility.
async fn enter(app: &App, kind: PersonKind, it: DeskPerson, today: Timestamp) -> Result<PersonId> {
    let name = Name::new(it.family_name, it.given_name, it.family_kana, it.given_kana)?;
    let new = NewPerson { kind, login: it.key.into(), name, portrait: None };
    let person = app.add_person(new).await?;
    let device = DeviceId::new(app.clock(), app.random());
    let until = today.plus_seconds(10 * 366 * 86_400);
    app.add_device(device, person, None, "デモ用の端末", until).await?;
    Ok(person)
}

/// Everybody's password: nobody signs in with one in a demo.
const PASSWORD: &str = "demo-tasuki-no-aikotoba-7";

/// Who plays the desk, and what is still to come.
pub struct DeskPlayer {
    app: Arc<App>,
    clock: Arc<FixedClock>,
    desk: Desk,
    today: Timestamp,
    next: usize,
}

impl DeskPlayer {
    /// Enters the desk's person, and says what the portal says.
    pub async fn enter(app: &Arc<App>, clock: &Arc<FixedClock>, today: Timestamp) -> Result<Self> {
        let person = enter(app, PersonKind::Desk, PERSON, today).await?;
        enter(app, PersonKind::Desk, SECOND, today).await?;
        enter(app, PersonKind::Auditor, AUDITOR, today).await?;
        let shown = Shown { certificate: None, loopback: true };
        let begun = app.demo_sign_in(person, shown).await?;
        let session = Arc::new(app.locked_session(&begun.token, shown).await?);
        let desk = app.desk(&session)?;
        desk.set_portal(Portal {
            palette: "blue".into(),
            municipality: MUNICIPALITY.into(),
            about: PORTAL.about.into(),
            joining: PORTAL.joining.into(),
            privacy: PORTAL.privacy.into(),
            desk: PORTAL.desk.into(),
            phone: PORTAL.phone.into(),
            mail: PORTAL.mail.into(),
            hours: PORTAL.hours.into(),
        })
        .await?;
        desk.publish_terms(PORTAL.terms).await?;
        Ok(Self { app: Arc::clone(app), clock: Arc::clone(clock), desk, today, next: 0 })
    }

    /// Plays what happens before a moment.
    pub async fn play_until(&mut self, moment: Timestamp) -> Result<()> {
        while let Some(it) = APPLICATIONS.get(self.next) {
            let at = self.today.plus_seconds(-it.hours_ago * 3600);
            if at > moment {
                break;
            }
            self.next += 1;
            self.clock.set(at);
            self.apply(it).await.with_context(|| format!("the application of {}", it.facility))?;
        }
        Ok(())
    }

    async fn apply(&self, it: &Application) -> Result<()> {
        let typed = typed(it);
        let filled = Filled { typed: &typed, password: PASSWORD, lang: "ja", address: it.login };
        let FilledIn::Good(token) = self.app.fill_in(None, filled).await? else {
            anyhow::bail!("the form is wrong");
        };
        let in_place: Vec<_> =
            SELF_CHECK.iter().take(it.in_place).map(|it| (*it).to_owned()).collect();
        let terms = self.app.terms_now().await?.map(|it| it.version);
        let system = System::from_name(it.system);
        let rest = Rest { system, remark: it.remark, in_place: &in_place, terms };
        let number = self.app.send(&token, rest).await?;
        if it.decided == Decided::Not {
            return Ok(());
        }
        let queue = self.desk.queue(State::Waiting).await?;
        let row = queue.rows.into_iter().find(|row| row.number == number);
        let row = row.context("it waits")?;
        self.clock.advance(26 * 3600);
        match it.decided {
            Decided::Returned(why) => self.desk.send_back(row.id, row.revision, why).await?,
            _ => drop(self.desk.approve(row.id, row.revision).await?),
        }
        Ok(())
    }
}

fn typed(it: &Application) -> Typed {
    let [family, given, family_kana, given_kana] = it.contact.map(str::to_owned);
    let mail = format!("{}@facility.example.jp", it.login);
    Typed {
        facility: it.facility.into(),
        prefecture: MUNICIPALITY[..2].into(),
        municipality: MUNICIPALITY.into(),
        kind: it.kind.into(),
        family,
        given,
        family_kana,
        given_kana,
        profession: it.profession.into(),
        mail_again: mail.clone(),
        mail,
        login: it.login.into(),
    }
}

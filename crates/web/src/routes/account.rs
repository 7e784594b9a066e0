//! 自分: who I am here, my devices, my sessions.

use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use serde::Deserialize;
use tasuki_app::account::DeviceRow;
use tasuki_app::account::is_renewable;
use tasuki_app::preference::{IDLE_CHOICES, Preferences, TEXT_SIZES};
use tasuki_domain::content::DeviceKind;
use tasuki_domain::system::System;
use tasuki_kernel::{Problem, SessionId, Timestamp};

use super::portal::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{Account, DeviceStanding, DeviceView, Pick, SessionView, SystemChoice};
use crate::show::moment;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What was just done.
#[derive(Debug, Deserialize, Default)]
pub struct Done {
    said: Option<String>,
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

const fn kind(lang: Lang, it: DeviceKind) -> &'static str {
    let passkey = lang.texts().passkey;
    match (lang, it) {
        (Lang::Ja, DeviceKind::Certificate) => "電子証明書",
        (Lang::Ja, DeviceKind::Demo) => "デモ用",
        (Lang::En, DeviceKind::Certificate) => "certificate",
        (Lang::En, DeviceKind::Demo) => "demo",
        (Lang::Ja, DeviceKind::Substitute) => "代わりのコード（その日だけ）",
        (Lang::En, DeviceKind::Substitute) => "substitute code (for a day)",
        (_, DeviceKind::Passkey) => passkey.bound,
        (_, DeviceKind::SyncedPasskey) => passkey.synced,
    }
}

/// A device, as any list shows it.
pub(super) fn device_view(
    lang: Lang,
    it: &DeviceRow,
    (seen, now): (Option<Timestamp>, Timestamp),
) -> DeviceView {
    DeviceView {
        label: it.label.clone(),
        kind: it.system.map_or_else(|| kind(lang, it.kind), System::title).into(),
        last_seen: seen.map(|at| moment(at, now, lang)),
        valid_until: valid_until(it.kind, it.not_after, now, lang),
        standing: match it.revoked {
            Some(_) => DeviceStanding::Revoked,
            None if it.not_after <= now => DeviceStanding::Expired,
            None => DeviceStanding::Active,
        },
        this: false,
        lost_url: None,
        renew_url: None,
    }
}

/// The page.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let lang = who.visitor.lang;
    let now = web.app.clock().now();
    let person = who.session.person.id;
    let devices = web.app.devices_of(person).await?;
    let sessions = web.app.sessions_of(person).await?;
    let seen = |device| sessions.iter().filter(|it| it.device == device).map(|it| it.seen).max();
    let shown_devices = devices
        .iter()
        .map(|it| DeviceView {
            this: it.id == who.session.device,
            lost_url: (it.id != who.session.device && it.revoked.is_none())
                .then(|| format!("/account/devices/{}/lost", it.id)),
            renew_url: is_renewable(it, now).then(|| format!("/account/devices/{}/renew", it.id)),
            ..device_view(lang, it, (seen(it.id), now))
        })
        .collect();
    let label = |id| devices.iter().find(|it| it.id == id).map(|it| it.label.clone());
    let shown_sessions = sessions
        .iter()
        .map(|it| SessionView {
            device: label(it.device).unwrap_or_default(),
            started: moment(it.started, now, lang),
            last_seen: moment(it.seen, now, lang),
            this: it.id == who.session.id,
            end_url: (it.id != who.session.id).then(|| format!("/account/sessions/{}/end", it.id)),
        })
        .collect();
    let page = Account {
        frame: present::frame(&web, &who).await?,
        me: present::viewer(lang, &who.session),
        login: who.session.person.login.clone(),
        facts: Vec::new(),
        has_portrait: who.session.person.has_portrait,
        languages: languages(lang, &who.session.preferences),
        sizes: sizes(lang, &who.session.preferences),
        idles: idles(lang, &who.session.preferences, web.app.settings().await?.idle_minutes),
        devices: shown_devices,
        systems: SystemChoice::all(Some(System::Ios)),
        sessions: shown_sessions,
        passkeys: web.offers_passkeys().await?,
        password_url: Some("/password".into()),
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    };
    rendered(&page)
}

/// The last day of a certificate; a passkey has none.
fn valid_until(kind: DeviceKind, end: Timestamp, now: Timestamp, lang: Lang) -> String {
    if kind.is_passkey() { String::new() } else { moment(end, now, lang).date }
}

fn pick(value: impl ToString, label: impl Into<String>, chosen: bool) -> Pick {
    Pick { value: value.to_string(), label: label.into(), chosen }
}

fn languages(lang: Lang, chosen: &Preferences) -> Vec<Pick> {
    let is = |tag: &str| chosen.lang.as_deref().unwrap_or_default() == tag;
    vec![
        pick("", lang.texts().account.language_browser, is("")),
        pick("ja", "日本語", is("ja")),
        pick("en", "English", is("en")),
    ]
}

fn sizes(lang: Lang, chosen: &Preferences) -> Vec<Pick> {
    let words = TEXT_SIZES.iter().zip(lang.texts().account.text_sizes);
    words.map(|(n, label)| pick(n, label, *n == chosen.text_percent)).collect()
}

/// The region's time, and those that are shorter.
fn idles(lang: Lang, chosen: &Preferences, most: u32) -> Vec<Pick> {
    let t = &lang.texts().account;
    let mut all = vec![pick("", t.idle_region.of(most), chosen.idle_minutes.is_none())];
    let shorter = IDLE_CHOICES.iter().filter(|it| **it < most);
    all.extend(shorter.map(|it| pick(it, t.minutes.of(it), chosen.idle_minutes == Some(*it))));
    all
}

/// Ends another session of one's own.
pub async fn end_session(
    State(web): State<Web>,
    who: SignedIn,
    Path(session): Path<String>,
    Form(token): Form<Token>,
) -> Result<Redirect, Fault> {
    who.check_token(&token.csrf)?;
    let id: SessionId = session.parse().map_err(|_| Problem::not_found())?;
    web.app.end_own_session(&who.session, id).await?;
    Ok(Redirect::to("/account"))
}

//! What is sent to each route so that whoever may is answered well.

mod api;
mod law;
mod notices;
mod team;

use tasuki_kernel::{DeviceId, EntryId, InvitationId, OfferId, PostId, RoomId, UploadId};
use tasuki_testkit::region::{Applied, PASSWORD, Region, Somebody, note, pdf, photo};

use super::consenting;
use super::facility::of_a_facility;
use crate::client::{Load, Part};
use crate::stage::Route;

/// What to send, and the status with which somebody who may is answered.
pub struct Sample {
    pub path: String,
    pub load: Load,
    /// A header besides the ordinary ones.
    pub more: (&'static str, &'static str),
    pub good: u16,
}

/// What the addresses of one walk name.
#[derive(Debug, Clone)]
pub struct Names {
    pub room: RoomId,
    pub notebook: String,
    /// 特別便 between nurse and doctor, by the one that the route needs, with a photo.
    pub entry: EntryId,
    /// A session of the nurse that is not the one that asks.
    pub session: String,
    pub person: String,
    /// An upload of the nurse, of which nothing has arrived.
    pub upload: String,
    /// An application that waits, with the letter about it.
    pub applied: Option<Applied>,
    pub letter: String,
    /// A disclosure that somebody else of the desk asked for.
    pub disclosure: String,
    /// A withdrawal that waits: of the station for its manager, else of a facility that can go.
    pub withdrawal: String,
    /// Somebody of the station, with a device.
    pub colleague: Option<(PostId, DeviceId)>,
    /// An invitation of the outsider, and an offer to the clinic, which wait.
    pub asked: Option<(InvitationId, OfferId)>,
    /// A notice to everybody, with a photo and a PDF.
    pub notice: Option<EntryId>,
    /// The channel of an association.
    pub channel: String,
    /// A consent with a picture of the paper; empty when no address needs it.
    pub consent: String,
}

impl Names {
    /// Names of what there is in a region; what costs more is made for the addresses that need it.
    pub async fn of(region: &Region, path: &str) -> Self {
        let people = &region.people;
        let (mut applied, mut letter, mut own) = (None, String::new(), String::new());
        if path.contains("{application}") || path.contains("{letter}") {
            // Another login name each time.
            let sent = region.apply(&format!("walk-{}", region.access_records())).await;
            let case = region.desk().await.case(sent.id).await.expect("it is there");
            letter = case.letters[0].id.to_string();
            applied = Some(sent);
        }
        // Another each time: whoever left is gone, and a device is lost once.
        let login = format!("staff-{}", region.access_records());
        let mut colleague = None;
        if path.contains("{post}") {
            colleague = Some(region.colleague(&login).await);
        }
        let mut disclosure = String::new();
        if path.contains("{disclosure}") {
            let id = region.asked(&law::silent()).await;
            if path.ends_with("/tell") {
                let desk = region.desk().await;
                desk.answer_disclosure(id, true, "").await.expect("another person");
                desk.end_disclosure(id).await.expect("it holds");
            }
            disclosure = id.to_string();
        }
        let mut asked = None;
        if path.contains("{invitation}") || path.contains("{offer}") {
            asked = Some(team::ask(region).await);
        }
        let mut withdrawal = String::new();
        if path.contains("{withdrawal}") {
            let other = format!("gone-{}", region.access_records());
            let house = if path.starts_with("/facility") {
                region.house().await
            } else {
                region.another_house(&other).await
            };
            house.withdraw("closing", "ja").await.expect("it is sent");
            let last = house.ending().await.expect("it waits").last;
            withdrawal = last.map_or(String::new(), |it| it.id.to_string());
        }
        if path.contains("{upload}") {
            own = upload(region, &people.nurse).await;
        }
        let (mut notice, mut channel) = (None, String::new());
        if path.contains("{notice}") {
            notice = Some(region.notify("お知らせ").await);
        }
        if path.contains("/desk/") {
            region.channel().await;
            channel = region.association(&[]).await.to_string();
        }
        let mut consent = String::new();
        if path.contains("{consent}") {
            consent = region.consent_on_paper().await.to_string();
        }
        Self {
            notebook: region.notebook.to_string(),
            room: region.rooms.team,
            entry: delivery(region, &people.nurse, &people.doctor).await,
            session: region.sign_in(&people.nurse).await.id.to_string(),
            person: people.doctor.person.to_string(),
            upload: own,
            letter,
            applied,
            disclosure,
            withdrawal,
            colleague,
            asked,
            notice,
            channel,
            consent,
        }
    }

    /// Whether they do not name what an address needs.
    pub fn lacks(&self, route: &Route) -> bool {
        let needs = |what: &str| route.path.contains(what);
        (needs("{upload}") && self.upload.is_empty())
            || (needs("{disclosure}") && self.disclosure.is_empty())
            || (needs("{withdrawal}") && self.withdrawal.is_empty())
            || (needs("{post}") && self.colleague.is_none())
            || ((needs("{invitation}") || needs("{offer}")) && self.asked.is_none())
            || (needs("{notice}") && self.notice.is_none())
            || (needs("/desk/") && self.channel.is_empty())
            || (needs("{consent}") && self.consent.is_empty())
            || ((needs("{application}") || needs("{letter}")) && self.applied.is_none())
    }

    /// Names for every address.
    pub async fn all(region: &Region) -> Self {
        let joining = "{application}{letter}{upload}{post}{invitation}{offer}{withdrawal}";
        Self::of(region, &format!("{joining}{{notice}}{{consent}}/desk/")).await
    }
}

/// A fresh delivery to `to`, written by `from`, with a photo.
pub async fn delivery(region: &Region, from: &Somebody, to: &Somebody) -> EntryId {
    let draft = tasuki_app::compose::Draft {
        deliver_to: vec![to.person],
        photos: vec![photo(), pdf()],
        ..note("特別便のことば")
    };
    region.write(from, region.rooms.team, draft).await
}

/// Bytes that begin like a PDF: a file of one piece.
const FILE: &[u8] = b"%PDF-1.7\n%";

/// A fresh upload of somebody in the team's room.
pub async fn upload(region: &Region, who: &Somebody) -> String {
    let session = std::sync::Arc::new(region.app.receiver(who.login).await.expect("somebody"));
    let room = region.app.room(&session, region.rooms.team).await.expect("a member");
    let id = UploadId::new(region.app.clock(), region.app.random());
    room.begin_upload(id, FILE.len() as u64).await.expect("it begins");
    id.to_string()
}

/// Whether a route does something to the entry in its address, so that each try needs its own.
pub fn uses_up(route: &Route) -> bool {
    let used = [
        "{entry}",
        "{upload}",
        "{application}",
        "{letter}",
        "{post}",
        "{disclosure}",
        "{invitation}",
        "{offer}",
        "{notice}",
        "{withdrawal}",
    ];
    route.changes() && used.iter().any(|it| route.path.contains(it))
}

/// A device that there is not.
pub(super) const NOBODYS: &str = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10";

pub(super) fn form(fields: &[(&'static str, &str)]) -> Load {
    Load::Form(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

pub(super) fn parts(text: &str) -> Load {
    Load::Parts(vec![Part::text("text", text), Part::text("category", "")])
}

/// The sample of a route.
///
/// # Panics
/// When the route is not in the table: then nobody has said what to send to it.
pub fn sample(route: &Route, names: &Names) -> Sample {
    let of_colleague = names.colleague.filter(|_| route.path.contains("{post}"));
    let path = route
        .path
        .replace("{notebook}", &names.notebook)
        .replace("{device}", &of_colleague.map_or(NOBODYS.into(), |it| it.1.to_string()))
        .replace("{post}", &of_colleague.map_or(String::new(), |it| it.0.to_string()))
        .replace("{room}", &names.room.to_string())
        .replace("{entry}", &names.entry.to_string())
        .replace("{session}", &names.session)
        .replace("{person}", &names.person)
        .replace("{upload}", &names.upload)
        .replace(
            "{application}",
            &names.applied.as_ref().map_or(String::new(), |it| it.id.to_string()),
        )
        .replace("{invitation}", &names.asked.map_or(String::new(), |it| it.0.to_string()))
        .replace("{offer}", &names.asked.map_or(String::new(), |it| it.1.to_string()))
        .replace("{letter}", &names.letter)
        .replace("{disclosure}", &names.disclosure)
        .replace("{notice}", &names.notice.map_or(String::new(), |it| it.to_string()))
        .replace("{channel}", &names.channel)
        .replace("{withdrawal}", &names.withdrawal)
        .replace("{door}", "dGhpcyBkb29yIGlzIG5vdCB0aGVyZQ")
        .replace("{prefecture}", "14")
        .replace("{consent}", &names.consent)
        .replace("{kind}", "disaster")
        .replace("/files/{number}", "/files/1")
        .replace("{number}", "0")
        .replace("{page}", "1")
        .replace("{system}", "ios")
        .replace("{token}", "dGhpcyBsaW5rIGlzIG5vdCB0aGVyZQ")
        .replace("/assets/{*path}", &tasuki_web::assets::url("app.css"));
    // Another one each time: failures of one account are throttled.
    let nobody = format!("nobody-{}", names.session);
    let (load, good) = if route.path.starts_with("/api/") {
        api::of_api(&route.name(), &nobody)
    } else if let Some(sample) = of_joining(&route.name(), names) {
        sample
    } else if let Some(sample) = law::of_the_law(&route.name(), names) {
        sample
    } else if let Some(sample) = team::of_a_team(&route.name()) {
        sample
    } else if let Some(sample) = of_a_facility(&route.name(), &nobody) {
        sample
    } else if let Some(sample) = notices::of_notices(&route.name()) {
        sample
    } else if let Some(sample) = consenting::of_patients(&route.name()) {
        sample
    } else {
        of_pages(&route.name(), &nobody)
    };
    Sample { path, load, more: ("upload-offset", "0"), good }
}

fn of_pages(name: &str, nobody: &str) -> (Load, u16) {
    match name {
        "GET /" => (Load::Nothing, 303),
        "POST /sign-in" => (form(&[("login", nobody), ("password", "x")]), 303),
        "POST /demo/sign-in" => (form(&[("person", "")]), 303),
        "POST /sign-out" => (form(&[]), 303),
        "POST /unlock" => (form(&[("password", PASSWORD)]), 303),
        "POST /lock" | "POST /touch" => (form(&[]), 204),
        "POST /activate/{token}" => (form(&[("new", "a"), ("again", "a")]), 303),
        // The two entries differ: the form comes back, and the password stays.
        "POST /password" => (form(&[("current", "x"), ("new", "a"), ("again", "b")]), 422),
        "POST /notebooks" => (form(&[("q", "はな")]), 200),
        "POST /notebooks/order" => (form(&[("order", "kana")]), 303),
        // No day of birth: the form comes back, and nothing is changed.
        "POST /notebooks/{notebook}/edit" => (form(&[("family", "山口")]), 422),
        "POST /account/preferences" => (form(&[("lang", ""), ("text", "115"), ("idle", "5")]), 303),
        "POST /account/portrait" => {
            let photo = tasuki_testkit::region::photo().bytes;
            (Load::Parts(vec![Part::file("portrait", "me.jpg", photo)]), 303)
        }
        // The device in the address is nobody's.
        "POST /account/portrait/remove" | "POST /account/devices/{device}/lost" => (form(&[]), 303),
        "POST /account/devices/{device}/renew" => (form(&[]), 200),
        "POST /account/devices" => (form(&[("label", "電話"), ("system", "ios")]), 200),
        "POST /pickup" | "POST /pickup/file" | "POST /pickup/hand-over" => {
            (form(&[("number", nobody), ("code", "aaaa-aaaa-aaaa")]), 200)
        }
        "POST /pickup/from/{token}" => (form(&[]), 200),
        "POST /language" => (form(&[("lang", "en")]), 303),
        "POST /account/sessions/{session}/end" => (form(&[]), 303),
        "POST /rooms/{room}/compose" => (parts("書きかけ"), 200),
        "POST /rooms/{room}/entries" => (parts("書きおえた"), 201),
        "POST /rooms/{room}/entries/{entry}/photos/{number}" => {
            (form(&[("text", "よく見えます")]), 303)
        }
        "POST /rooms/{room}/entries/{entry}/confirm" => (form(&[]), 200),
        "POST /rooms/{room}/entries/{entry}/withdraw"
        | "POST /rooms/{room}/entries/{entry}/misfile" => (form(&[("reason", "まちがい")]), 200),
        "GET /sign-in"
        | "GET /unlock"
        | "GET /activate/{token}"
        | "GET /password"
        | "GET /notebooks"
        | "GET /notebooks/live"
        | "GET /waiting"
        | "GET /notebooks/{notebook}"
        | "GET /notebooks/{notebook}/edit"
        | "GET /notebooks/{notebook}/access"
        | "GET /notebooks/{notebook}/access.csv"
        | "GET /facility/access"
        | "GET /facility/access.csv"
        | "GET /region/access"
        | "GET /region/access.csv"
        | "GET /account"
        | "GET /people/{person}/portrait"
        | "GET /demo/portraits/{person}"
        | "GET /rooms/{room}"
        | "GET /rooms/{room}/live"
        | "GET /rooms/{room}/course"
        | "GET /rooms/{room}/print"
        | "GET /rooms/{room}/portrait"
        | "GET /rooms/{room}/compose"
        | "GET /rooms/{room}/entries/{entry}"
        | "GET /rooms/{room}/entries/{entry}/reply"
        | "GET /rooms/{room}/entries/{entry}/correct"
        | "GET /rooms/{room}/entries/{entry}/photos/{number}"
        | "GET /rooms/{room}/entries/{entry}/photos/{number}/full.jpg"
        | "GET /rooms/{room}/entries/{entry}/photos/{number}/small.jpg"
        | "GET /rooms/{room}/entries/{entry}/files/{number}"
        | "GET /rooms/{room}/entries/{entry}/files/{number}/original"
        | "GET /rooms/{room}/entries/{entry}/files/{number}/pages/{page}"
        | "GET /pickup"
        | "GET /pickup/from/{token}"
        | "GET /help"
        | "GET /help/{system}"
        | "GET /device"
        | "GET /authority/devices.crl"
        | "GET /authority/chain.pem"
        | "GET /assets/{*path}"
        | "GET /healthz"
        | "GET /readyz"
        | "GET /metrics" => (Load::Nothing, 200),
        other => panic!("{other} is not walked: say here what to send to it"),
    }
}

/// How facilities come in; none for other routes.
fn of_joining(name: &str, names: &Names) -> Option<(Load, u16)> {
    let revision = names.applied.as_ref().map_or(0, |it| it.revision).to_string();
    Some(match name {
        "GET /portal"
        | "GET /facilities"
        | "GET /terms"
        | "GET /privacy"
        | "GET /apply"
        | "GET /places/{prefecture}"
        | "GET /desk"
        | "GET /desk/mail"
        | "GET /desk/portal"
        | "GET /desk/applications/{application}"
        | "GET /desk/withdrawals"
        | "GET /desk/withdrawals/{withdrawal}"
        | "GET /desk/reviews"
        | "GET /desk/reviews.csv"
        | "GET /application/{door}" => (Load::Nothing, 200),
        // Nothing was filled in before.
        "GET /apply/confirm" | "GET /apply/device" | "GET /apply/done" => (Load::Nothing, 303),
        "POST /apply" => (form(&[("facility", "")]), 422),
        "POST /apply/device" | "POST /application/{door}/correct" => (form(&[]), 303),
        "POST /desk/applications/{application}/approve" => (form(&[("revision", &revision)]), 303),
        "POST /desk/applications/{application}/return" => {
            (form(&[("revision", &revision), ("reason", "電話番号を書いてください")]), 303)
        }
        "POST /desk/withdrawals/{withdrawal}/approve" => (form(&[]), 303),
        "POST /desk/withdrawals/{withdrawal}/return" => {
            (form(&[("answer", "12月末まで待ってください")]), 303)
        }
        "POST /desk/mail/{letter}/again" => (form(&[]), 303),
        "POST /desk/portal" => (form(&[("palette", "green")]), 303),
        "POST /desk/terms" => (form(&[("text", "第1条")]), 303),
        _ => return None,
    })
}

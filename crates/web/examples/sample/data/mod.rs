//! Every page filled with invented people, in one language.

mod alone;
mod composers;
mod consenting;
mod disclosing;
mod doors;
mod entries;
mod inside;
mod joining;
mod notices;
mod reviews;
mod staff;
mod teams;

use askama::Template as _;
use tasuki_kernel::{Code, Timestamp};
use tasuki_web::pages::{EntryFragment, Frame, Problem, QuietFragment, Viewer};
use tasuki_web::texts::Lang;

/// 2026-11-21 14:32 in Japan, a Saturday.
pub const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

/// A name and what came of rendering its page.
type Add<'a> = &'a mut dyn FnMut(&str, askama::Result<String>);

/// What the law lets the desk open.
fn add_disclosing(lang: Lang, add: Add<'_>) {
    for (name, page) in disclosing::registers(lang) {
        add(name, page.render());
    }
    add("desk-disclosure-new", disclosing::form(lang).render());
    for (name, page) in disclosing::cases(lang) {
        add(name, page.render());
    }
    for (name, page) in disclosing::audits(lang) {
        add(name, page.render());
    }
}

/// How facilities come in.
fn add_joining(lang: Lang, add: Add<'_>) {
    for (name, page) in joining::applies(lang) {
        add(name, page.render());
    }
    for (name, page) in joining::confirms(lang) {
        add(name, page.render());
    }
    for (name, page) in joining::devices(lang) {
        add(name, page.render());
    }
    add("apply-done", joining::done(lang).render());
    for (name, page) in joining::applied(lang) {
        add(name, page.render());
    }
    for (name, page) in joining::facilities(lang) {
        add(name, page.render());
    }
    for (name, page) in joining::words(lang) {
        add(name, page.render());
    }
    for (name, page) in joining::queues(lang) {
        add(name, page.render());
    }
    for (name, page) in joining::mails(lang) {
        add(name, page.render());
    }
    add("desk-portal", joining::desk_portal(lang).render());
}

/// Notices.
fn add_notices(lang: Lang, add: Add<'_>) {
    for (name, page) in notices::lists(lang) {
        add(name, page.render());
    }
    for (name, page) in notices::ones(lang) {
        add(name, page.render());
    }
    for (name, page) in notices::sent(lang) {
        add(name, page.render());
    }
    for (name, page) in notices::forms(lang) {
        add(name, page.render());
    }
    for (name, page) in notices::sends(lang) {
        add(name, page.render());
    }
    for (name, page) in notices::reaches(lang) {
        add(name, page.render());
    }
    add("notice-paper", notices::paper(lang).render());
    add("channels", notices::channels(lang).render());
    add("channel", notices::channel(lang).render());
}

/// How patients are registered, and what they agree to.
fn add_consenting(lang: Lang, add: Add<'_>) {
    for (name, page) in consenting::registers(lang) {
        add(name, page.render());
    }
    for (name, page) in consenting::forms(lang) {
        add(name, page.render());
    }
    add("register-confirm", consenting::confirm(lang).render());
    add("consent", consenting::consent(lang).render());
    add("consent-change", consenting::change(lang).render());
    add("consent-proof", consenting::proof(lang).render());
}

/// Ways in.
fn add_doors(lang: Lang, add: Add<'_>) {
    for (name, page) in doors::sign_ins(lang) {
        add(name, page.render());
    }
    add("unlock", doors::unlock(lang).render());
    for (name, page) in doors::passwords(lang) {
        add(name, page.render());
    }
    add("portal", doors::portal(lang).render());
    for (name, page) in doors::pickups(lang) {
        add(name, page.render());
    }
    for (name, page) in doors::ready(lang) {
        add(name, page.render());
    }
    add("hand-over", doors::hand_over(lang).render());
    add("take-over", doors::take_over(lang).render());
    for (name, page) in doors::helps(lang) {
        add(name, page.render());
    }
    for (name, page) in doors::devices(lang) {
        add(name, page.render());
    }
}

/// Teams, and the way into one.
fn add_teams(lang: Lang, add: Add<'_>) {
    add("team", teams::team(lang).render());
    for (name, page) in teams::finds(lang) {
        add(name, page.render());
    }
    for (name, page) in teams::forms(lang) {
        add(name, page.render());
    }
    for (name, page) in teams::inbox(lang) {
        add(name, page.render());
    }
}

/// The staff of a facility.
fn add_staff(lang: Lang, add: Add<'_>) {
    for (name, page) in staff::lists(lang) {
        add(name, page.render());
    }
    for (name, page) in staff::ones(lang) {
        add(name, page.render());
    }
    for (name, page) in staff::forms(lang) {
        add(name, page.render());
    }
    for (name, page) in staff::imports(lang) {
        add(name, page.render());
    }
    for (name, page) in staff::previews(lang) {
        add(name, page.render());
    }
}

/// Reviews and withdrawals; the number of a notebook.
fn add_reviews(lang: Lang, add: Add<'_>) {
    for (name, page) in reviews::reviews(lang) {
        add(name, page.render());
    }
    for (name, page) in reviews::withdrawals(lang) {
        add(name, page.render());
    }
    add("desk-reviews", reviews::of_all(lang).render());
    for (name, page) in reviews::lists(lang) {
        add(name, page.render());
    }
    for (name, page) in reviews::cases(lang) {
        add(name, page.render());
    }
    for (name, page) in reviews::finds(lang) {
        add(name, page.render());
    }
}

/// Name and HTML of every page.
pub fn pages(lang: Lang) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |name: &str, html: askama::Result<String>| {
        all.push((name.to_owned(), html.expect("a page renders")));
    };
    add_doors(lang, &mut add);
    add_joining(lang, &mut add);
    add_disclosing(lang, &mut add);
    add_teams(lang, &mut add);
    add_notices(lang, &mut add);
    add_consenting(lang, &mut add);
    add_staff(lang, &mut add);
    add_reviews(lang, &mut add);
    for (name, page) in inside::notebooks(lang) {
        add(name, page.render());
    }
    for (name, page) in inside::what_waits(lang) {
        add(name, page.render());
    }
    for (name, page) in inside::rooms(lang) {
        add(name, page.render());
    }
    for (name, page) in composers::composers(lang) {
        add(name, page.render());
    }
    add("entry", alone::entry(lang).render());
    add("photo", alone::photo(lang).render());
    add("account", inside::account(lang).render());
    for code in Code::ALL {
        let mut page = Problem::new(frame(lang, "/problem"), *code);
        page.reference = "7F3A-20C1".into();
        add(&format!("problem-{}", code.slug()), page.render());
    }
    all
}

/// Name and HTML of every fragment that a live stream sends.
#[allow(dead_code, reason = "only the tests look at fragments alone")]
pub fn fragments(lang: Lang) -> Vec<(String, String)> {
    let frame = signed_in(lang, "/rooms/r1");
    let entries = entries::all(lang).into_iter().enumerate().map(|(n, entry)| {
        let fragment = EntryFragment { frame: frame.clone(), entry };
        (format!("entry {n}"), fragment.render().expect("an entry renders"))
    });
    let quiet = QuietFragment { frame: frame.clone(), quiet: entries::joined(lang) };
    entries.chain([("quiet".to_owned(), quiet.render().expect("a line renders"))]).collect()
}

/// A frame for nobody.
pub fn frame(lang: Lang, here: &str) -> Frame {
    Frame { csrf: "tok-0123456789".into(), here: here.into(), demo: true, ..Frame::new(lang) }
}

/// A frame for the nurse.
pub fn signed_in(lang: Lang, here: &str) -> Frame {
    let (viewer, notices) = (Some(nurse(lang)), Some(2));
    Frame { viewer, notices, idle_minutes: 10, ..frame(lang, here) }
}

pub fn nurse(lang: Lang) -> Viewer {
    Viewer {
        name: "佐藤 美咲".into(),
        profession: word(lang, "看護師", "nurse"),
        facility: "みなと訪問看護ステーション".into(),
        portrait: Some(picture("misaki")),
    }
}

/// The word of the language.
pub fn word(lang: Lang, ja: &str, en: &str) -> String {
    if lang == Lang::Ja { ja } else { en }.to_owned()
}

pub fn picture(name: &str) -> String {
    format!("/pictures/{name}.svg")
}

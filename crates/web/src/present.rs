//! From what use cases answer to what pages show: words, dates and addresses, no decisions.

mod access;
mod consent;
mod course;
mod entry;
mod file;
mod filter;
mod notebook;
mod notice;
mod patient;
mod print;
mod qr;
mod register;
mod saying;
mod seen_by;
mod team;
mod vital;
mod words;

use tasuki_app::access_list::looks_after;
use tasuki_app::session::Session;
use tasuki_domain::content::PersonKind;
use tasuki_domain::{facility, profession};

use crate::Web;
use crate::pages::{Frame, Viewer};
use crate::texts::Lang;
use crate::visitor::{SignedIn, Visitor};

pub use access::{looks_csv, people, reviews_csv, staff_use, stay, stays_csv, uses_csv};
pub use consent::{birth_words, consent_lines, consent_patient, consent_steps, last_day};
pub use course::{DAYS as COURSE_DAYS, chart, course_rows, measured};
pub use entry::{Sight, entry_view, evidence, newer, quoted, row};
pub use file::file;
pub use filter::{chosen, day_jump, narrow};
pub use notebook::{
    banner, cards, category_choices, contacts, member, notebook_links, room_label, sensitivities,
    waiting,
};
pub use notice::{csv as reach_csv, line as notice_line, reach, target, view as notice_view};
pub use patient::{facts, fields, filled, given, history, numbers, picks};
pub use print::print_ranges;
pub use qr::qr;
pub use register::{consent_typed, register_facts, register_form};
pub use saying::{saying, tell_saying, withdrawing};
pub use seen_by::seen_by;
pub use team::{
    asked, asked_row, closed, closed_line, closing, consent, found, invitations, mates, offer,
    offers,
};
pub use vital::{Typed, fields as vital_fields, line as vitals_line};
pub use words::audience;

/// The name of a profession's code.
pub fn profession_name(lang: Lang, code: &str) -> String {
    profession::find(code)
        .map_or(code, |it| if lang == Lang::Ja { it.ja } else { it.en })
        .to_owned()
}

/// The name of a facility kind's code.
pub fn facility_kind(lang: Lang, code: &str) -> String {
    facility::find(code).map_or(code, |it| if lang == Lang::Ja { it.ja } else { it.en }).to_owned()
}

/// The signed-in person as the frame shows them.
pub fn viewer(lang: Lang, session: &Session) -> Viewer {
    let post = session.posts.first();
    Viewer {
        name: session.person.name.full(),
        profession: post.map(|it| profession_name(lang, &it.profession)).unwrap_or_default(),
        facility: post.map(|it| it.facility_name.clone()).unwrap_or_default(),
        portrait: session
            .person
            .has_portrait
            .then(|| format!("/people/{}/portrait", session.person.id)),
    }
}

/// The frame of a page for somebody who is signed in.
pub async fn frame(web: &Web, who: &SignedIn) -> Result<Frame, tasuki_kernel::Problem> {
    let mut frame = fragment_frame(web, who);
    if who.session.person.kind == PersonKind::Staff {
        frame.notices = Some(web.app.unopened_notices(&who.session).await?);
    }
    Ok(frame)
}

/// The frame of a piece of a page, which has no menu.
pub fn fragment_frame(web: &Web, who: &SignedIn) -> Frame {
    let mut frame = visitor_frame(web, &who.visitor);
    frame.csrf.clone_from(&who.session.csrf);
    let now = web.app.clock().now();
    (frame.manages, frame.home) = looks_after(&who.session, now);
    frame.text_percent = who.session.preferences.text_percent;
    frame.viewer = Some(viewer(who.visitor.lang, &who.session));
    frame.idle_minutes = who.session.idle_minutes;
    frame
}

/// The frame of a page for anybody.
pub fn visitor_frame(web: &Web, visitor: &Visitor) -> Frame {
    let mut frame = Frame::new(visitor.lang);
    frame.demo = web.demo;
    frame.here.clone_from(&visitor.here);
    frame
}

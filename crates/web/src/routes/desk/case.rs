//! One application, as the desk's pages show it.

use tasuki_app::application::{ApplicationRow, State, shown_number};
use tasuki_app::desk::Case;
use tasuki_domain::municipality;
use tasuki_kernel::{ApplicationId, Timestamp};

use super::mail;
use crate::pages::{CaseView, CheckLine, Fact, QueueRow};
use crate::present;
use crate::show::moment;
use crate::texts::Lang;

/// A line of the queue.
pub fn row(
    lang: Lang,
    it: &ApplicationRow,
    (now, here): (Timestamp, Option<ApplicationId>),
) -> QueueRow {
    let place = municipality::find(&it.municipality).map_or("", |found| found.name);
    let kind = present::facility_kind(lang, &it.kind);
    let days = u32::try_from(now.seconds_since(it.sent) / 86_400).unwrap_or_default();
    QueueRow {
        url: format!("/desk/applications/{}", it.id),
        received: moment(it.sent, now, lang),
        facility: it.facility.clone(),
        about: format!("{kind}・{place}　{}", it.contact.full()),
        device: it.system.title().to_owned(),
        waited: (it.state == State::Waiting).then_some(days),
        here: here == Some(it.id),
    }
}

/// The application with what there is to check.
pub fn view(lang: Lang, case: &Case, now: Timestamp) -> CaseView {
    let row = &case.row;
    let decided = row.decided.map(|at| {
        let by = case.decided_by.as_ref().map(|it| it.name.full()).unwrap_or_default();
        (by, moment(at, now, lang))
    });
    CaseView {
        number: shown_number(row.number),
        received: moment(row.sent, now, lang),
        facility: row.facility.clone(),
        facts: facts(lang, row),
        checks: if row.state == State::Approved { Vec::new() } else { checks(lang, case, now) },
        revision: row.revision,
        decide: (row.state == State::Waiting).then(|| format!("/desk/applications/{}", row.id)),
        reason: row.reason.clone(),
        errors: Vec::new(),
        decided,
        letters: case.letters.iter().map(|it| mail::view(lang, it, (now, false))).collect(),
        back: String::new(),
    }
}

fn facts(lang: Lang, row: &ApplicationRow) -> Vec<Fact> {
    let t = lang.texts().apply;
    let mut facts = crate::routes::apply::facts(lang, &row.typed());
    // Its name stands above them already.
    facts.retain(|it| it.label != t.facility);
    let mut more = |label: &str, value: String| {
        facts.push(Fact { label: label.to_owned(), value });
    };
    more(t.system, row.system.title().to_owned());
    if !row.remark.is_empty() {
        more(t.remark, row.remark.clone());
    }
    if row.terms > 0 {
        more(t.terms, lang.texts().desk.terms.of(row.terms));
    }
    facts
}

fn checks(lang: Lang, case: &Case, now: Timestamp) -> Vec<CheckLine> {
    let t = lang.texts().desk;
    let line = |good, words| CheckLine { good, words };
    let mut checks = vec![match case.mail_seen {
        Some(at) => line(true, t.mail_seen.of(moment(at, now, lang).brief())),
        None => line(false, t.mail_unseen.to_owned()),
    }];
    if case.lookalikes.is_empty() {
        checks.push(line(true, t.no_lookalike.to_owned()));
    }
    checks.extend(case.lookalikes.iter().map(|it| {
        let words = if it.takes_part { t.takes_part } else { t.applied };
        line(false, words.of(&it.facility))
    }));
    let named = |it: &tasuki_app::desk::PersonRow| format!("{}（{}）", it.name.full(), it.login);
    checks.extend(case.namesakes.iter().map(|it| line(false, t.namesake.of(named(it)))));
    checks.extend(case.former.iter().map(|it| line(false, t.former.of(named(it)))));
    if case.row.not_yet.is_empty() {
        checks.push(line(true, t.all_in_place.to_owned()));
    }
    let asked = tasuki_domain::application::SELF_CHECK.iter().zip(lang.texts().apply.checks);
    for (code, words) in asked {
        if case.row.not_yet.iter().any(|it| it == code) {
            checks.push(line(false, t.not_yet.of(words)));
        }
    }
    checks
}

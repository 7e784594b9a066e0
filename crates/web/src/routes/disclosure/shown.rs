//! Disclosures, as their pages show them.

use tasuki_app::disclosure::{Case, DisclosureState, Listed, OrphanRow};
use tasuki_domain::content::DisclosureKind;
use tasuki_kernel::Timestamp;

use super::Given;
use crate::pages::{
    DeskDisclosure, DisclosureRowView, DisclosureStep, Fact, Input, OrphanView, Widget, choices,
};
use crate::present;
use crate::show::moment;
use crate::texts::Lang;

/// The register; with addresses for the desk, without for the auditor.
pub fn register(
    lang: Lang,
    now: Timestamp,
    listed: &[Listed],
    linked: bool,
) -> Vec<DisclosureRowView> {
    listed.iter().map(|it| row(lang, now, it, linked)).collect()
}

fn row(lang: Lang, now: Timestamp, it: &Listed, linked: bool) -> DisclosureRowView {
    let t = lang.texts().disclosure;
    let at = DisclosureState::ALL.iter().position(|state| *state == it.row.state);
    let state = at.map_or("", |at| t.states[at]);
    let over = it.row.state == DisclosureState::Approved && !it.row.holds(now);
    DisclosureRowView {
        url: if linked { format!("/desk/disclosures/{}", it.row.id) } else { String::new() },
        asked: moment(it.row.asked_at, now, lang),
        kind: t.kind(it.row.kind),
        managed_by: it.managed_by.clone(),
        asked_by: it.asked_by.clone(),
        answered_by: it.answered_by.clone().unwrap_or_default(),
        state: if over { t.over } else { state },
        waits: it.row.state == DisclosureState::Waiting,
    }
}

/// 特別便 that nobody can read.
pub fn orphans(lang: Lang, now: Timestamp, found: &[(OrphanRow, String)]) -> Vec<OrphanView> {
    let view = |(it, managed_by): &(OrphanRow, String)| OrphanView {
        url: format!("/desk/disclosures/new?orphan={}", it.log),
        managed_by: managed_by.clone(),
        last: moment(it.last, now, lang),
        entries: it.entries.saturating_sub(1),
    };
    found.iter().map(view).collect()
}

/// The fields of the form.
pub fn rows(lang: Lang, given: &Given) -> Vec<Vec<Input>> {
    let t = lang.texts().disclosure;
    let mut rows = Vec::new();
    if given.orphan.is_empty() {
        let lawful = [DisclosureKind::Request, DisclosureKind::Court];
        let laws = choices(lawful.map(|it| (it.name().to_owned(), t.kind(it).to_owned())));
        rows.push(vec![
            Input::line("notebook", t.notebook, &given.notebook).with_hint(t.notebook_hint),
        ]);
        rows.push(vec![Input {
            widget: Widget::Radio(laws),
            ..Input::line("law", t.law, &given.law)
        }]);
    }
    let telling = [("told", t.tell), ("untold", t.keep_silent)];
    let telling = choices(telling.map(|(code, word)| (code.to_owned(), word.to_owned())));
    rows.extend([
        vec![Input::area("need", t.need, &given.need, 4).with_hint(t.need_hint)],
        vec![Input::line("basis", t.basis, &given.basis).with_hint(t.basis_hint)],
        vec![Input::line("receiver", t.receiver, &given.receiver).with_hint(t.receiver_hint)],
        vec![Input {
            widget: Widget::Radio(telling),
            ..Input::line("telling", t.telling, &given.telling)
        }],
        vec![Input::line("untold", t.untold, &given.untold).with_hint(t.untold_hint).or_nothing()],
        vec![Input::typed("days", t.days, &given.days, ("number", "")).with_hint(t.days_hint)],
    ]);
    rows
}

/// One disclosure, without its frame.
pub fn view(lang: Lang, now: Timestamp, case: &Case) -> DeskDisclosure {
    let (t, row_) = (lang.texts().disclosure, &case.listed.row);
    let (asked, words) = (&case.asked, &case.listed);
    let mut facts: Vec<Fact> = Vec::new();
    let mut fact = |label: &str, value: &str| {
        if !value.is_empty() {
            facts.push(Fact { label: label.to_owned(), value: value.to_owned() });
        }
    };
    fact(t.need, &asked.reason);
    fact(t.basis, &asked.basis);
    fact(t.receiver, &asked.receiver);
    fact(t.notebook, &row_.notebook.to_string());
    fact(t.managed_by, &words.managed_by);
    fact(t.days, &row_.days.to_string());
    fact(t.telling, if row_.told { t.tell } else { t.keep_silent });
    fact(t.untold, &asked.untold);
    fact(t.asked_by, &words.asked_by);
    fact(t.answered_by, words.answered_by.as_deref().unwrap_or_default());
    let rooms = case.rooms.iter();
    DeskDisclosure {
        row: row(lang, now, words, true),
        facts,
        action: format!("/desk/disclosures/{}", row_.id),
        steps: steps(now, case),
        tells: row_.told,
        until: row_.until.filter(|_| !case.rooms.is_empty()).map(|it| moment(it, now, lang)),
        rooms: rooms
            .map(|(id, kind)| (format!("/rooms/{id}"), present::room_label(lang, *kind)))
            .collect(),
        ..DeskDisclosure::default()
    }
}

/// What the reader may do about it now.
fn steps(now: Timestamp, case: &Case) -> Vec<DisclosureStep> {
    let row = &case.listed.row;
    let waits = row.state == DisclosureState::Waiting;
    let opened = row.answered_at.is_some() && row.state != DisclosureState::Refused;
    let all = [
        (DisclosureStep::Answer, case.may_answer),
        (DisclosureStep::Wait, waits && !case.may_answer),
        (DisclosureStep::End, waits || row.holds(now)),
        (DisclosureStep::Tell, opened && !row.told),
    ];
    all.into_iter().filter(|(_, may)| *may).map(|(step, _)| step).collect()
}

//! Access records as pages and files show them.

use std::collections::BTreeSet;

use tasuki_app::access_list::{Seen, StaffUse, Stay};
use tasuki_app::audit::Look;
use tasuki_app::author::Byline;
use tasuki_kernel::Timestamp;

use super::profession_name;
use crate::pages::{Choice, ReviewState, StayView, UseView};
use crate::show;
use crate::texts::Lang;

fn name(lang: Lang, byline: &Byline) -> String {
    match byline.person {
        Some(_) => byline.name.clone(),
        None => lang.texts().access.operator.to_owned(),
    }
}

fn seen(lang: Lang, it: &BTreeSet<Seen>) -> String {
    let t = lang.texts();
    let words: Vec<&str> = it.iter().map(|it| t.access.seen_as(*it)).collect();
    words.join(t.common.list_separator)
}

/// Somebody's stay in a notebook.
pub fn stay(lang: Lang, now: Timestamp, it: &Stay) -> StayView {
    StayView {
        name: name(lang, &it.byline),
        profession: profession_name(lang, &it.byline.profession),
        facility: it.byline.facility.clone(),
        portrait: it.byline.person.map(|id| format!("/people/{id}/portrait")),
        from: show::moment(it.from, now, lang),
        until: show::moment(it.until, now, lang),
        seen: seen(lang, &it.seen),
        purpose: lang.texts().access.purpose_as(it.purpose).to_owned(),
        refused: it.seen.contains(&Seen::Refused),
    }
}

/// What somebody did on one device.
pub fn staff_use(lang: Lang, now: Timestamp, it: &StaffUse) -> UseView {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    UseView {
        name: name(lang, &it.byline),
        profession: profession_name(lang, &it.byline.profession),
        facility: it.byline.facility.clone(),
        device: it.device.clone(),
        from: show::moment(it.from, now, lang),
        until: show::moment(it.until, now, lang),
        notebooks: small(it.notebooks),
        refused_sign_ins: small(it.refused_sign_ins),
        seen: seen(lang, &it.seen),
    }
}

/// People to choose from.
pub fn people(it: &[Byline]) -> Vec<Choice> {
    let choice = |it: &Byline| {
        let value = it.person?.to_string();
        Some(Choice { value, label: it.name.clone() })
    };
    it.iter().filter_map(choice).collect()
}

/// A line of a file (RFC 4180). What a spreadsheet would take for a formula gets a sign before it.
pub(super) fn csv_line(fields: &[&str]) -> String {
    let quoted = |field: &&str| {
        let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let sign = if formula { "'" } else { "" };
        format!("\"{sign}{}\"", field.replace('"', "\"\""))
    };
    fields.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

/// The mark by which spreadsheets know UTF-8.
pub(super) const UTF_8: char = '\u{FEFF}';

/// Who looked at which notebook, as the auditor takes it along.
pub fn looks_csv(lang: Lang, now: Timestamp, looks: &[Look]) -> String {
    let t = &lang.texts().access;
    let head = [t.from, t.person, t.account_id, t.notebook, t.seen, t.purpose];
    let mut file = UTF_8.to_string() + &csv_line(&head);
    for it in looks {
        let touched: BTreeSet<Seen> = it.seen.iter().copied().collect();
        file += &csv_line(&[
            &show::moment(it.at, now, lang).iso,
            &it.who,
            &it.person.map(|it| it.to_string()).unwrap_or_default(),
            &it.notebook.map(|it| it.to_string()).unwrap_or_default(),
            &seen(lang, &touched),
            t.purpose_as(it.purpose),
        ]);
    }
    file
}

/// Who looked, as a file.
pub fn stays_csv(lang: Lang, stays: &[StayView]) -> String {
    let t = &lang.texts().access;
    let head = [t.from, t.until, t.person, t.profession, t.facility, t.seen, t.purpose];
    let mut file = UTF_8.to_string() + &csv_line(&head);
    for it in stays {
        let fields: [&str; 7] = [
            &it.from.iso,
            &it.until.iso,
            &it.name,
            &it.profession,
            &it.facility,
            &it.seen,
            &it.purpose,
        ];
        file += &csv_line(&fields);
    }
    file
}

/// What staff did, as a file.
pub fn uses_csv(lang: Lang, uses: &[UseView]) -> String {
    let t = &lang.texts().access;
    let head = [
        t.from,
        t.until,
        t.person,
        t.profession,
        t.facility,
        t.device,
        t.notebooks,
        t.seen,
        t.refused_sign_ins,
    ];
    let mut file = UTF_8.to_string() + &csv_line(&head);
    for it in uses {
        let (notebooks, refused) = (it.notebooks.to_string(), it.refused_sign_ins.to_string());
        let fields: [&str; 9] = [
            &it.from.iso,
            &it.until.iso,
            &it.name,
            &it.profession,
            &it.facility,
            &it.device,
            &notebooks,
            &it.seen,
            &refused,
        ];
        file += &csv_line(&fields);
    }
    file
}

/// Which facilities reviewed their rights, as a file.
pub fn reviews_csv(lang: Lang, rows: &[ReviewState]) -> String {
    let t = lang.texts().review;
    let head = [t.facility, t.state, t.last, t.by, t.staff];
    let mut file = UTF_8.to_string() + &csv_line(&head);
    for it in rows {
        let (people, last) = (it.people.to_string(), it.last.as_ref().map(|(_, at)| &*at.iso));
        file += &csv_line(&[&it.facility, it.state, last.unwrap_or(""), &it.by, &people]);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_no_formula_and_no_broken_line() {
        assert_eq!(csv_line(&["a\"b", "c,d"]), "\"a\"\"b\",\"c,d\"\r\n");
        assert_eq!(csv_line(&["=HYPERLINK(1)", "@x"]), "\"'=HYPERLINK(1)\",\"'@x\"\r\n");
        let file = uses_csv(Lang::Ja, &[UseView { name: "佐藤".into(), ..UseView::default() }]);
        assert!(file.starts_with("\u{FEFF}\"いつから\"") && file.lines().count() == 2);
    }

    #[test]
    fn a_review_is_one_line_of_the_file() {
        let never = ReviewState {
            facility: "=みどり".into(),
            state: "まだ",
            people: 3,
            ..ReviewState::default()
        };
        let file = reviews_csv(Lang::Ja, &[never]);
        assert!(file.starts_with(UTF_8));
        let last = file.lines().last().unwrap();
        assert_eq!(last, "\"'=みどり\",\"まだ\",\"\",\"\",\"3\"");
    }
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod seen_tests;

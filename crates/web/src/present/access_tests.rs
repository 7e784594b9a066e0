//! Who looked, on pages and in files: the operator has no name, relatives have none in files.

use tasuki_app::author::AuthorKind;
use tasuki_domain::content::Purpose;
use tasuki_kernel::{NotebookId, PersonId};

use super::*;

/// 2026-11-21 14:32 in Japan.
const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);
const PERSON: PersonId = PersonId::from_bytes([1; 16]);

fn byline(person: Option<PersonId>) -> Byline {
    Byline {
        person,
        name: "佐藤 美咲".into(),
        profession: "nurse".into(),
        facility: "みどり訪問看護".into(),
        kind: AuthorKind::Post,
    }
}

fn used(byline: Byline) -> StaffUse {
    StaffUse {
        byline,
        device: "詰所のパソコン".into(),
        from: NOW,
        until: NOW.plus_seconds(60),
        notebooks: 2,
        refused_sign_ins: usize::MAX,
        seen: BTreeSet::from([Seen::Refused, Seen::Entries]),
    }
}

#[test]
fn whoever_has_no_account_is_called_the_operator_in_both_languages() {
    for lang in Lang::ALL {
        let operator = staff_use(lang, NOW, &used(byline(None))).name;
        assert_eq!(operator, lang.texts().access.operator);
        assert_eq!(staff_use(lang, NOW, &used(byline(Some(PERSON)))).name, "佐藤 美咲");
    }
}

#[test]
fn what_was_touched_is_listed_once_each_and_numbers_do_not_wrap() {
    let view = staff_use(Lang::Ja, NOW, &used(byline(Some(PERSON))));
    let t = &Lang::Ja.texts().access;
    let (entries, refused) = (t.seen_as(Seen::Entries), t.seen_as(Seen::Refused));
    assert_eq!(view.seen, format!("{entries}・{refused}"));
    assert_eq!((view.notebooks, view.refused_sign_ins), (2, u32::MAX));
    assert_eq!((view.from.clock.as_str(), view.until.clock.as_str()), ("14:32", "14:33"));
}

#[test]
fn only_people_with_an_account_can_be_chosen() {
    let chosen = people(&[byline(None), byline(Some(PERSON))]);
    assert_eq!(chosen, [Choice { value: PERSON.to_string(), label: "佐藤 美咲".into() }]);
}

#[test]
fn the_auditors_file_names_accounts_and_leaves_unnamed_who_is_not_staff() {
    let notebook = NotebookId::from_bytes([2; 16]);
    let look = Look {
        at: NOW,
        who: String::new(),
        person: Some(PERSON),
        notebook: Some(notebook),
        seen: vec![Seen::Entries, Seen::Entries],
        purpose: Purpose::Care,
    };
    let operator = Look { person: None, notebook: None, ..look.clone() };
    for lang in Lang::ALL {
        let file = looks_csv(lang, NOW, &[look.clone(), operator.clone()]);
        assert!(file.starts_with(UTF_8) && file.ends_with("\r\n"));
        let lines: Vec<&str> = file.lines().collect();
        let (t, at) = (&lang.texts().access, "2026-11-21T14:32:00+09:00");
        let (seen, why) = (t.seen_as(Seen::Entries), t.purpose_as(Purpose::Care));
        let named = format!("\"{at}\",\"\",\"{PERSON}\",\"{notebook}\",\"{seen}\",\"{why}\"");
        assert_eq!((lines.len(), lines[1]), (3, named.as_str()));
        assert_eq!(lines[2], format!("\"{at}\",\"\",\"\",\"\",\"{seen}\",\"{why}\""));
    }
}

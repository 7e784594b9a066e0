//! The fields of a consent, and what is typed into them.

use std::collections::HashSet;

use super::super::consent_typed;
use super::*;

fn typed() -> Typed {
    Typed {
        consenter: "proxy".into(),
        proxy: "山口 一郎".into(),
        relation: "長男".into(),
        reason: "ご本人は話せません".into(),
        way: "oral".into(),
        witness: "伊藤 由美".into(),
        said: "R8.11.20".into(),
        until: "R9.3.31".into(),
    }
}

fn inputs(mut it: Saying) -> Vec<Input> {
    it.rows().into_iter().flat_map(std::mem::take).flatten().collect()
}

fn names(all: &[Input]) -> HashSet<&'static str> {
    all.iter().map(|it| it.name).collect()
}

#[test]
fn what_was_typed_comes_back_from_the_form_as_it_was() {
    for lang in Lang::ALL {
        let all = inputs(saying(lang, &typed()));
        let value = |name: &str| {
            let found = all.iter().find(|it| it.name == name);
            found.map(|it| it.value.clone()).unwrap_or_default()
        };
        assert_eq!(consent_typed(value), typed());
    }
}

#[test]
fn no_field_of_a_withdrawal_is_named_like_one_of_a_consent() {
    let given = inputs(saying(Lang::Ja, &typed()));
    let back: Vec<Input> =
        withdrawing(Lang::Ja, &typed()).into_iter().flatten().flatten().collect();
    assert_eq!((names(&given).len(), names(&back).len()), (given.len(), back.len()));
    assert!(names(&given).is_disjoint(&names(&back)), "both stand on one page");
}

#[test]
fn only_the_end_and_the_reason_of_a_withdrawal_may_be_left_open() {
    let open = |all: &[Input]| all.iter().filter(|it| it.optional).count();
    let given = inputs(saying(Lang::Ja, &Typed::default()));
    assert_eq!((open(&given), given.last().map(|it| it.optional)), (1, Some(true)));
    let [who, proxy, reason] = withdrawing(Lang::Ja, &Typed::default());
    assert_eq!([who, proxy, reason].map(|it| open(&it.concat())), [0, 0, 1]);
}

#[test]
fn one_of_a_few_is_offered_in_words_and_nothing_is_chosen_before() {
    for lang in Lang::ALL {
        let all = inputs(saying(lang, &Typed::default()));
        let asked: Vec<_> = all
            .iter()
            .filter_map(|it| match &it.widget {
                Widget::Radio(of) => Some((it.name, it.value.as_str(), of)),
                _ => None,
            })
            .collect();
        assert_eq!(asked.iter().map(|it| it.0).collect::<Vec<_>>(), ["consenter", "way"]);
        for (_, value, of) in asked {
            assert_eq!((value, of.len()), ("", 2));
            assert!(of.iter().all(|it| !it.label.is_empty() && it.label != it.value));
        }
    }
}

#[test]
fn what_is_wrong_is_told_beside_its_field_in_the_order_of_the_page() {
    let mut page = saying(Lang::Ja, &Typed::default());
    let told = ["said", "nowhere", "consenter"].map(|it| (it.to_owned(), format!("{it}?")));
    tell_saying(&mut page, &told);
    assert_eq!(page.wrong(), [("consenter", "consenter?"), ("said", "said?")]);
}

//! Forms as they come in: consents, registrations, disclosures and notices.

use proptest::prelude::*;
use tasuki_domain::content::{ConsentKind, ConsentWay};
use tasuki_domain::day::DAY;
use tasuki_domain::importance::Importance;
use tasuki_domain::likeness::{LikenessKind, address, traits_of};
use tasuki_domain::patient::Birth;
use tasuki_domain::{consent, disclosure, facility, notice, profession, registration};
use tasuki_kernel::{Problem, Timestamp};

/// 2026-11-21, 14:32 in Japan.
const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

fn fields(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().filter_map(|it| it.field).collect()
}

fn by_son() -> consent::Typed {
    consent::Typed {
        consenter: "proxy".into(),
        proxy: "山口 一郎".into(),
        relation: "長男".into(),
        reason: "認知症のため".into(),
        way: "oral".into(),
        witness: "佐藤 美咲".into(),
        said: "令和8年11月20日".into(),
        until: String::new(),
    }
}

fn hana() -> registration::Typed {
    registration::Typed {
        family: "山口".into(),
        given: "ハナ".into(),
        family_kana: "やまぐち".into(),
        given_kana: "はな".into(),
        birth: "昭和17年3月4日".into(),
        sex: "female".into(),
        address: "みなと市本町1-2-3".into(),
        agreed: vec!["team".into()],
        consent: by_son(),
        ..registration::Typed::default()
    }
}

#[test]
fn who_speaks_for_a_patient_is_named_in_so_many_letters() {
    let long = |most: usize| "あ".repeat(most + 1);
    for (typed, field) in [
        (consent::Typed { proxy: long(100), ..by_son() }, "proxy"),
        (consent::Typed { relation: long(40), ..by_son() }, "relation"),
        (consent::Typed { relation: "長\n男".into(), ..by_son() }, "relation"),
        (consent::Typed { reason: long(200), ..by_son() }, "proxy_reason"),
        (consent::Typed { reason: "　".into(), ..by_son() }, "proxy_reason"),
        (consent::Typed { witness: long(100), ..by_son() }, "witness"),
        (consent::Typed { consenter: "Proxy".into(), ..by_son() }, "consenter"),
        (consent::Typed { way: "phone".into(), ..by_son() }, "way"),
    ] {
        let problems = typed.given(ConsentKind::Family, None, NOW).unwrap_err();
        assert_eq!(fields(&problems), [field]);
    }
}

/// What was typed before another choice was made counts no more.
#[test]
fn what_the_form_does_not_ask_is_not_kept() {
    let own = consent::Typed { consenter: "self".into(), way: "paper".into(), ..by_son() };
    let given = own.given(ConsentKind::TeamSharing, None, NOW).unwrap();
    assert_eq!(given.way, Some(ConsentWay::Paper));
    for left in [&given.proxy, &given.relation, &given.reason, &given.witness] {
        assert_eq!(left, "");
    }
    let withdrawn = own.withdrawn(ConsentKind::TeamSharing, NOW).unwrap();
    assert_eq!((withdrawn.proxy.as_str(), withdrawn.witness.as_str()), ("", ""));
    assert_eq!(withdrawn.reason, "認知症のため", "why it is withdrawn");
    assert_eq!((withdrawn.way, withdrawn.said, withdrawn.until), (None, None, None));
}

#[test]
fn a_withdrawal_begins_now_whatever_days_were_typed() {
    let dated = consent::Typed { said: "きのう".into(), until: "S1.1.1".into(), ..by_son() };
    let withdrawn = dated.withdrawn(ConsentKind::Research, NOW).unwrap();
    assert!(!withdrawn.given && withdrawn.from == NOW && withdrawn.until.is_none());
    let why = |letters: usize| consent::Typed { reason: "あ".repeat(letters), ..by_son() };
    assert!(why(200).withdrawn(ConsentKind::Family, NOW).is_ok());
    let problems = why(201).withdrawn(ConsentKind::Family, NOW).unwrap_err();
    assert_eq!(fields(&problems), ["withdraw_reason"]);
}

#[test]
fn somebody_born_today_is_registered_today() {
    let said = consent::Typed { said: "R8.11.21".into(), ..by_son() };
    let born =
        |day: &str| registration::Typed { birth: day.into(), consent: said.clone(), ..hana() };
    assert!(born("R8.11.21").check(NOW).is_ok());
    assert_eq!(fields(&born("R8.11.22").check(NOW).unwrap_err()), ["birth"]);
}

#[test]
fn one_person_in_two_spellings_is_found_again() {
    let other = registration::Typed {
        family: "山囗".into(),
        family_kana: "ﾔﾏｸﾞﾁ".into(),
        given_kana: "ハナ".into(),
        birth: "1942-03-04".into(),
        address: "みなと市本町１丁目２番地の３".into(),
        ..hana()
    };
    let traits = |it: &registration::Typed| traits_of(&it.check(NOW).unwrap().patient);
    assert_eq!(traits(&hana()), traits(&other));
    assert_eq!(traits(&hana()).len(), 4);
    let namesake = registration::Typed {
        birth: "S18.3.4".into(),
        address: "みなと市本町1-2-4".into(),
        ..hana()
    };
    let (one, two) = (traits(&hana()), traits(&namesake));
    let common: Vec<_> = one.iter().filter(|it| two.contains(it)).map(|it| it.0).collect();
    assert_eq!(common, [LikenessKind::Name]);
    assert!(!common[0].same_person());
}

fn lawful() -> disclosure::Typed {
    disclosure::Typed {
        kind: "court".into(),
        reason: "文書提出命令".into(),
        basis: "令和8年(モ)第12号".into(),
        receiver: "みなと地方裁判所".into(),
        telling: "untold".into(),
        untold: "刑事訴訟法197条5項".into(),
        days: " 7 ".into(),
    }
}

#[test]
fn words_of_a_disclosure_are_as_long_as_the_form_says() {
    let of = |count: usize| "字".repeat(count);
    let each = |need, others| disclosure::Typed {
        reason: of(need),
        basis: of(others),
        receiver: of(others),
        untold: of(others),
        ..lawful()
    };
    assert!(each(2_000, 300).check(false).is_ok());
    let all = ["need", "basis", "receiver", "untold"];
    assert_eq!(fields(&each(2_001, 301).check(false).unwrap_err()), all);
    assert_eq!(fields(&each(0, 0).check(false).unwrap_err()), all);
    let bell = disclosure::Typed { receiver: "裁判所\u{7}".into(), ..lawful() };
    assert_eq!(fields(&bell.check(false).unwrap_err()), ["receiver"]);
}

fn announced() -> notice::Typed {
    notice::Typed { title: "断水".into(), text: "9時から".into(), ..notice::Typed::default() }
}

#[test]
fn a_notice_has_one_line_of_title_and_a_text_with_an_end() {
    let wrong = |it: notice::Typed| fields(&it.check(NOW).unwrap_err());
    let title = format!(" {} ", "長".repeat(notice::TITLE));
    assert!(notice::Typed { title, ..announced() }.check(NOW).is_ok());
    assert_eq!(wrong(notice::Typed { title: "断水\n明日".into(), ..announced() }), ["title"]);
    assert_eq!(wrong(notice::Typed { text: "長".repeat(20_001), ..announced() }), ["text"]);
    for importance in Importance::ALL {
        let it = notice::Typed { importance: importance.name().into(), ..announced() };
        assert_eq!(it.check(NOW).unwrap().importance, importance);
    }
    let loud = notice::Typed { importance: "URGENT".into(), ..announced() };
    assert_eq!(wrong(loud), ["importance"]);
}

fn codes(all: Vec<&'static str>) -> impl Strategy<Value = Vec<String>> {
    let some = prop::sample::subsequence(all, 0..4);
    some.prop_map(|it| it.into_iter().map(str::to_owned).collect())
}

proptest! {
    #[test]
    fn a_last_day_lasts_to_its_end(ahead in 0_i64..400) {
        let last = Birth::on(NOW.plus_seconds(ahead * DAY));
        let until = format!("{}-{}-{}", last.year, last.month, last.day);
        let given = consent::Typed { until, ..by_son() }.given(ConsentKind::Family, None, NOW);
        let end = given.unwrap().until.unwrap();
        prop_assert!(NOW < end);
        prop_assert_eq!(Birth::on(end.plus_seconds(-1)), last);
        prop_assert!(last < Birth::on(end));
    }

    #[test]
    fn what_was_not_agreed_to_is_kept_as_refused(
        also in prop::sample::subsequence(ConsentKind::ALL[1..].to_vec(), 0..=5),
    ) {
        let mut agreed = vec!["everything".to_owned(), "TEAM".to_owned(), "team".to_owned()];
        agreed.extend(also.iter().map(|it| it.name().to_owned()));
        let said = consent::Typed { until: "2027-03-31".into(), ..by_son() };
        let typed = registration::Typed { agreed, consent: said, ..hana() };
        let consents = typed.check(NOW).unwrap().consents;
        prop_assert_eq!(consents.len(), ConsentKind::ALL.len());
        for (consent, kind) in consents.iter().zip(ConsentKind::ALL) {
            let yes = kind == ConsentKind::TeamSharing || also.contains(&kind);
            prop_assert_eq!((consent.kind, consent.given), (kind, yes));
            prop_assert_eq!(consent.until.is_some(), yes);
        }
    }

    #[test]
    fn one_house_has_one_address_and_another_house_another(
        one in (1_u32..999, 1_u32..99, 1_u32..99), other in (1_u32..999, 1_u32..99, 1_u32..99),
    ) {
        let short = |it: (u32, u32, u32)| address(&format!("みなと市本町{}-{}-{}", it.0, it.1, it.2));
        let long = |it: (u32, u32, u32)| {
            address(&format!("神奈川県みなと市本町{}丁目 {}番{}号", it.0, it.1, it.2))
        };
        prop_assert_eq!(short(one), long(one));
        prop_assert_eq!(short(one) == long(other), one == other);
    }

    #[test]
    fn a_disclosure_lasts_from_one_day_to_thirty(days in -400_i32..400) {
        let typed = disclosure::Typed { days: days.to_string(), ..lawful() };
        match typed.check(false) {
            Ok(checked) => prop_assert_eq!(i32::from(checked.days), days),
            Err(problems) => {
                prop_assert!(!(1..=30).contains(&days));
                prop_assert_eq!(fields(&problems), ["days"]);
            }
        }
    }

    #[test]
    fn a_notice_is_for_whom_it_names(
        kinds in codes(facility::TABLE.iter().map(|it| it.code).collect()),
        professions in codes(profession::TABLE.iter().map(|it| it.code).collect()),
    ) {
        let backwards = |codes: &[String]| codes.iter().rev().cloned().collect::<Vec<_>>();
        let (named, asked) = (backwards(&kinds), backwards(&professions));
        let typed = notice::Typed { kinds: named, professions: asked, ..announced() };
        let target = typed.check(NOW).unwrap().target;
        prop_assert_eq!((&target.kinds, &target.professions), (&kinds, &professions));
        for kind in facility::TABLE {
            let there = kinds.is_empty() || kinds.iter().any(|it| it == kind.code);
            prop_assert_eq!(target.takes_facility(kind.code), there);
            for profession in profession::TABLE {
                let meant = professions.is_empty()
                    || professions.iter().any(|it| it == profession.code);
                prop_assert_eq!(target.takes(kind.code, profession.code), there && meant);
            }
        }
    }
}

//! Reviews of rights and withdrawals, as facilities and the desk see them; finding a notebook.

use tasuki_app::access_list::Home;
use tasuki_domain::content::WithdrawalReason;
use tasuki_web::pages::form::tell;
use tasuki_web::pages::{
    DeskDisclosureFind, DeskReviews, DeskWithdrawal, DeskWithdrawals, FacilityReview,
    FacilityWithdrawal, Fact, FieldError, Frame, Input, Link, QueueTab, ReviewDone, ReviewLine,
    ReviewState, StaffView, Widget, WithdrawalLine, choices,
};
use tasuki_web::show::{Moment, moment};
use tasuki_web::texts::{self, Lang};

use super::staff::{FACILITY, facilities, managing, people, told};
use super::{NOW, signed_in, word};

fn at_desk(lang: Lang, here: &str) -> Frame {
    Frame { home: Home::Desk, ..signed_in(lang, here) }
}

fn ago(lang: Lang, hours: i64) -> Moment {
    moment(NOW.plus_seconds(-3600 * hours), NOW, lang)
}

/// A quarter of the fiscal year in which [`NOW`] lies.
fn quarter(lang: Lang, at: usize) -> String {
    let t = &lang.texts().review;
    format!("{} {}", t.year.of(2026), t.quarter[at])
}

fn lines(lang: Lang, wrong: bool) -> Vec<ReviewLine> {
    let line = |(number, it): (u32, StaffView)| ReviewLine {
        post: it.login.clone(),
        rooms: 3 * number,
        on: wrong && number < 2,
        missing: wrong && number >= 2,
        it,
    };
    (0..).zip(people(lang)).map(line).collect()
}

pub fn reviews(lang: Lang) -> Vec<(&'static str, FacilityReview)> {
    let t = &lang.texts().review;
    let due = FacilityReview {
        frame: managing(lang, "/facility/review"),
        facility: FACILITY.into(),
        at: "f1".into(),
        quarter: quarter(lang, 2),
        state: t.due,
        people: lines(lang, false),
        list: "5f1c0c7e".into(),
        ..FacilityReview::default()
    };
    let missing = FacilityReview {
        people: lines(lang, true),
        error: Some(t.not_looked.of(2)),
        ..due.clone()
    };
    let changed = FacilityReview {
        facilities: facilities(),
        state: t.overdue,
        error: Some(t.changed.into()),
        ..due.clone()
    };
    let before = ReviewDone {
        quarter: quarter(lang, 1),
        at: ago(lang, 1500),
        by: "佐藤 美咲".into(),
        counts: t.counts.of("4・4"),
    };
    let now = ReviewDone { quarter: quarter(lang, 2), at: ago(lang, 0), ..before.clone() };
    let done =
        FacilityReview { done: true, state: t.done, history: vec![now, before], ..due.clone() };
    vec![
        ("facility-review", due),
        ("facility-review-missing", missing),
        ("facility-review-changed", changed),
        ("facility-review-done", done),
    ]
}

fn why(lang: Lang) -> Vec<Vec<Input>> {
    let t = &lang.texts().withdrawal;
    let all = WithdrawalReason::ALL.iter().zip(t.reasons);
    let all = choices(all.map(|(it, words)| (it.name().to_owned(), words.to_owned())));
    vec![vec![Input { widget: Widget::Radio(all), ..Input::line("why", t.why, "") }]]
}

fn answer(lang: Lang) -> String {
    let en = "One notebook is left.\nHand it over first.";
    word(lang, "連絡帳が1冊残っています。\n先に引き継いでください。", en)
}

pub fn withdrawals(lang: Lang) -> Vec<(&'static str, FacilityWithdrawal)> {
    let page = FacilityWithdrawal {
        frame: managing(lang, "/facility/withdrawal"),
        facility: FACILITY.into(),
        at: "f1".into(),
        people: 4,
        places: 18,
        rows: why(lang),
        ..FacilityWithdrawal::default()
    };
    let mut wrong = FacilityWithdrawal { facilities: facilities(), managed: 2, ..page.clone() };
    tell(&mut wrong.rows, told(lang, &[("why", "")]));
    let waits = FacilityWithdrawal {
        waits: Some((12, ago(lang, 0), "/facility/withdrawal/w1/take-back".into())),
        said: texts::said(lang, "withdrawal-sent"),
        ..page.clone()
    };
    let returned = FacilityWithdrawal { returned: Some(answer(lang)), ..page.clone() };
    let taken_back = FacilityWithdrawal {
        taken_back: true,
        said: texts::said(lang, "taken-back"),
        ..page.clone()
    };
    vec![
        ("facility-withdrawal", page),
        ("facility-withdrawal-wrong", wrong),
        ("facility-withdrawal-waits", waits),
        ("facility-withdrawal-returned", returned),
        ("facility-withdrawal-taken-back", taken_back),
    ]
}

pub fn of_all(lang: Lang) -> DeskReviews {
    let t = &lang.texts().review;
    let row = |at: usize, facility: String, last: Option<(String, Moment)>| ReviewState {
        facility,
        class: ["done", "due", "overdue"][at],
        state: t.states[at],
        people: 4,
        by: if last.is_some() { "佐藤 美咲".into() } else { String::new() },
        last,
    };
    let last = |at, hours| Some((quarter(lang, at), ago(lang, hours)));
    DeskReviews {
        frame: at_desk(lang, "/desk/reviews"),
        quarter: quarter(lang, 2),
        counts: t.all.of("1・1・1"),
        rows: vec![
            row(2, word(lang, "港の見える診療所", "Harbour Clinic"), None),
            row(1, word(lang, "はまかぜ薬局", "Hamakaze"), last(1, 1500)),
            row(0, word(lang, "みなと訪問看護", "Minato Nursing"), last(2, 30)),
        ],
    }
}

pub fn lists(lang: Lang) -> Vec<(&'static str, DeskWithdrawals)> {
    let t = &lang.texts().withdrawal;
    let states = ["waiting", "returned", "approved", "taken-back"];
    let page = |here: usize, rows: Vec<WithdrawalLine>| {
        let tabs = states.iter().zip(t.tabs).enumerate();
        let tabs = tabs.map(|(at, (state, label))| QueueTab {
            url: format!("/desk/withdrawals?state={state}"),
            label: label.into(),
            count: if at == 0 { 2 } else { 0 },
            here: at == here,
        });
        DeskWithdrawals {
            frame: at_desk(lang, "/desk/withdrawals"),
            tabs: tabs.collect(),
            rows,
            none: t.none[here],
        }
    };
    let row = |ja: &str, en: &str, reason: usize, hours: i64| WithdrawalLine {
        url: "/desk/withdrawals/w1".into(),
        facility: word(lang, ja, en),
        reason: t.reasons[reason],
        sent: ago(lang, hours),
    };
    let rows = vec![
        row("さくら通り歯科", "Sakura Dental", 0, 70),
        row("みどり訪問看護ステーション", "Midori Nursing", 1, 2),
    ];
    vec![("desk-withdrawals", page(0, rows)), ("desk-withdrawals-none", page(2, Vec::new()))]
}

pub fn cases(lang: Lang) -> Vec<(&'static str, DeskWithdrawal)> {
    let t = &lang.texts().withdrawal;
    let fact = |label: &str, value: String| Fact { label: label.into(), value };
    let wrong = |field: &str| {
        vec![FieldError { field: field.into(), message: texts::field(lang, field, "") }]
    };
    let waits = DeskWithdrawal {
        frame: at_desk(lang, "/desk/withdrawals/w1"),
        facility: word(lang, "さくら通り歯科", "Sakura Dental"),
        number: 12,
        sent: ago(lang, 70),
        facts: vec![
            fact(t.why, t.reasons[0].into()),
            fact(t.sent_by, word(lang, "大橋 実", "Minoru Ohashi")),
            fact(lang.texts().staff.title, t.people.of(4)),
        ],
        decide: Some("/desk/withdrawals/w1".into()),
        back: "/desk/withdrawals?state=waiting".into(),
        ..DeskWithdrawal::default()
    };
    let no_answer = DeskWithdrawal { errors: wrong("answer"), ..waits.clone() };
    let manages = DeskWithdrawal { managed: 2, errors: wrong("managed"), ..waits.clone() };
    let returned = DeskWithdrawal {
        facts: vec![fact(t.why, t.reasons[0].into())],
        decide: None,
        decided: Some((word(lang, "石井 洋子", "Yoko Ishii"), ago(lang, 0))),
        answer: answer(lang),
        back: "/desk/withdrawals?state=returned".into(),
        said: texts::said(lang, "returned"),
        ..waits.clone()
    };
    vec![
        ("desk-withdrawal", waits),
        ("desk-withdrawal-no-answer", no_answer),
        ("desk-withdrawal-manages", manages),
        ("desk-withdrawal-returned", returned),
    ]
}

pub fn finds(lang: Lang) -> Vec<(&'static str, DeskDisclosureFind)> {
    let (patient, words) = (&lang.texts().patient, &lang.texts().register);
    let page = |[family, given, birth]: [&str; 3], found| DeskDisclosureFind {
        frame: at_desk(lang, "/desk/disclosures/find"),
        rows: vec![
            vec![
                Input::line("family_kana", patient.family_kana, family).with_hint(words.kana_hint),
                Input::line("given_kana", patient.given_kana, given),
            ],
            vec![Input::line("birth", patient.birth, birth).with_hint(words.birth_hint)],
        ],
        found,
    };
    let hana = ["やまぐち", "はな", "S17.3.2"];
    let link = |number: u32, ja: &str, en: &str| Link {
        url: format!("/desk/disclosures/new?notebook=01a1fc97-0c80-7b5c-a694-{number:012}"),
        label: word(lang, ja, en),
    };
    let found = vec![
        link(1, "みなと訪問看護ステーション", "Minato Nursing"),
        link(2, "港の見える診療所", "Harbour Clinic"),
    ];
    let mut wrong = page(["山口", "はな", "S17.2.30"], None);
    tell(&mut wrong.rows, told(lang, &[("family_kana", ""), ("birth", "none")]));
    vec![
        ("desk-disclosure-find", page([""; 3], None)),
        ("desk-disclosure-find-wrong", wrong),
        ("desk-disclosure-found", page(hana, Some(found))),
        ("desk-disclosure-not-found", page(hana, Some(Vec::new()))),
    ]
}

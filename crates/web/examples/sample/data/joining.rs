//! The portal, the application and the desk, filled in.

use tasuki_web::pages::{
    Applied, Apply, ApplyConfirm, ApplyDevice, ApplyDone, CaseView, Check, CheckLine, DeskMail,
    DeskPortal, DeskQueue, FacilityGroup, Fact, FieldError, Input, LetterView, PortalFacilities,
    PortalWords, QueueRow, QueueTab, Stands, Widget, choices,
};
use tasuki_web::show::{Moment, moment};
use tasuki_web::texts::Lang;

use super::{NOW, frame, signed_in, word};

fn ago(lang: Lang, hours: i64) -> Moment {
    moment(NOW.plus_seconds(-3600 * hours), NOW, lang)
}

fn green() -> String {
    "palette-green".into()
}

fn some(lang: Lang) -> Vec<tasuki_web::pages::Choice> {
    choices([
        ("1".to_owned(), word(lang, "一つめ", "First")),
        ("2".into(), word(lang, "二つめ", "Second")),
    ])
}

fn first_rows(lang: Lang, wrong: bool) -> Vec<Vec<Input>> {
    let t = lang.texts().apply;
    let error = wrong.then(|| word(lang, "施設名を入力してください。", "Fill in the name."));
    let hint = t.mail_hint;
    vec![
        vec![Input { error, ..Input::line("facility", t.facility, "") }],
        vec![
            Input::pick("prefecture", t.prefecture, "1", some(lang)),
            Input::pick("municipality", t.municipality, "", some(lang)),
        ],
        vec![
            Input::typed("mail", t.mail, "nao@midori.example", ("email", "email")).with_hint(hint),
        ],
    ]
}

fn last_rows(lang: Lang) -> Vec<Vec<Input>> {
    let t = lang.texts().apply;
    let check = |on| Check { value: "updates".into(), label: t.checks[2].into(), on };
    vec![
        vec![Input { widget: Widget::Radio(some(lang)), ..Input::line("system", t.system, "2") }],
        vec![Input::area("remark", t.remark, "", 3).with_hint(t.remark_hint).or_nothing()],
        vec![Input {
            widget: Widget::Checks(vec![check(true)]),
            ..Input::line("check", t.check, "")
        }],
    ]
}

fn facts(lang: Lang) -> Vec<Fact> {
    let t = lang.texts().apply;
    let fact = |label: &str, value: String| Fact { label: label.into(), value };
    vec![
        fact(t.facility, word(lang, "みどり訪問看護ステーション", "Midori Nursing")),
        fact(t.mail, "nao@midori.example".into()),
        fact(t.remark, word(lang, "12月1日から使い始めたい。", "From 1 December on.")),
    ]
}

pub fn applies(lang: Lang) -> Vec<(&'static str, Apply)> {
    let page = |wrong| Apply {
        frame: frame(lang, "/apply"),
        palette: green(),
        rows: first_rows(lang, wrong),
    };
    vec![("apply", page(false)), ("apply-wrong", page(true))]
}

pub fn confirms(lang: Lang) -> Vec<(&'static str, ApplyConfirm)> {
    let page = |same| ApplyConfirm {
        frame: frame(lang, "/apply/confirm"),
        palette: green(),
        facts: facts(lang),
        same,
    };
    let name = word(lang, "みどり訪問看護", "Midori");
    let same = vec![lang.texts().apply.same_applied.of(name)];
    vec![("apply-confirm", page(Vec::new())), ("apply-confirm-same", page(same))]
}

pub fn devices(lang: Lang) -> Vec<(&'static str, ApplyDevice)> {
    let page = |terms, terms_error| ApplyDevice {
        frame: frame(lang, "/apply/device"),
        palette: String::new(),
        rows: last_rows(lang),
        terms,
        terms_error,
    };
    let wrong = word(lang, "利用規約を読んでください。", "Read the terms.");
    vec![("apply-device", page(None, None)), ("apply-device-wrong", page(Some(2), Some(wrong)))]
}

pub fn done(lang: Lang) -> ApplyDone {
    ApplyDone {
        frame: frame(lang, "/apply/done"),
        palette: green(),
        number: "0147".into(),
        mail: "nao@midori.example".into(),
    }
}

pub fn applied(lang: Lang) -> Vec<(&'static str, Applied)> {
    let page = |stands| Applied {
        frame: frame(lang, "/portal"),
        palette: green(),
        number: "0147".into(),
        sent: ago(lang, 30),
        stands,
        reason: word(lang, "正式な名前で書いてください。", "Write the official name."),
        facts: facts(lang),
        correct: (stands == Stands::Returned).then(|| "/application/x/correct".into()),
    };
    vec![
        ("applied-waiting", page(Stands::Waiting)),
        ("applied-returned", page(Stands::Returned)),
        ("applied-approved", page(Stands::Approved)),
    ]
}

pub fn facilities(lang: Lang) -> Vec<(&'static str, PortalFacilities)> {
    let group = FacilityGroup {
        kind: word(lang, "薬局", "Pharmacy"),
        facilities: vec![(
            word(lang, "はまかぜ薬局", "Hamakaze"),
            word(lang, "茅ヶ崎市", "Chigasaki"),
        )],
    };
    let page = |groups| PortalFacilities {
        frame: frame(lang, "/facilities"),
        palette: green(),
        region: word(lang, "あおば市", "Aoba City"),
        groups,
    };
    vec![("facilities", page(vec![group])), ("facilities-none", page(Vec::new()))]
}

pub fn words(lang: Lang) -> Vec<(&'static str, PortalWords)> {
    let page = |words: String| PortalWords {
        frame: frame(lang, "/terms"),
        palette: green(),
        title: lang.texts().portal.terms.into(),
        edition: if words.is_empty() { String::new() } else { lang.texts().portal.version.of(2) },
        words,
    };
    let terms = word(lang, "第1条（目的）\n第2条", "Article 1\nArticle 2");
    vec![("terms", page(terms)), ("terms-none", page(String::new()))]
}

fn letter(lang: Lang, state: usize) -> LetterView {
    let t = lang.texts().desk;
    LetterView {
        kind: t.letter_kinds[0].into(),
        receiver: "nao@midori.example".into(),
        written: ago(lang, 3),
        state: t.letter_states[state].into(),
        class: ["waiting", "delivered", "given-up"][state],
        attempts: 4,
        next: (state == 0).then(|| ago(lang, 0)),
        ended: None,
        trouble: if state == 1 { String::new() } else { "451 4.3.0 busy".into() },
        again: (state != 1).then(|| "/desk/mail/x/again".into()),
        about: Some("/desk/applications/x".into()),
    }
}

fn tabs(labels: [&'static str; 3]) -> Vec<QueueTab> {
    let tab = |(at, label): (usize, &str)| QueueTab {
        url: format!("/desk?state={at}"),
        label: label.into(),
        count: 7 - at as u64,
        here: at == 0,
    };
    labels.into_iter().enumerate().map(tab).collect()
}

fn case(lang: Lang, wrong: bool, open: bool) -> CaseView {
    let t = lang.texts().desk;
    let message =
        word(lang, "直してほしいところを書いてください。", "Say what is to be corrected.");
    CaseView {
        number: "0147".into(),
        received: ago(lang, 76),
        facility: word(lang, "みどり訪問看護ステーション", "Midori Nursing"),
        facts: facts(lang),
        checks: vec![
            CheckLine { good: true, words: t.no_lookalike.into() },
            CheckLine { good: false, words: t.mail_unseen.into() },
        ],
        revision: 12,
        decide: open.then(|| "/desk/applications/x".into()),
        reason: word(lang, "施設名", "the name"),
        errors: wrong.then(|| FieldError { field: "reason".into(), message }).into_iter().collect(),
        decided: (!open).then(|| (word(lang, "石井 洋子", "Yoko Ishii"), ago(lang, 1))),
        letters: vec![letter(lang, 1), letter(lang, 2)],
        back: "/desk?state=waiting".into(),
    }
}

pub fn queues(lang: Lang) -> Vec<(&'static str, DeskQueue)> {
    let t = lang.texts().desk;
    let row = |days, here| QueueRow {
        url: "/desk/applications/x".into(),
        received: ago(lang, 24 * i64::from(days)),
        facility: word(lang, "さくら通り歯科", "Sakura Dental"),
        about: word(lang, "歯科診療所・栄町", "Dental clinic, Sakae"),
        device: "Windows".into(),
        waited: Some(days),
        here,
    };
    let page = |rows, case, said| DeskQueue {
        frame: tasuki_web::pages::Frame {
            home: tasuki_app::access_list::Home::Desk,
            ..signed_in(lang, "/desk")
        },
        tabs: tabs(t.tabs),
        rows,
        days: t.days.of("1.6"),
        none: t.none[0].into(),
        case,
        said,
    };
    let rows = || vec![row(4, true), row(0, false)];
    let said = word(lang, "差し戻しました。", "Returned.");
    vec![
        ("desk-empty", page(Vec::new(), None, None)),
        ("desk", page(rows(), None, Some(said))),
        ("desk-case", page(rows(), Some(case(lang, false, true)), None)),
        ("desk-case-wrong", page(rows(), Some(case(lang, true, true)), None)),
        ("desk-case-decided", page(rows(), Some(case(lang, false, false)), None)),
    ]
}

pub fn mails(lang: Lang) -> Vec<(&'static str, DeskMail)> {
    let t = lang.texts().desk;
    let page = |letters| DeskMail {
        frame: tasuki_web::pages::Frame {
            home: tasuki_app::access_list::Home::Desk,
            ..signed_in(lang, "/desk/mail")
        },
        tabs: tabs(t.letter_tabs),
        letters,
        none: t.no_letters[0].into(),
        said: None,
    };
    let all = (0..3).map(|state| letter(lang, state)).collect();
    vec![("desk-mail", page(all)), ("desk-mail-none", page(Vec::new()))]
}

pub fn desk_portal(lang: Lang) -> DeskPortal {
    let t = lang.texts().desk;
    DeskPortal {
        frame: tasuki_web::pages::Frame {
            home: tasuki_app::access_list::Home::Desk,
            ..signed_in(lang, "/desk/portal")
        },
        rows: vec![vec![Input::area("about", t.about, "", 4).or_nothing()]],
        version: Some(2),
        terms: vec![vec![Input::area("text", t.terms_words, "", 10)]],
        said: None,
    }
}

//! Registering a patient, and what the patient agrees to, filled in.

use tasuki_web::pages::{
    Check, Consent, ConsentChange, ConsentLine, ConsentPatient, ConsentProof, ConsentStep, Fact,
    Input, Link, Register, RegisterConfirm, RegisterNew, SameView, Saying, Widget, Withdraw,
    choices,
};
use tasuki_web::show::moment;
use tasuki_web::texts::Lang;

use super::{NOW, signed_in, word};

fn radio(lang: Lang, name: &'static str, label: &'static str) -> Vec<Vec<Input>> {
    let t = &lang.texts().consent;
    let all = choices([
        ("self".to_owned(), t.consenter_self.to_owned()),
        ("proxy".into(), t.consenter_proxy.into()),
    ]);
    vec![vec![Input { widget: Widget::Radio(all), ..Input::line(name, label, "proxy") }]]
}

fn saying(lang: Lang, wrong: bool) -> Saying {
    let t = &lang.texts().consent;
    let error = wrong.then(|| word(lang, "続柄を入力してください。", "Fill in the relation."));
    Saying {
        who: radio(lang, "consenter", t.consenter),
        proxy: vec![vec![
            Input::line("proxy", t.proxy, "山口 一郎"),
            Input { error, ..Input::line("relation", t.relation, "") },
        ]],
        way: radio(lang, "way", t.way),
        witness: vec![vec![Input::line("witness", t.witness, "")]],
        when: vec![
            vec![Input::line("said", t.said, "R8.11.20").with_hint(t.said_hint)],
            vec![Input::line("until", t.until, "").with_hint(t.until_hint).or_nothing()],
        ],
    }
}

fn patient(lang: Lang) -> ConsentPatient {
    ConsentPatient {
        name: "山口 ハナ".into(),
        kana: "やまぐち はな".into(),
        birth: word(lang, "昭和17年3月2日生", "born 2 Mar 1942 (Showa 17)"),
    }
}

fn facts(lang: Lang) -> Vec<Fact> {
    let t = &lang.texts().consent;
    let fact = |label: &str, value: String| Fact { label: label.into(), value };
    vec![
        fact(t.consenter, t.by_proxy.of("山口 一郎（長男）")),
        fact(t.since, word(lang, "2026年11月20日(金)", "Fri 20 Nov 2026")),
    ]
}

fn lines(lang: Lang, change: bool) -> Vec<ConsentLine> {
    let t = &lang.texts().consent;
    let line = |title, state, holds| ConsentLine {
        title,
        meaning: t.text,
        state,
        holds,
        facts: facts(lang),
        papers: vec![("/pictures/paper.svg".into(), "/pictures/paper.svg".into())],
        change: change.then(|| "/notebooks/n1/consent/team".into()),
    };
    vec![line(t.title, t.given, true), line(t.closed, t.refused, false)]
}

fn steps(lang: Lang) -> Vec<ConsentStep> {
    let t = &lang.texts().consent;
    let step = |what| ConsentStep {
        at: moment(NOW, NOW, lang),
        title: t.title,
        what,
        facts: facts(lang),
        by: format!("{}: 佐藤 美咲", t.recorded),
    };
    vec![step(t.withdrawn_step), step(t.given_step)]
}

pub fn registers(lang: Lang) -> Vec<(&'static str, Register)> {
    let t = &lang.texts().register;
    let page = Register {
        frame: signed_in(lang, "/patients"),
        may: true,
        forms: vec![Link { url: "/patients/consent-form.pdf".into(), label: t.form.into() }],
        closed: vec![Link { url: "/notebooks/n1/consent".into(), label: "山口 ハナ".into() }],
        said: Some(t.title.into()),
    };
    let nobody = Register { frame: signed_in(lang, "/patients"), ..Register::default() };
    vec![("register", page), ("register-not-here", nobody)]
}

pub fn forms(lang: Lang) -> Vec<(&'static str, RegisterNew)> {
    let t = &lang.texts().patient;
    let c = &lang.texts().consent;
    let check = Check { value: "team".into(), label: c.title.into(), on: true };
    let form = |wrong| RegisterNew {
        frame: signed_in(lang, "/patients/new"),
        facility: "みなと訪問看護ステーション".into(),
        at: "f1".into(),
        facilities: Vec::new(),
        person: vec![vec![
            Input::line("family", t.family, "山口"),
            Input::line("given", t.given, "ハナ"),
        ]],
        more: vec![vec![Input::area("allergies", t.allergies, "", 2).or_nothing()]],
        agreed: vec![vec![Input {
            widget: Widget::Checks(vec![check.clone()]),
            ..Input::line("agreed", c.agreed, "")
        }]],
        saying: saying(lang, wrong),
    };
    vec![("register-new", form(false)), ("register-new-wrong", form(true))]
}

pub fn confirm(lang: Lang) -> RegisterConfirm {
    let t = &lang.texts().register;
    let same = |url| SameView { text: t.same.of("港の見える診療所"), url };
    RegisterConfirm {
        frame: signed_in(lang, "/patients/new"),
        facility: "みなと訪問看護ステーション".into(),
        facts: facts(lang),
        hidden: vec![("family".into(), "山口".into())],
        same: vec![same(None), same(Some("/rooms/r1".into()))],
        namesakes: 2,
        another_error: Some(word(lang, "印を付けてください。", "Tick the box.")),
        paper_error: Some(word(lang, "写真ではありません。", "No photo.")),
    }
}

pub fn consent(lang: Lang) -> Consent {
    let t = &lang.texts().consent;
    Consent {
        frame: signed_in(lang, "/notebooks/n1/consent"),
        patient: patient(lang),
        lines: lines(lang, true),
        steps: steps(lang),
        closed: true,
        links: vec![Link { url: "/notebooks/n1/consent-proof".into(), label: t.proof.into() }],
        said: Some(t.title.into()),
    }
}

pub fn change(lang: Lang) -> ConsentChange {
    let t = &lang.texts().consent;
    ConsentChange {
        frame: signed_in(lang, "/notebooks/n1/consent/team"),
        patient: patient(lang),
        title: t.given,
        meaning: t.text,
        action: "/notebooks/n1/consent/team".into(),
        back: "/notebooks/n1/consent".into(),
        seen: 2,
        entry: "e1".into(),
        saying: saying(lang, true),
        paper_error: Some(word(lang, "写真ではありません。", "No photo.")),
        withdraw: Some(Withdraw {
            text: t.withdraw_team,
            entry: "e2".into(),
            who: radio(lang, "w_consenter", t.consenter),
            proxy: vec![vec![Input::line("w_proxy", t.proxy, "")]],
            reason: vec![vec![Input::line("withdraw_reason", t.withdraw_reason, "").or_nothing()]],
            open: true,
        }),
        problem: Some(tasuki_web::texts::problem(lang, tasuki_kernel::Code::Conflict)),
    }
}

pub fn proof(lang: Lang) -> ConsentProof {
    ConsentProof {
        frame: signed_in(lang, "/notebooks/n1/consent-proof"),
        region: "みなと市".into(),
        back: "/notebooks/n1/consent".into(),
        facts: facts(lang),
        lines: lines(lang, false),
        steps: steps(lang),
    }
}

//! 法にもとづく開示 and the auditor's page, filled in.

use tasuki_domain::content::DisclosureKind;
use tasuki_web::pages::{
    AuditPage, DeskDisclosure, DeskDisclosureNew, DeskDisclosures, DisclosureRowView,
    DisclosureStep, Fact, FieldError, Input, OrphanView, VerifiedView,
};
use tasuki_web::show::moment;
use tasuki_web::texts::Lang;

use super::{NOW, frame, word};

fn row(lang: Lang, waits: bool, linked: bool) -> DisclosureRowView {
    let t = lang.texts().disclosure;
    DisclosureRowView {
        url: if linked { "/desk/disclosures/1".into() } else { String::new() },
        asked: moment(NOW.plus_seconds(-7_200), NOW, lang),
        kind: t.kind(DisclosureKind::Request),
        managed_by: word(lang, "訪問看護ステーションあさがお", "Asagao Nursing"),
        asked_by: word(lang, "久保 明", "Akira Kubo"),
        answered_by: if waits { String::new() } else { word(lang, "石井 洋子", "Yoko Ishii") },
        state: t.states[usize::from(!waits)],
        waits,
    }
}

pub fn registers(lang: Lang) -> Vec<(&'static str, DeskDisclosures)> {
    let empty =
        DeskDisclosures { frame: frame(lang, "/desk/disclosures"), ..DeskDisclosures::default() };
    let orphan = OrphanView {
        url: "/desk/disclosures/1".into(),
        managed_by: word(lang, "港の見える診療所", "Harbour Clinic"),
        last: moment(NOW.plus_seconds(-900_000), NOW, lang),
        entries: 3,
    };
    let full = DeskDisclosures {
        rows: vec![row(lang, true, true), row(lang, false, true)],
        orphans: vec![orphan],
        ..empty.clone()
    };
    vec![("desk-disclosures", full), ("desk-disclosures-none", empty)]
}

pub fn form(lang: Lang) -> DeskDisclosureNew {
    let t = lang.texts().disclosure;
    let error = Some(word(lang, "理由を書いてください。", "Say why."));
    DeskDisclosureNew {
        frame: frame(lang, "/desk/disclosures/new"),
        rows: vec![
            vec![Input::line("notebook", t.notebook, "").with_hint(t.notebook_hint)],
            vec![Input { error, ..Input::area("need", t.need, "", 4) }],
        ],
        ..DeskDisclosureNew::default()
    }
}

pub fn cases(lang: Lang) -> Vec<(&'static str, DeskDisclosure)> {
    let t = lang.texts().disclosure;
    let fact = |label: &str, value: &str| Fact { label: label.into(), value: value.into() };
    let waits = DeskDisclosure {
        frame: frame(lang, "/desk/disclosures/1"),
        row: row(lang, true, true),
        facts: vec![fact(t.need, "ご本人の求め"), fact(t.basis, "令和8年11月20日 第12号")],
        action: "/desk/disclosures/1".into(),
        steps: vec![DisclosureStep::Answer, DisclosureStep::End],
        tells: true,
        errors: vec![FieldError {
            field: "refusal".into(),
            message: word(lang, "断る理由を書いてください。", "Say why not."),
        }],
        ..DeskDisclosure::default()
    };
    let own = DeskDisclosure { steps: vec![DisclosureStep::Wait], ..waits.clone() };
    let opened = DeskDisclosure {
        row: row(lang, false, true),
        steps: vec![DisclosureStep::End, DisclosureStep::Tell],
        until: Some(moment(NOW.plus_seconds(500_000), NOW, lang)),
        rooms: vec![("/rooms/r1".into(), word(lang, "チーム", "Team"))],
        errors: Vec::new(),
        ..waits.clone()
    };
    vec![
        ("desk-disclosure", waits),
        ("desk-disclosure-own", own),
        ("desk-disclosure-opened", opened),
    ]
}

pub fn audits(lang: Lang) -> Vec<(&'static str, AuditPage)> {
    let page = AuditPage {
        frame: frame(lang, "/audit"),
        checkpoint: "example.org/tasuki\n42\nAAAA\n\n— example.org/tasuki BBBB\n".into(),
        verifier: "example.org/tasuki+1234+CCCC".into(),
        rows: vec![row(lang, false, false)],
        from: "2026-11-15".into(),
        until: "2026-11-21".into(),
        ..AuditPage::default()
    };
    let verified = |clean, line: &str| {
        Some(VerifiedView { clean, lines: vec![line.to_owned(), "12 logs".to_owned()] })
    };
    let clean = AuditPage { verified: verified(true, "ok"), ..page.clone() };
    let damaged = AuditPage { verified: verified(false, "log 1 entry 2"), ..page.clone() };
    vec![("audit", page), ("audit-clean", clean), ("audit-damaged", damaged)]
}

use hayro::hayro_syntax::Pdf;

use super::*;

/// Where the fonts of this machine may lie; without one there is no page to look at.
const FONTS: [&str; 2] = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
];

fn letters() -> Option<Letters> {
    let bytes = FONTS.iter().find_map(|path| std::fs::read(path).ok())?;
    Some(Letters::new(bytes, 0).unwrap())
}

fn filled(facilities: usize) -> ConsentForm {
    ConsentForm {
        region: "みなと市".into(),
        notebook_name: "みなと連絡帳".into(),
        patient: Some(PatientLine {
            name: "渡邉\u{E0101} \u{E000}子".into(),
            kana: "ワタナベ ハナコ".into(),
            birth: "昭和17年3月4日生".into(),
        }),
        managing: "訪問看護ステーションあさがお".into(),
        facilities: (1..=facilities).map(|n| format!("第{n}訪問看護ステーション")).collect(),
        said: vec![(ConsentKind::TeamSharing, true), (ConsentKind::Research, false)],
        until: "令和9年3月31日".into(),
        printed: "2026年11月21日に印刷".into(),
    }
}

fn pages(bytes: &[u8]) -> usize {
    Pdf::new(bytes.to_vec()).expect("a reader of PDFs opens it").pages().len()
}

#[test]
fn a_form_is_one_small_sheet() {
    let Some(letters) = letters() else { return };
    for form in [filled(5), ConsentForm { region: "みなと市".into(), ..ConsentForm::default() }]
    {
        let bytes = consent_form(&form, &letters).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(pages(&bytes), 1);
        assert!(bytes.len() <= 100_000, "{} bytes", bytes.len());
    }
}

#[test]
fn a_large_team_takes_another_sheet_and_loses_nobody() {
    let Some(letters) = letters() else { return };
    let bytes = consent_form(&filled(300), &letters).unwrap();
    assert!((2..5).contains(&pages(&bytes)), "{}", pages(&bytes));
}

#[test]
fn the_same_form_is_the_same_file() {
    let Some(letters) = letters() else { return };
    let made = || consent_form(&filled(3), &letters).unwrap();
    assert_eq!(made(), made());
}

#[test]
fn every_kind_is_told_in_words_of_its_own() {
    let mut titles: Vec<_> = ConsentKind::ALL.map(|it| kind_words(it).0).to_vec();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), ConsentKind::ALL.len());
    assert!(TERMS.iter().all(|it| it.ends_with('。')));
}

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::Object;

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

/// The streams of a file, unpacked, as another program would read them.
fn streams(bytes: &[u8]) -> Vec<String> {
    let pdf = Pdf::new(bytes.to_vec()).expect("a reader of PDFs opens it");
    let unpacked = |object: Object<'_>| match object {
        Object::Stream(it) => it.decoded().ok().map(std::borrow::Cow::into_owned),
        _ => None,
    };
    let all = pdf.objects().into_iter().filter_map(unpacked);
    all.map(|it| String::from_utf8_lossy(&it).into_owned()).collect()
}

/// Letters that glyphs are said to stand for (ISO 32000-2, 9.10.3): what can be selected.
fn selectable(bytes: &[u8]) -> String {
    let maps = streams(bytes).into_iter().filter(|it| it.contains("begincmap"));
    let mut letters = String::new();
    for map in maps {
        for line in map.lines() {
            let Some((_, unicode)) = line.split_once("> <") else { continue };
            let hex = unicode.trim_end_matches('>');
            let unit = |at: usize| u16::from_str_radix(hex.get(at..at + 4)?, 16).ok();
            let units: Vec<u16> = (0..hex.len()).step_by(4).filter_map(unit).collect();
            letters.push_str(&String::from_utf16_lossy(&units));
        }
    }
    letters
}

#[test]
fn every_word_can_be_selected() {
    let Some(letters) = letters() else { return };
    let text = selectable(&consent_form(&filled(3), &letters).unwrap());
    let mut words =
        TITLE.to_owned() + "みなと市渡邉ワタナベ昭和17訪問看護あさがお令和9年代理で署名";
    words.extend(TERMS);
    words.extend(ConsentKind::ALL.map(|it| kind_words(it).1));
    for letter in words.chars() {
        assert!(text.contains(letter), "{letter} cannot be selected in {text}");
    }
}

#[test]
fn a_variant_is_drawn_in_its_form_and_a_private_letter_as_a_sign() {
    let Some(letters) = letters() else { return };
    let named = |name: &str| {
        let patient = Some(PatientLine { name: name.into(), ..PatientLine::default() });
        consent_form(&ConsentForm { patient, ..ConsentForm::default() }, &letters).unwrap()
    };
    let (plain, variant) = (named("邉"), named("邉\u{E0101}"));
    assert_ne!(plain, variant, "the font has this form of 邉");
    assert!(selectable(&variant).contains("邉\u{E0101}"), "selected as it was written");
    let private = selectable(&named("\u{E000}"));
    assert!(private.contains('\u{E000}'), "what is copied is what was written: {private}");
}

#[test]
fn the_font_is_embedded_as_far_as_it_is_used() {
    let Some(letters) = letters() else { return };
    let bytes = consent_form(&filled(3), &letters).unwrap();
    let pdf = Pdf::new(bytes.clone()).expect("a reader of PDFs opens it");
    let described = pdf.objects().into_iter().filter(|it| match it {
        Object::Dict(it) => {
            ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| it.contains_key(key))
        }
        _ => false,
    });
    assert_eq!(described.count(), 1, "one font, in the file");
}

#[test]
fn a_blank_form_leaves_open_what_is_not_known() {
    let Some(letters) = letters() else { return };
    let blank = ConsentForm { region: "みなと市".into(), ..ConsentForm::default() };
    let text = selectable(&consent_form(&blank, &letters).unwrap());
    assert!(text.contains('市') && !text.contains('邉') && !text.contains('ワ'), "{text}");
}

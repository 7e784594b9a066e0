use tasuki_domain::content::Portal;
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::ApplicationId;
use tasuki_store::application::State;
use tasuki_store::installation::Settings;

use super::*;

const LINK: &str = "https://portal.example/application/token";

fn from(phone: &str) -> Sender {
    let settings = Settings {
        name: "みなと市".into(),
        notebook_name: "みなと連絡帳".into(),
        categories: Vec::new(),
        idle_minutes: 15,
        second_factors: Vec::new(),
    };
    let portal = Portal {
        desk: "高齢福祉課".into(),
        phone: phone.into(),
        hours: "平日 9:00–17:00".into(),
        ..Portal::default()
    };
    sender(settings, portal)
}

fn row(lang: &str) -> ApplicationRow {
    let at = Timestamp::from_micros(1);
    ApplicationRow {
        id: ApplicationId::from_bytes([7; 16]),
        number: 147,
        revision: 147,
        state: State::Waiting,
        facility: "みどり訪問看護".into(),
        municipality: "141097".into(),
        kind: "home_nursing".into(),
        contact: Name::new("髙橋", "奈緒", "タカハシ", "ナオ").unwrap(),
        profession: "nurse".into(),
        mail: "nao@midori.example.jp".into(),
        login: "midori-hk".into(),
        system: System::Ios,
        remark: "備考はメールに出ない".into(),
        not_yet: Vec::new(),
        terms: 1,
        lang: lang.into(),
        applied: at,
        sent: at,
        decided: None,
        decided_by: None,
        reason: String::new(),
        became: None,
    }
}

fn all(lang: &str, sender: &Sender) -> Vec<Letter> {
    let application = row(lang);
    let about = About { sender, application: &application };
    let note = PickupNote {
        number: "123-456-789",
        code: "kxp3-9vt7-mw2a",
        link: "https://portal.example/pickup?number=123-456-789",
        until: "2026年11月28日",
    };
    vec![
        received(&about, "0147", LINK).unwrap(),
        returned(&about, "正式な名前で書いてください。", LINK).unwrap(),
        approved(&about).unwrap(),
        pickup(&about, &note).unwrap(),
        login_name(&about, "https://staff.example/sign-in").unwrap(),
    ]
}

#[test]
fn there_is_a_letter_of_every_kind_and_each_says_who_writes_to_whom() {
    for lang in ["ja", "en"] {
        let letters = all(lang, &from("000-123-4567"));
        let kinds: Vec<_> = letters.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, LetterKind::ALL[..5], "those about an application");
        for letter in letters {
            assert!(letter.subject.starts_with("[みなと連絡帳] "), "{}", letter.subject);
            assert!(!letter.subject.contains('\n'));
            for said in ["髙橋 奈緒", "みどり訪問看護", "みなと市", "高齢福祉課", "000-123-4567"]
            {
                assert!(letter.words.contains(said), "{lang} {:?}: {said}", letter.kind);
            }
            assert_eq!(letter.receiver.as_str(), "nao@midori.example.jp");
            assert_eq!(letter.about, [7; 16]);
            assert!(!letter.words.contains("備考はメールに出ない"));
        }
    }
}

#[test]
fn each_secret_stands_in_one_letter_only() {
    for lang in ["ja", "en"] {
        let letters = all(lang, &from(""));
        let holding = |what: &str| -> Vec<_> {
            let with =
                letters.iter().filter(|it| format!("{}{}", it.subject, it.words).contains(what));
            with.map(|it| it.kind).collect()
        };
        assert_eq!(holding("kxp3-9vt7-mw2a"), [LetterKind::Pickup]);
        assert_eq!(holding("123-456-789"), [LetterKind::Pickup]);
        assert_eq!(holding("midori-hk"), [LetterKind::LoginName]);
        assert_eq!(holding(LINK), [LetterKind::Received, LetterKind::Returned]);
        assert_eq!(holding("正式な名前で"), [LetterKind::Returned]);
    }
}

#[test]
fn the_language_is_the_applicants() {
    let sender = from("");
    for letter in all("en", &sender) {
        let own = [
            "みなと連絡帳",
            "みなと市",
            "高齢福祉課",
            "髙橋 奈緒",
            "みどり訪問看護",
            "正式な名前で書いてください。",
            "2026年11月28日",
        ];
        let left = own
            .iter()
            .fold(format!("{}{}", letter.subject, letter.words), |text, it| text.replace(it, ""));
        let japanese =
            left.chars().find(|c| ('ぁ'..='ん').contains(c) || ('一'..='龠').contains(c));
        assert_eq!(japanese, None, "{left}");
    }
    for letter in all("ja", &sender) {
        assert!(letter.words.contains("様\n"), "{}", letter.words);
        assert!(!letter.words.contains("電話  "), "no number, no line for it");
    }
}

#[test]
fn a_day_begins_at_midnight_in_japan() {
    let late = Timestamp::from_micros(1_795_273_200_000_000 - 1);
    assert_eq!(day(late, "ja"), "2026年11月21日");
    assert_eq!(day(late.plus_seconds(1), "ja"), "2026年11月22日");
    assert_eq!(day(late, "en"), "2026-11-21");
}

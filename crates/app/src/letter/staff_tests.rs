use tasuki_kernel::PersonId;

use super::*;
use crate::letter::words::Sender;

const LINK: &str = "https://staff.example/somewhere";

fn sender() -> Sender {
    Sender {
        region: "みなと市".into(),
        notebook: "みなと連絡帳".into(),
        desk: "高齢福祉課".into(),
        phone: "000-123-4567".into(),
        hours: "平日 9:00–17:00".into(),
    }
}

fn to<'a>(sender: &'a Sender, lang: &'a str) -> Addressee<'a> {
    Addressee {
        sender,
        facility: "みどり訪問看護",
        person: PersonId::from_bytes([7; 16]),
        name: "髙橋 奈緒".into(),
        mail: "nao@midori.example.jp",
        lang,
    }
}

fn all(to: &Addressee<'_>) -> Vec<Letter> {
    let note = PickupNote {
        number: "123-456-789",
        code: "kxp3-9vt7-mw2a",
        link: LINK,
        until: "2026-11-28",
    };
    vec![
        welcome(to, "midori-hk", (LINK, "2026-11-28")).unwrap(),
        staff_pickup(to, &note).unwrap(),
        password_reset(to, (LINK, "2026-11-28")).unwrap(),
        disclosed(to, DisclosureKind::Request, LINK).unwrap(),
        invited(to, LINK).unwrap(),
        facility_ended(to, true).unwrap(),
        withdrawal_returned(to, "12月末まで待ってください", LINK).unwrap(),
        review_due(to, LINK).unwrap(),
    ]
}

#[test]
fn there_is_a_letter_of_every_kind_to_staff_and_each_says_who_writes_to_whom() {
    let sender = sender();
    for lang in ["ja", "en"] {
        let letters = all(&to(&sender, lang));
        let kinds: Vec<_> = letters.iter().map(|it| it.kind).collect();
        // The first five are about an application, two are about a notice.
        let notices = [LetterKind::UrgentNotice, LetterKind::NoticeReminder];
        let to_staff = LetterKind::ALL[5..].iter().filter(|it| !notices.contains(it));
        assert_eq!(kinds, to_staff.copied().collect::<Vec<_>>());
        for letter in letters {
            assert!(!LetterKind::is_of_application(letter.kind.name()), "{:?}", letter.kind);
            assert!(letter.subject.starts_with("[みなと連絡帳] "), "{}", letter.subject);
            assert!(!letter.subject.contains('\n'));
            for said in ["髙橋 奈緒", "みどり訪問看護", "みなと市", "高齢福祉課", "000-123-4567"]
            {
                assert!(letter.words.contains(said), "{lang} {:?}: {said}", letter.kind);
            }
            assert_eq!(letter.receiver.as_str(), "nao@midori.example.jp");
            assert_eq!(letter.about, [7; 16]);
        }
    }
}

#[test]
fn each_secret_stands_in_one_letter_only() {
    let sender = sender();
    for lang in ["ja", "en"] {
        let letters = all(&to(&sender, lang));
        let holding = |what: &str| -> Vec<_> {
            letters.iter().filter(|it| it.words.contains(what)).map(|it| it.kind).collect()
        };
        assert_eq!(holding("kxp3-9vt7-mw2a"), [LetterKind::StaffPickup]);
        assert_eq!(holding("123-456-789"), [LetterKind::StaffPickup]);
        assert_eq!(holding("midori-hk"), [LetterKind::Welcome]);
        assert_eq!(holding("12月末まで"), [LetterKind::WithdrawalReturned]);
        assert!(!holding(LINK).contains(&LetterKind::FacilityEnded), "there is nothing to open");
    }
}

#[test]
fn who_works_elsewhere_is_not_told_that_the_account_is_closed() {
    let sender = sender();
    for (lang, closed, goes_on) in [
        ("ja", "アカウントと端末は使えなくなりました", "ほかの施設の所属は、そのまま使えます"),
        ("en", "The account is closed", "goes on as before"),
    ] {
        let to = to(&sender, lang);
        let letter = facility_ended(&to, true).unwrap();
        assert!(letter.words.contains(closed) && !letter.words.contains(goes_on));
        let letter = facility_ended(&to, false).unwrap();
        assert!(!letter.words.contains(closed) && letter.words.contains(goes_on));
    }
}

#[test]
fn the_language_is_the_receivers() {
    let sender = sender();
    let own = [
        "みなと連絡帳",
        "みなと市",
        "高齢福祉課",
        "平日",
        "髙橋 奈緒",
        "みどり訪問看護",
        "12月末まで待ってください",
    ];
    for letter in all(&to(&sender, "en")) {
        let whole = format!("{}{}", letter.subject, letter.words);
        let left = own.iter().fold(whole, |text, it| text.replace(it, ""));
        let japanese =
            left.chars().find(|c| ('ぁ'..='ん').contains(c) || ('一'..='龠').contains(c));
        assert_eq!(japanese, None, "{left}");
    }
    assert!(all(&to(&sender, "ja")).iter().all(|it| it.words.contains("様\n")));
}

#[test]
fn an_address_that_is_none_gets_no_letter() {
    let sender = sender();
    let nowhere = Addressee { mail: "nao", ..to(&sender, "ja") };
    for refused in [
        facility_ended(&nowhere, true),
        withdrawal_returned(&nowhere, "x", LINK),
        review_due(&nowhere, LINK),
    ] {
        assert_eq!(refused.unwrap_err().field, Some("mail"));
    }
}

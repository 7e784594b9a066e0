//! A facility applies, is asked to correct, and comes in; and what goes wrong on the way.

use tasuki_app::application::{Filled, FilledIn, Rest, State, shown_number};
use tasuki_app::letter::Addresses;
use tasuki_domain::application::Typed;
use tasuki_domain::content::PersonKind;
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{Clock as _, Code, Problem};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, Region, applicant};

const ADDRESS: &str = "192.0.2.9";

fn filled<'a>(typed: &'a Typed, password: &'a str) -> Filled<'a> {
    Filled { typed, password, lang: "ja", address: ADDRESS }
}

fn rest(system: Option<System>) -> Rest<'static> {
    Rest { system, remark: "12月から", in_place: &[], terms: None }
}

async fn token(region: &Region, typed: &Typed) -> String {
    match region.app.fill_in(None, filled(typed, PASSWORD)).await.unwrap() {
        FilledIn::Good(token) => token,
        FilledIn::Wrong(problems) => panic!("{problems:?}"),
    }
}

async fn wrong(region: &Region, typed: &Typed, password: &str) -> Vec<Problem> {
    match region.app.fill_in(None, filled(typed, password)).await.unwrap() {
        FilledIn::Good(_) => Vec::new(),
        FilledIn::Wrong(problems) => problems,
    }
}

async fn region() -> Region {
    let region = Region::new().await;
    region.app.use_addresses(Addresses {
        staff: "https://staff.example".into(),
        portal: "https://portal.example".into(),
    });
    region
}

/// The token at the end of the first link of a mail.
fn door(words: &str) -> String {
    let (_, link) = words.split_once("https://portal.example/application/").expect("a link");
    link.split_whitespace().next().expect("a token").to_owned()
}

#[test]
fn a_facility_is_asked_to_correct_and_comes_in() {
    block_on(async {
        let region = region().await;
        let desk = region.desk().await;
        let token = token(&region, &applicant("midori")).await;
        let number = region.app.send(&token, rest(Some(System::Ios))).await.unwrap();
        let mails = region.mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains(&shown_number(number)), "{}", mails[0].subject);
        assert_eq!(mails[0].receiver, "midori@midori.example.jp");

        let row = desk.queue(State::Waiting).await.unwrap().rows.remove(0);
        assert_eq!(desk.case(row.id).await.unwrap().mail_seen, None);
        let first_door = door(&mails[0].words);
        assert_eq!(region.app.behind_door(&first_door).await.unwrap().number, number);
        assert!(desk.case(row.id).await.unwrap().mail_seen.is_some(), "the address is right");
        let early = region.app.correct_application(&first_door).await.unwrap_err();
        assert_eq!(early.code, Code::Conflict, "nobody asked for a correction yet");

        desk.send_back(row.id, row.revision, "正式な名前で書いてください").await.unwrap();
        let mail = region.mails().await.remove(0);
        assert!(mail.words.contains("正式な名前で書いてください"));
        let second_door = door(&mail.words);
        let old = region.app.behind_door(&first_door).await.unwrap_err();
        assert_eq!(old.code, Code::NotFound, "one link at a time");

        let token = region.app.correct_application(&second_door).await.unwrap();
        let draft = region.app.draft(&token).await.unwrap();
        assert_eq!(draft.typed.given_kana, "ナオ", "what was sent stands in the form");
        let better = Typed { facility: "医療法人みどり 訪問看護".into(), ..draft.typed };
        // The password of before holds when none is typed.
        let again = region.app.fill_in(Some(&token), filled(&better, "")).await.unwrap();
        assert!(matches!(again, FilledIn::Good(same) if same == token));
        assert_eq!(region.app.send(&token, rest(Some(System::Ios))).await.unwrap(), number);

        let row = desk.queue(State::Waiting).await.unwrap().rows.remove(0);
        assert_eq!((row.number, row.facility.as_str()), (number, "医療法人みどり 訪問看護"));
        let facility = desk.approve(row.id, row.revision).await.unwrap();
        let person = region.app.person_by_login("midori").await.unwrap().unwrap();
        assert_eq!(
            (person.kind, person.mail.as_deref()),
            (PersonKind::Staff, Some("midori@midori.example.jp"))
        );
        let posts = region.app.posts_of(person.id).await.unwrap();
        assert!(posts.len() == 1 && posts[0].manager && posts[0].facility == facility);
        three_letters(&region).await;
    });
}

/// Approval, pick-up and login name come apart, and none holds the password.
async fn three_letters(region: &Region) {
    let mails = region.mails().await;
    let after_receipt: Vec<_> =
        mails.iter().filter(|it| !it.subject.contains("受け付け")).collect();
    assert_eq!(after_receipt.len(), 3);
    let pickup = mails.iter().find(|it| it.subject.contains("受け取り番号")).expect("a pick-up");
    let line = |label: &str| {
        let line = pickup.words.lines().find_map(|it| it.strip_prefix(label));
        line.unwrap_or_else(|| panic!("{label} in {}", pickup.words)).trim().to_owned()
    };
    let (number, code) = (line("受け取り番号:"), line("受け取りコード:"));
    for mail in &mails {
        assert!(!mail.words.contains(PASSWORD));
        assert_eq!(mail.words.contains(&code), std::ptr::eq(mail, pickup), "{}", mail.subject);
    }
    let typed = tasuki_app::pickup::Typed { number: &number, code: &code, address: ADDRESS };
    let waiting = region.app.waiting_pickup(typed).await.unwrap();
    let device = region.app.pick_up(waiting, System::Ios).await.unwrap();
    let shown = tasuki_app::session::Shown {
        certificate: Some(device.certificate.fingerprint),
        loopback: false,
    };
    let attempt = tasuki_app::sign_in::Attempt {
        login: "midori",
        password: PASSWORD,
        shown,
        address: ADDRESS,
    };
    let begun = region.app.sign_in(attempt).await.expect("certificate and password open the door");
    region.app.session(&begun.token, shown).await.unwrap();
}

#[test]
fn two_at_the_desk_press_approve_and_one_is_told() {
    block_on(async {
        let region = region().await;
        let applied = region.apply("midori").await;
        let (one, other) = (region.desk().await, region.desk().await);
        let (a, b) = tokio::join!(
            one.approve(applied.id, applied.revision),
            other.approve(applied.id, applied.revision)
        );
        let refused = [a.err(), b.err()].into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::Conflict]);
        let late = one.send_back(applied.id, applied.revision, "遅い").await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        assert_eq!(region.app.facilities().await.unwrap().len(), 3, "two of the region, and one");
        assert_eq!(region.mails().await.len(), 4, "receipt and three letters, once");
    });
}

#[test]
fn the_desk_alone_decides() {
    block_on(async {
        let region = region().await;
        for who in [&region.people.nurse, &region.people.relative] {
            let session = region.session(who).await;
            let refused = region.app.desk(&session).err().map(|it| it.code);
            assert_eq!(refused, Some(Code::NotFound), "{}", who.login);
        }
        let missing = region.desk().await.send_back(region.apply("a-b").await.id, 1, " ").await;
        assert_eq!(missing.unwrap_err().field, Some("reason"));
    });
}

#[test]
fn what_is_sent_twice_is_sent_once() {
    block_on(async {
        let region = region().await;
        let token = token(&region, &applicant("midori")).await;
        // Whichever comes first, and whatever the others had read before: all get its answer.
        let (a, b, c) = tokio::join!(
            region.app.send(&token, rest(Some(System::Mac))),
            region.app.send(&token, rest(Some(System::Mac))),
            region.app.send(&token, rest(Some(System::Mac)))
        );
        let number = region.app.send(&token, rest(None)).await.unwrap();
        assert_eq!([a, b, c].map(Result::unwrap), [number; 3]);
        assert_eq!(region.desk().await.queue(State::Waiting).await.unwrap().counts, [1, 0, 0]);
        assert_eq!(region.mails().await.len(), 1);
    });
}

#[test]
fn names_and_addresses_that_others_have_are_refused_beside_the_field() {
    block_on(async {
        let region = region().await;
        region.apply("midori").await;
        let same = applicant("midori");
        let fields: Vec<_> =
            wrong(&region, &same, PASSWORD).await.into_iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["mail", "login"]);
        let staffs = Typed { login: "misaki".into(), ..applicant("b-c") };
        assert_eq!(wrong(&region, &staffs, PASSWORD).await[0].field, Some("login"));
        for weak in ["", "takahashi1", "password123", "高橋奈緒だよ"] {
            let problems = wrong(&region, &applicant("free"), weak).await;
            assert_eq!(problems.last().and_then(|it| it.field), Some("password"), "{weak}");
        }
        // Two fill in the same name; the second to send is told.
        let (one, other) = (
            applicant("twin"),
            Typed {
                mail: "x@example.jp".into(),
                mail_again: "x@example.jp".into(),
                ..applicant("twin")
            },
        );
        let (first, second) = (token(&region, &one).await, token(&region, &other).await);
        region.app.send(&first, rest(Some(System::Mac))).await.unwrap();
        let late = region.app.send(&second, rest(Some(System::Mac))).await.unwrap_err();
        assert_eq!((late.code, late.field), (Code::Conflict, Some("login")));
    });
}

#[test]
fn the_same_facility_again_is_noticed_by_applicant_and_desk() {
    block_on(async {
        let region = region().await;
        region.apply("midori").await;
        let twin = Typed {
            facility: "みどり 訪問看護ｽﾃｰｼｮﾝ midori".into(), ..applicant("second")
        };
        let token = token(&region, &twin).await;
        let draft = region.app.draft(&token).await.unwrap();
        let same = region.app.lookalikes(&draft).await.unwrap();
        assert_eq!(same.len(), 1, "kana of either width and blanks make no other name");
        assert!(!same[0].takes_part);
        region.app.send(&token, rest(Some(System::Mac))).await.unwrap();
        let desk = region.desk().await;
        for row in desk.queue(State::Waiting).await.unwrap().rows {
            assert_eq!(desk.case(row.id).await.unwrap().lookalikes.len(), 1);
        }
    });
}

#[test]
fn the_address_of_a_leaver_can_be_used_and_the_desk_is_told() {
    block_on(async {
        let region = region().await;
        let applied = region.apply("midori").await;
        let desk = region.desk().await;
        desk.approve(applied.id, applied.revision).await.unwrap();
        let typed = Typed {
            mail: "midori@midori.example.jp".into(),
            mail_again: "midori@midori.example.jp".into(),
            ..applicant("next")
        };
        assert_eq!(wrong(&region, &typed, PASSWORD).await[0].field, Some("mail"));
        region.tamper("UPDATE persons SET active = 0 WHERE login = 'midori'");
        let token = token(&region, &typed).await;
        region.app.send(&token, rest(Some(System::Mac))).await.unwrap();
        let row = desk.queue(State::Waiting).await.unwrap().rows.remove(0);
        let case = desk.case(row.id).await.unwrap();
        assert_eq!(case.former.len(), 1);
        assert_eq!(case.namesakes.len(), 1, "of the same name too");
        desk.approve(row.id, row.revision).await.unwrap();
    });
}

#[test]
fn terms_are_accepted_in_the_version_that_holds() {
    block_on(async {
        let region = region().await;
        let desk = region.desk().await;
        assert_eq!(desk.publish_terms(" ").await.unwrap_err().field, Some("text"));
        assert_eq!(desk.publish_terms("第1条").await.unwrap(), 1);
        assert_eq!(desk.publish_terms("第1条 あたらしい").await.unwrap(), 2);
        let token = token(&region, &applicant("midori")).await;
        for old in [None, Some(1)] {
            let rest = Rest { terms: old, ..rest(Some(System::Mac)) };
            assert_eq!(region.app.send(&token, rest).await.unwrap_err().field, Some("terms"));
        }
        let no_system = Rest { terms: Some(2), ..rest(None) };
        assert_eq!(region.app.send(&token, no_system).await.unwrap_err().field, Some("system"));
        let good = Rest { terms: Some(2), ..rest(Some(System::Mac)) };
        region.app.send(&token, good).await.unwrap();
        let row = desk.queue(State::Waiting).await.unwrap().rows.remove(0);
        assert_eq!((row.terms, row.not_yet.len()), (2, 6));
    });
}

#[test]
fn going_back_loses_nothing_and_a_day_later_all_is_forgotten() {
    block_on(async {
        let region = region().await;
        let token = token(&region, &applicant("midori")).await;
        region.app.keep_rest(&token, rest(Some(System::Android))).await.unwrap();
        let again = region.app.fill_in(Some(&token), filled(&applicant("midori"), "")).await;
        assert!(matches!(again.unwrap(), FilledIn::Good(_)));
        let draft = region.app.draft(&token).await.unwrap();
        assert_eq!((draft.system, draft.remark.as_str()), (Some(System::Android), "12月から"));
        // The form of somebody else's cookie, and of none.
        assert_eq!(region.app.draft("elsewhere").await.unwrap_err().code, Code::NotFound);
        region.clock.set(region.clock.now().plus_seconds(86_400));
        let late = region.app.send(&token, rest(Some(System::Mac))).await.unwrap_err();
        assert_eq!(late.code, Code::NotFound);
    });
}

#[test]
fn one_address_fills_in_so_many_forms_and_no_more() {
    block_on(async {
        let region = region().await;
        let empty = Typed::default();
        for _ in 0..60 {
            region.app.fill_in(None, filled(&empty, "")).await.unwrap();
        }
        let refused = region.app.fill_in(None, filled(&empty, "")).await.unwrap_err();
        assert_eq!(refused.code, Code::Throttled);
        let elsewhere = Filled { address: "192.0.2.200", ..filled(&empty, "") };
        region.app.fill_in(None, elsewhere).await.unwrap();
    });
}

#[test]
fn names_with_rare_characters_come_through_whole() {
    block_on(async {
        let region = region().await;
        let typed = Typed {
            family: "髙\u{E0101}橋\u{E000}".into(),
            facility: "𠮷野家通りの診療所".into(),
            ..applicant("gaiji")
        };
        let token = token(&region, &typed).await;
        region.app.send(&token, rest(Some(System::Mac))).await.unwrap();
        let row = region.desk().await.queue(State::Waiting).await.unwrap().rows.remove(0);
        region.desk().await.approve(row.id, row.revision).await.unwrap();
        let person = region.app.person_by_login("gaiji").await.unwrap().unwrap();
        let name = Name { family: "髙\u{E0101}橋\u{E000}".into(), ..person.name.clone() };
        assert_eq!(person.name, name);
        assert!(region.mails().await.iter().all(|it| it.words.contains("𠮷野家通りの診療所")));
    });
}

//! 法にもとづく開示 at the desk: asked for in a form, answered by another person, nobody else's.

use tasuki_kernel::{Code, DisclosureId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Somebody, lawful_request};

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

const NOBODYS: &str = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10";

type Fields = [(&'static str, String)];

async fn browser(stage: &Stage, who: &Somebody) -> Client {
    Client { accept: Some("text/html"), ..stage.client(who).await }
}

async fn post(stage: &Stage, client: &Client, path: &str, fields: &Fields) -> Answer {
    client.send(&stage.staff, ("POST", path), Load::Form(fields.to_vec())).await
}

async fn page(stage: &Stage, client: &Client, path: &str) -> String {
    client.get(&stage.staff, path).await.text()
}

fn fields(of: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    of.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// The form as it is filled in well, but for these fields.
fn filled(stage: &Stage, changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let it = lawful_request();
    let id = DisclosureId::new(stage.region.app.clock(), stage.region.app.random());
    let good = [
        ("id", id.to_string()),
        ("notebook", stage.region.notebook.to_string()),
        ("law", it.kind),
        ("need", it.reason),
        ("basis", it.basis),
        ("receiver", it.receiver),
        ("telling", it.telling),
        ("untold", it.untold),
        ("days", it.days),
    ];
    let kept = good.into_iter().filter(|(name, _)| changes.iter().all(|it| it.0 != *name));
    kept.chain(fields(changes)).collect()
}

/// What is said beside a field.
fn beside(page: &str, field: &str) -> String {
    let begin = format!("id=\"e-{field}\">");
    let (_, after) = page.split_once(&begin).unwrap_or_else(|| panic!("{field}: {page}"));
    let words = after.split("</p>").next().expect("a paragraph");
    words.rsplit("</svg>").next().expect("words after the icon").to_owned()
}

#[test]
fn the_form_opens_with_the_usual_choices_and_an_id_of_its_own() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let list = page(&stage, &desk, "/desk/disclosures").await;
        assert!(list.contains("開示はまだありません。"), "{list}");
        assert!(!list.contains("読める人がいない特別便"), "nothing is orphaned");
        let form = page(&stage, &desk, "/desk/disclosures/new").await;
        for usual in ["value=\"told\" checked", "name=\"days\" type=\"number\" value=\"7\""] {
            assert!(form.contains(usual), "{usual}: {form}");
        }
        for law in ["request", "court"] {
            assert!(form.contains(&format!("value=\"{law}\" required")), "{law} is not chosen yet");
        }
        let id = |form: &str| {
            let (_, after) = form.split_once("name=\"id\" value=\"").expect("an id");
            after[..36].to_owned()
        };
        let again = page(&stage, &desk, "/desk/disclosures/new").await;
        assert_ne!(id(&form), id(&again));
    });
}

#[test]
fn everything_that_is_wrong_is_told_at_once_beside_its_field_in_both_languages() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let words = [
            ("notebook", "この番号の連絡帳は", "There is no notebook of this number"),
            ("law", "よりどころを選んで", "Choose what it rests on."),
            ("need", "理由と、必要な内容を", "Say why, and what is needed."),
            ("basis", "文書の番号と日付を書いて", "Fill in number and date"),
            ("receiver", "請求した人・渡す相手を", "Fill in who asked"),
            ("telling", "関係する人へ知らせるかどうかを", "Choose whether those concerned"),
            ("days", "日数を1から30の", "Give a number of days from 1 to 30."),
        ];
        for (lang, english) in [("ja", false), ("en", true)] {
            let empty = Load::Form(fields(&[("id", NOBODYS)]));
            let more = [("accept-language", lang)];
            let what = ("POST", "/desk/disclosures");
            let answer = desk.send_with(&stage.staff, what, empty, &more).await;
            assert_eq!(answer.status, 422, "{lang}");
            let form = answer.text();
            for (field, ja, en) in words {
                let told = beside(&form, field);
                assert!(told.starts_with(if english { en } else { ja }), "{field}: {told}");
                assert!(form.contains(&format!("<a href=\"#f-{field}\">{told}</a>")), "on top too");
            }
            assert!(form.contains(&format!("name=\"id\" value=\"{NOBODYS}\"")), "the id stays");
        }
    });
}

#[test]
fn what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let (long, wide) = ("あ".repeat(2_001), "条".repeat(301));
        for (changes, field, words) in [
            (vec![("notebook", "12")], "notebook", "番号を確かめてください。"),
            (vec![("notebook", NOBODYS)], "notebook", "番号を確かめてください。"),
            (vec![("law", "orphaned")], "law", "よりどころを選んでください。"),
            (vec![("need", long.as_str())], "need", "理由は2,000文字までです。"),
            (vec![("basis", wide.as_str())], "basis", "300文字までです。"),
            (vec![("receiver", " 　")], "receiver", "請求した人・渡す相手を書いてください。"),
            (vec![("telling", "untold")], "untold", "知らせることを禁じる法令の条文を"),
            (vec![("telling", "untold"), ("untold", wide.as_str())], "untold", "300文字まで"),
            (vec![("days", "0")], "days", "日数を1から30の数字で入れてください。"),
            (vec![("days", "31")], "days", "日数を1から30の数字で入れてください。"),
        ] {
            let given = filled(&stage, &changes);
            let answer = post(&stage, &desk, "/desk/disclosures", &given).await;
            assert_eq!(answer.status, 422, "{field}");
            let form = answer.text();
            assert!(beside(&form, field).contains(words), "{words}: {}", beside(&form, field));
            assert_eq!(form.matches("class=\"error\"").count(), 1, "{field} alone is wrong");
            let (_, need) = given.iter().find(|it| it.0 == "need").expect("a reason");
            assert!(form.contains(&format!("{need}</textarea>")), "what was typed is kept");
        }
        let list = page(&stage, &desk, "/desk/disclosures").await;
        assert!(list.contains("開示はまだありません。"), "nothing was asked");
        // A program is told the first of it, by its code.
        let program = stage.client(&stage.region.people.desk).await;
        let given = filled(&stage, &[("days", "often")]);
        let answer = post(&stage, &program, "/desk/disclosures", &given).await;
        assert_eq!(answer.code(), Some(Code::Invalid));
        assert_eq!(answer.json()["errors"][0]["field"], "days");
    });
}

#[test]
fn asked_twice_it_is_one_and_who_asked_does_not_answer() {
    block_on(async {
        let stage = Stage::new().await;
        let second = browser(&stage, &stage.region.second().await).await;
        let given = filled(&stage, &[("need", "<b>全部</b>")]);
        let one = format!("/desk/disclosures/{}", given[0].1);
        for _ in 0..2 {
            let answer = post(&stage, &second, "/desk/disclosures", &given).await;
            assert_eq!(
                answer.header("location"),
                format!("{one}?said=disclosure-asked"),
                "pressed twice"
            );
        }
        let own = page(&stage, &second, &format!("{one}?said=disclosure-asked")).await;
        assert!(own.contains("頼みました。別の人が確認します。"), "{own}");
        assert!(
            own.contains("あなたが頼んだものです。") && !own.contains(&format!("{one}/answer"))
        );
        assert!(own.contains("&#60;b&#62;全部&#60;/b&#62;"), "words stay words: {own}");
        let yes = fields(&[("approved", "yes")]);
        let answer = post(&stage, &second, &format!("{one}/answer"), &yes).await;
        assert_eq!(answer.status, 403, "nobody says yes to the own request");

        let desk = browser(&stage, &stage.region.people.desk).await;
        let list = page(&stage, &desk, "/desk/disclosures").await;
        assert_eq!(list.matches(&format!("href=\"{one}\"")).count(), 1, "{list}");
        for words in ["確認待ち", "久保 明", "開示請求", "訪問看護ステーションあさがお"]
        {
            assert!(list.contains(words), "{words}: {list}");
        }
        assert!(!list.contains("山口"), "the list names no patient");
        let other = page(&stage, &desk, &one).await;
        assert!(other.contains(&format!("action=\"{one}/answer\"")), "{other}");
        assert!(other.contains("第12号") && other.contains("認めると、頼んだ人とあなたの2人が"));
        assert!(!other.contains("/rooms/"), "nothing is open before the answer");
    });
}

#[test]
fn a_no_says_why_in_both_languages_and_comes_once() {
    block_on(async {
        let stage = Stage::new().await;
        let id = stage.region.asked(&lawful_request()).await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let one = format!("/desk/disclosures/{id}");
        let answer_at = format!("{one}/answer");
        for (lang, words) in [("ja", "断る理由を書いてください。"), ("en", "Say why not.")]
        {
            let silent = Load::Form(fields(&[("approved", "no"), ("refusal", "  ")]));
            let more = [("accept-language", lang)];
            let what = ("POST", answer_at.as_str());
            let answer = desk.send_with(&stage.staff, what, silent, &more).await;
            assert_eq!(answer.status, 422, "{lang}");
            let shown = answer.text();
            assert_eq!(beside(&shown, "refusal"), words);
            assert!(shown.contains("<details open>"), "the field is in sight: {shown}");
        }
        let no = fields(&[("approved", "no"), ("refusal", "本人確認が済んでいない")]);
        let answer = post(&stage, &desk, &answer_at, &no).await;
        assert_eq!(answer.header("location"), format!("{one}?said=disclosure-refused"));
        let shown = page(&stage, &desk, &format!("{one}?said=disclosure-refused")).await;
        assert!(shown.contains("断りました。") && shown.contains(">断った<"), "{shown}");
        for gone in ["/answer\"", "/end\"", "/tell\"", "/rooms/"] {
            assert!(!shown.contains(gone), "{gone}: {shown}");
        }
        let late = post(&stage, &desk, &answer_at, &fields(&[("approved", "yes")])).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("今のようすを表示しています"), "{}", late.text());
        let program = stage.client(&stage.region.people.desk).await;
        for rest in ["end", "tell"] {
            let late = post(&stage, &program, &format!("{one}/{rest}"), &[]).await;
            assert_eq!(late.code(), Some(Code::Conflict), "{rest}");
        }
    });
}

#[test]
fn what_is_asked_can_be_taken_back_before_the_answer() {
    block_on(async {
        let stage = Stage::new().await;
        let id = stage.region.asked(&lawful_request()).await;
        let second = browser(&stage, &stage.region.second().await).await;
        let one = format!("/desk/disclosures/{id}");
        let answer = post(&stage, &second, &format!("{one}/end"), &[]).await;
        assert_eq!(answer.header("location"), format!("{one}?said=disclosure-ended"));
        let desk = browser(&stage, &stage.region.people.desk).await;
        let shown = page(&stage, &desk, &one).await;
        assert!(shown.contains("終わった") && !shown.contains("/answer\""), "{shown}");
        let yes = fields(&[("approved", "yes")]);
        let late = post(&stage, &desk, &format!("{one}/answer"), &yes).await;
        assert_eq!(late.status, 409, "it was taken back");
        let again = post(&stage, &second, &format!("{one}/end"), &[]).await;
        assert_eq!(again.status, 409, "it has ended");
    });
}

#[test]
fn disclosures_are_there_for_the_desk_alone() {
    block_on(async {
        let stage = Stage::new().await;
        let region = &stage.region;
        let id = region.asked(&lawful_request()).await;
        let people = &region.people;
        let (manager, auditor) = (region.manager().await, region.auditor().await);
        let one = format!("/desk/disclosures/{id}");
        let given = filled(&stage, &[("approved", "yes")]);
        for who in [&people.nurse, &people.doctor, &people.relative, &manager, &auditor] {
            let client = stage.client(who).await;
            for path in ["/desk/disclosures", "/desk/disclosures/new", one.as_str()] {
                let answer = client.get(&stage.staff, path).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{} at {path}", who.login);
            }
            for rest in ["", "/answer", "/end", "/tell"] {
                let path = if rest.is_empty() { "/desk/disclosures" } else { one.as_str() };
                let answer = post(&stage, &client, &format!("{path}{rest}"), &given).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{} at {rest}", who.login);
            }
        }
        let listed = region.desk().await.disclosures().await.unwrap().listed;
        assert_eq!(listed.len(), 1, "nobody of them asked for another");
        assert!(listed[0].row.answered_at.is_none(), "nor answered this one");
    });
}

#[test]
fn a_person_is_found_by_reading_and_birth_and_nothing_but_the_number_is_told() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let path = "/desk/disclosures/find";
        let ask = page(&stage, &desk, path).await;
        assert!(ask.contains("name=\"family_kana\"") && ask.contains("name=\"birth\""), "{ask}");
        let named = |family: &str, given: &str, birth: &str| {
            fields(&[("family_kana", family), ("given_kana", given), ("birth", birth)])
        };
        let begun = stage.region.access_records();
        let found = post(&stage, &desk, path, &named("ﾔﾏｸﾞﾁ", "はな", "昭和17年3月2日")).await;
        assert_eq!(found.status, 200);
        let link = format!("/desk/disclosures/new?notebook={}", stage.region.notebook);
        assert!(found.text().contains(&link), "{}", found.text());
        for secret in ["山口", "要介護", "心不全"] {
            assert!(!found.text().contains(secret), "{secret} is in the answer");
        }
        assert_eq!(stage.region.access_records(), begun + 1, "the search is recorded");
        let form = page(&stage, &desk, &link).await;
        assert!(form.contains(&format!("value=\"{}\"", stage.region.notebook)), "{form}");
        for other in [named("ヤマグチ", "ハル", "S17.3.2"), named("ヤマグチ", "ハナ", "S17.3.3")]
        {
            let none = post(&stage, &desk, path, &other).await.text();
            assert!(none.contains("見つかりません") && !none.contains("?notebook="), "{none}");
        }
        let wrong = post(&stage, &desk, path, &named("山口", "", "いつか")).await;
        assert_eq!(wrong.status, 422);
        for field in ["family_kana", "given_kana", "birth"] {
            assert!(!beside(&wrong.text(), field).is_empty(), "{field}");
        }
    });
}

#[test]
fn searching_over_and_over_is_slowed_down() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = stage.client(&stage.region.people.desk).await;
        let named = fields(&[("family_kana", "ア"), ("given_kana", "イ"), ("birth", "S2.1.1")]);
        let mut tried = 0;
        let refused = loop {
            let answer = post(&stage, &desk, "/desk/disclosures/find", &named).await;
            if answer.status != 200 || tried == 40 {
                break answer;
            }
            tried += 1;
        };
        assert_eq!((refused.code(), tried), (Some(Code::Throttled), 20));
    });
}

#[test]
fn without_token_session_or_id_nothing_happens() {
    block_on(async {
        let stage = Stage::new().await;
        let id = stage.region.asked(&lawful_request()).await;
        let one = format!("/desk/disclosures/{id}");
        let desk = stage.client(&stage.region.people.desk).await;
        let given = filled(&stage, &[("approved", "yes")]);
        let list = "/desk/disclosures".to_owned();
        let deeds = ["answer", "end", "tell"].map(|it| format!("{one}/{it}"));
        for csrf in ["", "another"] {
            let forged = Client { csrf: csrf.into(), ..desk.clone() };
            for path in deeds.iter().chain([&list]) {
                let answer = post(&stage, &forged, path, &given).await;
                assert_eq!(answer.code(), Some(Code::ForgedRequest), "{path} with {csrf:?}");
            }
        }
        let nobody = Client::default();
        assert_eq!(nobody.get(&stage.staff, &one).await.code(), Some(Code::SignInRequired));
        let stranger = Client { accept: Some("text/html"), ..nobody };
        let answer = stranger.get(&stage.staff, &one).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), format!("/sign-in?next={one}"));
        for none in ["x", NOBODYS] {
            let none = format!("/desk/disclosures/{none}");
            assert_eq!(desk.get(&stage.staff, &none).await.code(), Some(Code::NotFound));
            for rest in ["answer", "end", "tell"] {
                let answer = post(&stage, &desk, &format!("{none}/{rest}"), &given).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{none}/{rest}");
            }
        }
        let listed = stage.region.desk().await.disclosures().await.unwrap().listed;
        assert!(listed.len() == 1 && listed[0].row.answered_at.is_none());
    });
}

//! Consents as pages: what stands there for whom, what is wrong beside its field, what is refused.

use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Somebody, photo};

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

const GOOD: [(&str, &str); 4] =
    [("consenter", "self"), ("way", "paper"), ("said", "R8.11.20"), ("last_day", "")];

fn path(stage: &Stage, rest: &str) -> String {
    format!("/notebooks/{}/{rest}", stage.region.notebook)
}

async fn page(stage: &Stage, who: &Somebody) -> Client {
    Client { accept: Some("text/html"), ..stage.client(who).await }
}

/// Sends the form of a kind, as it was opened with `seen` consents before it.
async fn give(
    (stage, client): (&Stage, &Client),
    (kind, seen): (&str, &str),
    fields: &[(&'static str, &str)],
    more: Vec<Part>,
) -> Answer {
    let entry = stage.region.app.new_entry_id().to_string();
    let mut parts = vec![Part::text("entry", &entry), Part::text("seen", seen)];
    parts.extend(fields.iter().map(|(name, value)| Part::text(name, value)));
    parts.extend(more);
    let path = path(stage, &format!("consent/{kind}"));
    client.send(&stage.staff, ("POST", &path), Load::Parts(parts)).await
}

fn with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = GOOD.into_iter().filter(|(name, _)| changes.iter().all(|it| it.0 != *name));
    kept.chain(changes.iter().copied()).collect()
}

#[test]
fn a_consent_by_a_proxy_before_a_witness_stands_there_whole() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = page(&stage, &stage.region.people.nurse).await;
        let before = nurse.get(&stage.staff, &path(&stage, "consent")).await.text();
        assert!(before.contains("まだ聞いていません") && before.contains("同意あり"), "{before}");
        let said = with(&[
            ("consenter", "proxy"),
            ("proxy", "山口 一郎"),
            ("relation", "長男"),
            ("proxy_reason", "認知症のため"),
            ("way", "oral"),
            ("witness", "伊藤 由美"),
            ("last_day", "R9.3.31"),
        ]);
        let paper = Part::file("paper", "紙.jpg", photo().bytes);
        let kept = give((&stage, &nurse), ("disaster", "1"), &said, vec![paper]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let shown = nurse.get(&stage.staff, kept.header("location")).await.text();
        for words in [
            "同意を記録しました。",
            "代理: 山口 一郎（長男）",
            "認知症のため",
            "口頭（立ち会いあり）",
            "伊藤 由美",
            "2026年11月20日(金)",
            "2027年3月31日(水)",
            "佐藤 美咲 看護師 訪問看護ステーションあさがお",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let begin = shown.find("/consent-papers/").expect("a paper");
        let small = &shown[begin..shown[begin..].find('"').expect("its end") + begin];
        let picture = nurse.get(&stage.staff, &path(&stage, &small[1..])).await;
        assert_eq!(picture.header("content-type"), "image/jpeg", "{small}");
        let none = path(&stage, &small[1..].replace("/0/", "/7/"));
        assert_eq!(nurse.get(&stage.staff, &none).await.status, 404);
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_with_what_was_typed() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = page(&stage, &stage.region.people.nurse).await;
        let both = (&stage, &nurse);
        for (changes, words) in [
            (vec![("said", "2026-11-22")], "同意した日が、今日よりあとになっています。"),
            (vec![("said", "S16.12.8")], "同意した日が、生まれた日より前になっています。"),
            (vec![("said", "きのう")], "同意した日を入力してください。"),
            (vec![("last_day", "R8.11.1")], "終わりの日が、同意した日より前になっています。"),
            (vec![("last_day", "R8.11.20")], "終わりの日が、もう過ぎています。"),
            (vec![("way", "oral")], "立ち会った人の名前を入力してください。"),
            (vec![("consenter", "proxy")], "続柄を入力してください。"),
        ] {
            let said = with(&changes);
            let refused = give(both, ("team", "1"), &said, Vec::new()).await;
            assert_eq!(refused.status, 422, "{changes:?}");
            let page = refused.text();
            assert!(page.contains(words), "{words}: {page}");
            let (name, value) = changes[0];
            let kept = page.contains(&format!("value=\"{value}\""));
            assert!(kept, "{name} is kept: {page}");
        }
        let broken = Part::file("paper", "紙.jpg", b"no picture".to_vec());
        let refused = give(both, ("team", "1"), &GOOD, vec![broken]).await;
        assert_eq!(refused.status, 415);
        assert!(refused.text().contains("id=\"e-paper\""), "{}", refused.text());
        let seen = stage.region.consents(&stage.region.people.nurse).await.expect("hers");
        assert_eq!(seen.history().await.expect("they can be read").seen, 1, "nothing was kept");
    });
}

#[test]
fn of_two_at_once_one_is_told_and_loses_nothing() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = page(&stage, &stage.region.people.nurse).await;
        let doctor = page(&stage, &stage.region.people.doctor).await;
        let first = give((&stage, &doctor), ("emergency", "1"), &GOOD, Vec::new()).await;
        assert_eq!(first.status, 303, "the attending doctor keeps them too");
        let said = with(&[("last_day", "R9.3.31")]);
        let late = give((&stage, &nurse), ("emergency", "1"), &said, Vec::new()).await;
        assert_eq!(late.status, 409);
        let page = late.text();
        assert!(page.contains("value=\"R9.3.31\"") && page.contains("name=\"seen\" value=\"2\""));
        let program = stage.client(&stage.region.people.nurse).await;
        let told = give((&stage, &program), ("emergency", "1"), &said, Vec::new()).await;
        assert_eq!(told.code(), Some(Code::Conflict));
        let again = give((&stage, &nurse), ("emergency", "2"), &said, Vec::new()).await;
        assert_eq!(again.status, 303);
    });
}

#[test]
fn only_their_keepers_change_consents() {
    block_on(async {
        let stage = Stage::new().await;
        let outsider = &stage.region.people.outsider;
        let session = stage.region.session(outsider).await;
        let room = stage.region.app.room(&session, stage.region.rooms.other).await;
        let other = room.expect("hers").notebook().expect("a patient's").id;
        let client = stage.client(outsider).await;
        let base = format!("/notebooks/{other}/consent");
        let read = client.get(&stage.staff, &base).await;
        assert_eq!(read.status, 200);
        assert!(!read.text().contains("変更する"), "of another facility than the managing one");
        let form = client.get(&stage.staff, &format!("{base}/team")).await;
        assert_eq!(form.code(), Some(Code::NotAllowed));
        let entry = stage.region.app.new_entry_id().to_string();
        let parts = vec![Part::text("entry", &entry), Part::text("seen", "1")];
        let team = format!("{base}/team");
        let sent = client.send(&stage.staff, ("POST", &team), Load::Parts(parts)).await;
        assert_eq!(sent.code(), Some(Code::NotAllowed));
        let fields = vec![("entry", entry), ("seen", "1".to_owned())];
        let withdraw = format!("{base}/team/withdraw");
        let sent = client.send(&stage.staff, ("POST", &withdraw), Load::Form(fields)).await;
        assert_eq!(sent.code(), Some(Code::NotAllowed));
        // Outside the team there is nothing.
        let there = client.get(&stage.staff, &path(&stage, "consent")).await;
        assert_eq!(there.code(), Some(Code::NotFound));
    });
}

#[test]
fn addresses_and_forms_that_are_none_are_refused() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        for rest in ["consent/everything", "consent-papers/1/0/full.jpg"] {
            let answer = nurse.get(&stage.staff, &path(&stage, rest)).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{rest}");
        }
        let none = nurse.get(&stage.staff, "/notebooks/none/consent").await;
        assert_eq!(none.code(), Some(Code::NotFound));
        let team = path(&stage, "consent/team");
        let nameless = Load::Parts(vec![Part::text("seen", "1")]);
        let answer = nurse.send(&stage.staff, ("POST", &team), nameless).await;
        assert_eq!(answer.code(), Some(Code::Malformed), "a form without an id");
        let bytes = Part { name: "said", file_name: None, bytes: vec![0xff, 0xfe] };
        let answer = nurse.send(&stage.staff, ("POST", &team), Load::Parts(vec![bytes])).await;
        assert_eq!(answer.code(), Some(Code::Malformed), "not UTF-8");
        let forged = Client { csrf: String::new(), ..nurse };
        let answer = give((&stage, &forged), ("team", "1"), &GOOD, Vec::new()).await;
        assert_eq!(answer.code(), Some(Code::ForgedRequest));
    });
}

#[test]
fn a_team_room_ends_on_open_pages_when_consent_is_withdrawn_on_its_page() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let doctor = stage.client(&stage.region.people.doctor).await;
        let room = format!("/rooms/{}", stage.region.rooms.team);
        assert_eq!(doctor.get(&stage.staff, &room).await.status, 200);
        let entry = stage.region.app.new_entry_id().to_string();
        let fields = vec![
            ("entry", entry),
            ("seen", "1".to_owned()),
            ("w_consenter", "proxy".to_owned()),
            ("w_proxy", "山口 一郎".to_owned()),
        ];
        let withdraw = path(&stage, "consent/team/withdraw");
        let sent = nurse.send(&stage.staff, ("POST", &withdraw), Load::Form(fields.clone())).await;
        assert_eq!(sent.status, 422);
        let page = sent.text();
        assert!(page.contains("id=\"e-w_relation\"") && page.contains("<details open>"), "{page}");
        let mut whole = fields;
        whole.push(("w_relation", "長男".to_owned()));
        let sent = nurse.send(&stage.staff, ("POST", &withdraw), Load::Form(whole)).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(doctor.get(&stage.staff, &room).await.code(), Some(Code::NotFound));
        let notebooks = doctor.get(&stage.staff, "/notebooks").await.text();
        assert!(!notebooks.contains("山口 ハナ"), "{notebooks}");
        let proof = doctor.get(&stage.staff, &path(&stage, "consent-proof")).await.text();
        assert!(proof.contains("代理: 山口 一郎（長男）"), "{proof}");
    });
}

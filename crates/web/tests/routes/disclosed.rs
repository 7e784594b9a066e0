//! What a disclosure by law opens: to two persons, to read, until its days are over; and what
//! those concerned see of it.

use serde_json::json;
use tasuki_app::compose::Draft;
use tasuki_domain::disclosure::Typed;
use tasuki_kernel::{Code, DisclosureId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Somebody, lawful_request, newcomer, note};

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

async fn browser(stage: &Stage, who: &Somebody) -> Client {
    Client { accept: Some("text/html"), ..stage.client(who).await }
}

async fn post(stage: &Stage, client: &Client, path: &str, form: &[(&'static str, &str)]) -> Answer {
    let fields = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", path), Load::Form(fields)).await
}

async fn page(stage: &Stage, client: &Client, path: &str) -> String {
    client.get(&stage.staff, path).await.text()
}

/// The desk says yes on the page to what the second person asked; the page of it.
async fn opened(stage: &Stage, typed: &Typed) -> (Client, String) {
    let id = stage.region.asked(typed).await;
    let desk = browser(stage, &stage.region.people.desk).await;
    let one = format!("/desk/disclosures/{id}");
    let answer = post(stage, &desk, &format!("{one}/answer"), &[("approved", "yes")]).await;
    assert_eq!(
        answer.header("location"),
        format!("{one}?said=disclosure-opened"),
        "{}",
        answer.text()
    );
    (desk, one)
}

/// By an order of a court that forbids to tell those concerned.
fn silent() -> Typed {
    let untold = "刑事訴訟法197条5項".into();
    Typed { kind: "court".into(), telling: "untold".into(), untold, ..lawful_request() }
}

#[test]
fn the_two_read_every_room_and_are_told_by_what_right() {
    block_on(async {
        let stage = Stage::new().await;
        let (rooms, people) = (stage.region.rooms, &stage.region.people);
        stage.region.write(&people.nurse, rooms.selected, note("医療職だけの話")).await;
        let (desk, one) = opened(&stage, &lawful_request()).await;
        let shown = page(&stage, &desk, &format!("{one}?said=disclosure-opened")).await;
        assert!(shown.contains("認めました。期限まで2人が見られます。"), "{shown}");
        assert!(shown.contains("2026年11月28日(土) 14:32 まで見られます"), "{shown}");
        for room in [rooms.team, rooms.selected, rooms.family] {
            assert!(shown.contains(&format!("href=\"/rooms/{room}\"")), "{shown}");
            assert!(shown.contains(&format!("href=\"/rooms/{room}/print\"")), "{shown}");
        }
        assert!(!shown.contains(&rooms.other.to_string()), "of another notebook");
        let second = browser(&stage, &stage.region.second().await).await;
        let room = format!("/rooms/{}", rooms.selected);
        for client in [&desk, &second] {
            let read = page(&stage, client, &room).await;
            assert!(read.contains("医療職だけの話"), "{read}");
            let right = "法にもとづく開示として見ています（2026年11月28日(土) 14:32 まで）";
            assert!(read.contains(right), "{read}");
            assert!(read.contains("この部屋は読むだけです。"), "{read}");
            assert!(!read.contains("id=\"composer\""), "{read}");
            let print = client.get(&stage.staff, &format!("{room}/print")).await;
            assert_eq!(print.status, 200);
        }
        let english = [("accept-language", "en")];
        let read = desk.send_with(&stage.staff, ("GET", &room), Load::Nothing, &english).await;
        let words = "You look at this as a disclosure by law (until Sat 28 Nov 2026 14:32)";
        assert!(read.text().contains(words), "{}", read.text());
        // A member of the room reads it as a member.
        let nurse = browser(&stage, &people.nurse).await;
        assert!(!page(&stage, &nurse, &room).await.contains("法にもとづく開示として"));
    });
}

#[test]
fn nobody_else_comes_in_by_it_and_the_two_write_nothing() {
    block_on(async {
        let stage = Stage::new().await;
        let (region, rooms) = (&stage.region, stage.region.rooms);
        opened(&stage, &lawful_request()).await;
        let room = format!("/rooms/{}", rooms.selected);
        let (manager, auditor) = (region.manager().await, region.auditor().await);
        for who in [&region.people.outsider, &region.people.helper, &manager, &auditor] {
            let answer = stage.client(who).await.get(&stage.staff, &room).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{}", who.login);
        }
        let before = region.entries_in_rooms();
        for who in [&region.people.desk, &region.second().await] {
            let client = stage.client(who).await;
            let other = client.get(&stage.staff, &format!("/rooms/{}", rooms.other)).await;
            assert_eq!(other.code(), Some(Code::NotFound), "another patient's notebook");
            let entries = format!("/api/v1{room}/entries");
            let refused = client.post(&stage.staff, &entries, json!({ "text": "書き込み" })).await;
            let code = refused.code();
            assert!(matches!(code, Some(Code::NotAllowed | Code::NotFound)), "{code:?}");
        }
        assert_eq!(region.entries_in_rooms(), before);
    });
}

#[test]
fn it_shuts_by_itself_and_its_page_says_so() {
    block_on(async {
        let stage = Stage::new().await;
        let typed = Typed { days: "1".into(), ..lawful_request() };
        let (_, one) = opened(&stage, &typed).await;
        let room = format!("/rooms/{}", stage.region.rooms.team);
        stage.region.clock.advance(86_400 - 60);
        let last = stage.client(&stage.region.people.desk).await;
        assert_eq!(last.get(&stage.staff, &room).await.status, 200, "to its last minute");
        stage.region.clock.advance(60);
        let late = last.get(&stage.staff, &room).await;
        assert_eq!(late.code(), Some(Code::NotFound), "the same session, a minute later");
        let shown = page(&stage, &last, &one).await;
        assert!(shown.contains("期限が過ぎた") && !shown.contains("/rooms/"), "{shown}");
        assert!(!shown.contains(&format!("{one}/end")), "there is nothing to end");
        let list = page(&stage, &last, "/desk/disclosures").await;
        assert!(list.contains("期限が過ぎた"), "{list}");
        let ended = post(&stage, &last, &format!("{one}/end"), &[]).await;
        assert_eq!(ended.code(), Some(Code::Conflict));
    });
}

#[test]
fn either_of_the_two_ends_it_for_both() {
    block_on(async {
        let stage = Stage::new().await;
        let (desk, one) = opened(&stage, &lawful_request()).await;
        let room = format!("/rooms/{}", stage.region.rooms.team);
        let second = stage.client(&stage.region.second().await).await;
        assert_eq!(desk.get(&stage.staff, &room).await.status, 200);
        let ended = post(&stage, &second, &format!("{one}/end"), &[]).await;
        assert_eq!(ended.header("location"), format!("{one}?said=disclosure-ended"));
        assert_eq!(second.get(&stage.staff, &room).await.code(), Some(Code::NotFound));
        assert_eq!(desk.get(&stage.staff, &room).await.status, 404);
        let shown = page(&stage, &desk, &one).await;
        assert!(shown.contains("終わった") && !shown.contains("/rooms/"), "{shown}");
    });
}

#[test]
fn the_team_reads_in_its_records_who_looked_by_law() {
    block_on(async {
        let stage = Stage::new().await;
        let (desk, _) = opened(&stage, &lawful_request()).await;
        page(&stage, &desk, &format!("/rooms/{}", stage.region.rooms.team)).await;
        let nurse = browser(&stage, &stage.region.people.nurse).await;
        let records = format!("/notebooks/{}/access", stage.region.notebook);
        for path in [records.clone(), format!("{records}.csv")] {
            let shown = page(&stage, &nurse, &path).await;
            assert!(shown.contains("石井 洋子") && shown.contains("法にもとづく開示"), "{shown}");
        }
        let english = [("accept-language", "en")];
        let what = ("GET", records.as_str());
        let shown = nurse.send_with(&stage.staff, what, Load::Nothing, &english).await.text();
        assert!(shown.contains("disclosure by law"), "{shown}");
        // Outside the team there are no records either.
        let outsider = stage.client(&stage.region.people.outsider).await;
        assert_eq!(outsider.get(&stage.staff, &records).await.code(), Some(Code::NotFound));
    });
}

#[test]
fn where_the_law_forbids_it_nothing_is_told_until_the_desk_presses() {
    block_on(async {
        let stage = Stage::new().await;
        let region = &stage.region;
        let post_of = region.house().await.add(&newcomer("haruka"), "ja").await.unwrap();
        region.app.set_member(region.rooms.team, post_of, false).await.unwrap();
        region.mails().await;
        let id = region.asked(&silent()).await;
        let desk = browser(&stage, &region.people.desk).await;
        let one = format!("/desk/disclosures/{id}");
        let before = page(&stage, &desk, &one).await;
        assert!(before.contains("関係する人には知らせません。"), "{before}");
        assert!(before.contains("刑事訴訟法197条5項") && before.contains("裁判所などの命令"));
        post(&stage, &desk, &format!("{one}/answer"), &[("approved", "yes")]).await;
        page(&stage, &desk, &format!("/rooms/{}", region.rooms.team)).await;

        let nurse = browser(&stage, &region.people.nurse).await;
        let records = format!("/notebooks/{}/access", region.notebook);
        for path in [records.clone(), format!("{records}.csv"), format!("/api/v1{records}")] {
            let shown = page(&stage, &nurse, &path).await;
            assert!(!shown.contains("石井") && !shown.contains("開示"), "{path}: {shown}");
        }
        assert!(region.mails().await.is_empty(), "no letter either");

        let told = post(&stage, &desk, &format!("{one}/tell"), &[]).await;
        assert_eq!(told.header("location"), format!("{one}?said=disclosure-told"));
        let shown = page(&stage, &nurse, &records).await;
        assert!(shown.contains("石井 洋子") && shown.contains("法にもとづく開示"), "{shown}");
        let mails = region.mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].words.contains(&records) && !mails[0].words.contains("197条"));
        let after = page(&stage, &desk, &one).await;
        assert!(!after.contains(&format!("{one}/tell")), "it is told: {after}");
        let again = post(&stage, &desk, &format!("{one}/tell"), &[]).await;
        assert_eq!(again.status, 409);
    });
}

#[test]
fn an_orphaned_delivery_is_found_in_the_list_and_opens_alone() {
    block_on(async {
        let stage = Stage::new().await;
        let (region, people) = (&stage.region, &stage.region.people);
        let team = region.rooms.team;
        region.write(&people.nurse, team, note("みんなへ")).await;
        region.write(&people.nurse, region.rooms.selected, note("医療職だけの話")).await;
        let to_helper = Draft { deliver_to: vec![people.helper.person], ..note("二人の話") };
        region.write(&people.care_manager, team, to_helper).await;
        for who in [&people.helper, &people.care_manager] {
            region.app.set_member(team, who.post.unwrap(), true).await.unwrap();
        }
        let second = browser(&stage, &region.second().await).await;
        let list = page(&stage, &second, "/desk/disclosures").await;
        assert!(list.contains("読める人がいない特別便") && list.contains("記事の数"), "{list}");
        assert!(!list.contains("二人の話") && !list.contains("山口"), "{list}");
        let (_, after) = list.split_once("/desk/disclosures/new?orphan=").expect("a link");
        let orphan = after[..36].to_owned();
        let about = format!("/desk/disclosures/new?orphan={orphan}");
        let form = page(&stage, &second, &about).await;
        assert!(form.contains(&format!("name=\"orphan\" value=\"{orphan}\"")), "{form}");
        for chosen in ["name=\"notebook\"", "name=\"law\""] {
            assert!(!form.contains(chosen), "the list has chosen it: {form}");
        }
        let id = DisclosureId::new(region.app.clock(), region.app.random()).to_string();
        let given = [
            ("id", id.as_str()),
            ("orphan", orphan.as_str()),
            ("need", "引き継ぎのため"),
            ("basis", "第13号"),
            ("receiver", "あさがお"),
            ("telling", "told"),
            ("days", "3"),
        ];
        let asked = post(&stage, &second, "/desk/disclosures", &given).await;
        assert_eq!(asked.status, 303, "{}", asked.text());
        let (desk, one) = (browser(&stage, &people.desk).await, format!("/desk/disclosures/{id}"));
        post(&stage, &desk, &format!("{one}/answer"), &[("approved", "yes")]).await;
        let shown = page(&stage, &desk, &one).await;
        assert_eq!(shown.matches("/print\"").count(), 1, "one room: {shown}");
        let read = page(&stage, &desk, &format!("/rooms/{team}")).await;
        assert!(read.contains("二人の話") && !read.contains("みんなへ"), "{read}");
        assert!(!read.contains("山口 ハナ"), "whose it is stays shut");
        let selected = format!("/rooms/{}", region.rooms.selected);
        let beside = page(&stage, &desk, &selected).await;
        assert!(!beside.contains("医療職だけの話"), "no other room is read: {beside}");
    });
}

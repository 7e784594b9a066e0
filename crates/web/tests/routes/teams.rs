//! 支援チーム as pages: asked by form, answered by form, and closed for everybody.

use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

async fn post(client: &Client, stage: &Stage, path: &str, form: &[(&'static str, &str)]) -> Answer {
    let fields = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", path), Load::Form(fields)).await
}

async fn page(client: &Client, stage: &Stage, path: &str) -> String {
    client.get(&stage.staff, path).await.text()
}

fn team(stage: &Stage) -> String {
    format!("/notebooks/{}/team", stage.region.notebook)
}

/// The nurse asks the outsider by name; the address of what the outsider sees.
async fn invited(stage: &Stage) -> (Client, String) {
    let people = &stage.region.people;
    let nurse = stage.client(&people.nurse).await;
    let facility = stage.region.app.posts_of(people.outsider.person).await.unwrap()[0].facility;
    let whom = people.outsider.post.unwrap().to_string();
    let form = [
        ("facility", facility.to_string()),
        ("whom", whom),
        ("message", "退院後をお願いします。".to_owned()),
    ];
    let load = Load::Form(form.to_vec());
    let path = format!("{}/invite", team(stage));
    let sent = nurse.send(&stage.staff, ("POST", &path), load).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let outsider = stage.client(&people.outsider).await;
    let inbox = page(&outsider, stage, "/invitations").await;
    let (_, after) = inbox.split_once("href=\"/invitations/").expect("it is listed");
    let id = after.split('"').next().unwrap();
    (outsider, format!("/invitations/{id}"))
}

#[test]
fn somebody_is_found_asked_and_joins() {
    block_on(async {
        let stage = Stage::new().await;
        stage
            .region
            .write(&stage.region.people.nurse, stage.region.rooms.team, note("前の記録"))
            .await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let found =
            page(&nurse, &stage, &format!("{}/find?q=%E4%B8%AD%E6%9D%91", team(&stage))).await;
        assert!(found.contains("中村 外") && found.contains("港の見える診療所"), "{found}");
        let (_, after) = found.split_once(&format!("{}/invite?", team(&stage))).unwrap();
        let form = after.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let form = page(&nurse, &stage, &format!("{}/invite?{form}", team(&stage))).await;
        assert!(form.contains("すべて見えます") && form.contains("同意"), "{form}");

        let (outsider, path) = invited(&stage).await;
        let list = page(&outsider, &stage, "/notebooks").await;
        assert!(list.contains("支援チームへの招待が1件あります"), "{list}");
        let asked = page(&outsider, &stage, &path).await;
        for words in ["山口 ハナ", "84歳", "佐藤 美咲", "退院後をお願いします。"]
        {
            assert!(asked.contains(words), "{words}: {asked}");
        }
        for words in ["ペニシリン", "要介護", "独居", "前の記録", "1942"] {
            assert!(!asked.contains(words), "{words} is not for who is only asked");
        }
        let joined = post(&outsider, &stage, &path, &[("answer", "accept")]).await;
        assert_eq!(joined.header("location"), "/notebooks?said=joined");
        let again = post(&outsider, &stage, &path, &[("answer", "accept")]).await;
        assert_eq!(again.status, 303, "pressed twice");
        let room = format!("/rooms/{}", stage.region.rooms.team);
        assert!(page(&outsider, &stage, &room).await.contains("前の記録"));
        let shown = page(&nurse, &stage, &team(&stage)).await;
        assert!(shown.contains("参加") && shown.contains("中村 外"), "{shown}");
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field() {
    block_on(async {
        let stage = Stage::new().await;
        let (outsider, path) = invited(&stage).await;
        let declined = post(&outsider, &stage, &path, &[("answer", "decline")]).await;
        assert_eq!(declined.status, 422);
        assert!(declined.text().contains("理由を書いてください。"), "{}", declined.text());
        let nurse = stage.client(&stage.region.people.nurse).await;
        let posted = stage.region.people.outsider.post.unwrap().to_string();
        let facility =
            stage.region.app.posts_of(stage.region.people.outsider.person).await.unwrap()[0]
                .facility
                .to_string();
        let invite = format!("{}/invite", team(&stage));
        let twice = [("facility", &*facility), ("whom", &*posted)];
        let answer = post(&nurse, &stage, &invite, &twice).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("同じ招待を、すでに送っています。"), "{}", answer.text());
        let nobody = [("facility", &*facility), ("message", "よろしく")];
        let answer = post(&nurse, &stage, &invite, &nobody).await.text();
        assert!(answer.contains("招待する相手を選んでください。") && answer.contains("よろしく"));
        let closing = format!("{}/closing", team(&stage));
        for (form, told) in [
            (vec![], "閉じる理由を選んでください。"),
            (vec![("closed_for", "died")], "お亡くなりになった日を入れてください。"),
            (vec![("closed_for", "died"), ("on", "2999-01-01")], "先の日付です。"),
        ] {
            let answer = post(&nurse, &stage, &closing, &form).await;
            assert_eq!(answer.status, 422);
            assert!(answer.text().contains(told), "{told}: {}", answer.text());
        }
    });
}

#[test]
fn a_closed_notebook_says_so_everywhere_and_takes_nothing() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, rooms) = (&stage.region.people, stage.region.rooms);
        stage.region.write(&people.nurse, rooms.team, note("最後の記録")).await;
        let [nurse, doctor] =
            [stage.client(&people.nurse).await, stage.client(&people.doctor).await];
        let room = format!("/rooms/{}", rooms.team);
        let before = page(&doctor, &stage, &room).await;
        assert!(
            before.contains("id=\"composer\"") && before.contains("&open=true")
                || before.contains("open=true")
        );
        let form = [("closed_for", "moved-away"), ("remark", "娘さんの家へ")];
        let closed = post(&nurse, &stage, &format!("{}/closing", team(&stage)), &form).await;
        assert_eq!(closed.status, 303, "{}", closed.text());

        for path in [room.clone(), team(&stage), format!("/notebooks/{}", stage.region.notebook)] {
            let shown = page(&doctor, &stage, &path).await;
            assert!(
                shown.contains("閉じた連絡帳（2026年11月21日(土)、転居した）"),
                "{path}: {shown}"
            );
        }
        let shown = page(&doctor, &stage, &room).await;
        assert!(shown.contains("最後の記録") && !shown.contains("id=\"composer\""));
        let offered = page(&nurse, &stage, &room).await;
        for deed in ["reply", "correct", "confirm"] {
            assert!(
                before.contains("/reply\"") && !offered.contains(&format!("/{deed}\"")),
                "{deed}"
            );
        }
        let list = page(&doctor, &stage, "/notebooks").await;
        let (open, below) = list.split_once("閉じた連絡帳 <small>").expect("a list of its own");
        assert!(open.contains("鈴木 よし") && !open.contains("山口 ハナ</b>"), "{list}");
        assert!(below.contains("山口 ハナ"));

        let api = format!("/api/v1/rooms/{}/entries", rooms.team);
        let load = Load::Json(json!({ "text": "続き" }));
        let refused = doctor.send(&stage.staff, ("POST", &api), load).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, Some(Code::NotebookClosed)));
        let open = page(&doctor, &stage, &format!("{}/closing", team(&stage))).await;
        assert!(open.contains("娘さんの家へ") && !open.contains("もう一度開く</button>"));

        let form = [("answer", "open"), ("reason", "戻ってきました。")];
        let opened = post(&nurse, &stage, &format!("{}/closing", team(&stage)), &form).await;
        assert_eq!(opened.header("location"), format!("{}?said=opened", team(&stage)));
        assert!(page(&doctor, &stage, &room).await.contains("id=\"composer\""));
    });
}

#[test]
fn an_offer_is_read_and_answered_on_a_page() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        let [nurse, doctor] =
            [stage.client(&people.nurse).await, stage.client(&people.doctor).await];
        let clinic = stage.region.app.posts_of(people.doctor.person).await.unwrap()[0].facility;
        let path = format!("{}/managing", team(&stage));
        let form = [("to", clinic.to_string()), ("message", "お願いします。".to_owned())];
        let load = Load::Form(form.to_vec());
        assert_eq!(nurse.send(&stage.staff, ("POST", &path), load).await.status, 303);
        let shown = page(&doctor, &stage, &team(&stage)).await;
        let (_, after) = shown.split_once(&format!("{path}/")).expect("the doctor is asked");
        let one = format!("{path}/{}", after.split('"').next().unwrap());
        let asked = page(&doctor, &stage, &one).await;
        assert!(
            asked.contains("お願いします。") && asked.contains("引き受ける</button>"),
            "{asked}"
        );
        let silent = post(&doctor, &stage, &one, &[("answer", "decline")]).await;
        assert!(silent.text().contains("理由を書いてください。"), "{}", silent.text());
        let taken = post(&doctor, &stage, &one, &[("answer", "accept")]).await;
        assert_eq!(taken.status, 303);
        let shown = page(&nurse, &stage, &team(&stage)).await;
        assert!(shown.contains("チームを作る施設: 港の見える診療所"), "{shown}");
        let refused = page(&nurse, &stage, &path).await;
        assert!(refused.contains("この操作はできません"), "{refused}");
    });
}

#[test]
fn leaving_and_taking_out_are_asked_for_once_more() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        let [nurse, doctor] =
            [stage.client(&people.nurse).await, stage.client(&people.doctor).await];
        let shown = page(&doctor, &stage, &format!("{}/leave", team(&stage))).await;
        assert!(shown.contains("あなたは主治医か副主治医です。"), "{shown}");
        let out = format!("{}/members/{}", team(&stage), people.helper.person);
        let shown = page(&nurse, &stage, &out).await;
        assert!(shown.contains("渡辺 太郎さんをチームから外す"), "{shown}");
        assert!(
            !page(&doctor, &stage, &out).await.contains("渡辺 太郎さんを"),
            "not by the doctor"
        );
        let form = [("reason", "担当の交代")];
        assert_eq!(post(&nurse, &stage, &out, &form).await.status, 303);
        let room = format!("/rooms/{}", stage.region.rooms.team);
        let told = page(&nurse, &stage, &room).await;
        assert!(told.contains("外されました（理由: 担当の交代）"), "{told}");

        let left =
            post(&doctor, &stage, &format!("{}/leave", team(&stage)), &[("answer", "leave")]).await;
        assert_eq!(left.header("location"), "/notebooks?said=left-team");
        let shown = page(&doctor, &stage, "/notebooks?said=left-team").await;
        assert!(shown.contains("チームから抜けました。") && !shown.contains("山口 ハナ"));
        let shown = page(&nurse, &stage, &team(&stage)).await;
        assert!(shown.contains("主治医がいません。"), "{shown}");
    });
}

//! The facility manager's menu, as pages.

use tasuki_domain::profession;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

const NEW: [(&str, &str); 8] = [
    ("family", "森"),
    ("given", "はるか"),
    ("family_kana", "もり"),
    ("given_kana", "ﾊﾙｶ"),
    ("profession", "nurse"),
    ("mail", "haruka@asagao.example.jp"),
    ("login", "haruka"),
    ("system", "ios"),
];

async fn post(client: &Client, stage: &Stage, path: &str, form: &[(&'static str, &str)]) -> Answer {
    let fields = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", path), Load::Form(fields)).await
}

async fn manager(stage: &Stage) -> Client {
    stage.client(&stage.region.manager().await).await
}

#[test]
fn the_list_names_everybody_with_their_devices() {
    block_on(async {
        let stage = Stage::new().await;
        let page = manager(&stage).await.get(&stage.staff, "/facility/staff").await.text();
        for words in ["佐藤 美咲", "てすと", "訪問看護ステーションあさがお", "電話", "施設管理者"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("高橋"), "of the clinic");
        assert!(page.contains("href=\"/facility/access\""));
    });
}

#[test]
fn somebody_is_entered_in_one_form_and_what_is_wrong_stands_beside_its_field() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let wrong: Vec<_> = NEW.map(|(n, v)| (n, if n == "mail" { "haruka" } else { v })).into();
        let answer = post(&client, &stage, "/facility/staff/new", &wrong).await;
        assert_eq!(answer.status, 422);
        let page = answer.text();
        assert!(page.contains("メールアドレスの形になっていません"), "{page}");
        assert!(page.contains("value=\"森\"") && page.contains("value=\"haruka\""), "kept");
        let answer = post(&client, &stage, "/facility/staff/new", &NEW).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let one = answer.header("location").to_owned();
        assert!(one.ends_with("?said=entered"), "{one}");
        let page = client.get(&stage.staff, &one).await.text();
        assert!(page.contains("森 はるか") && page.contains("本人へメールを2通送ります"));
        let again = post(&client, &stage, "/facility/staff/new", &NEW).await.text();
        assert!(again.contains("このログインIDは使われています"), "{again}");
    });
}

#[test]
fn somebody_known_gets_a_second_post() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let form =
            [("known", "kenji"), ("known_family", "高嶋"), ("known_profession", "physician")];
        let answer = post(&client, &stage, "/facility/staff/known", &form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("このログインIDと姓の人は見つかりません"));
        let form = [("known", "kenji"), ("known_family", "高橋"), ("known_profession", "")];
        let answer = post(&client, &stage, "/facility/staff/known", &form).await;
        assert!(answer.text().contains("id=\"e-known_profession\""), "{}", answer.text());
        let form =
            [("known", "kenji"), ("known_family", "高橋"), ("known_profession", "physician")];
        let answer = post(&client, &stage, "/facility/staff/known", &form).await;
        assert_eq!(answer.status, 303);
        let page = client.get(&stage.staff, answer.header("location")).await.text();
        assert!(page.contains("高橋 健二") && page.contains("ほかの施設にも所属"));
    });
}

#[test]
fn the_last_manager_is_told_why_neither_role_nor_post_can_go() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let own = stage.region.manager().await.post.unwrap();
        let page = format!("/facility/staff/{own}");
        let answer = post(&client, &stage, &page, &[("profession", "nurse")]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("施設管理者がいなくなります"), "{}", answer.text());
        let leave = format!("{page}/leave");
        let answer = post(&client, &stage, &leave, &[("successor", "none")]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("この人は最後の施設管理者です"), "{}", answer.text());

        // With another manager she steps back, and the page is hers no more.
        let nurse = stage.region.people.nurse.post.unwrap();
        let other = [("profession", "nurse"), ("role", "manager")];
        post(&client, &stage, &format!("/facility/staff/{nurse}"), &other).await;
        let answer = post(&client, &stage, &page, &[("profession", "nurse")]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/notebooks"));
        let answer = client.get(&stage.staff, "/facility/staff").await;
        assert_eq!(answer.code(), Some(Code::NotFound));
    });
}

#[test]
fn whoever_leaves_names_a_successor_or_nobody() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, people) = (manager(&stage).await, &stage.region.people);
        let leaver = stage.client(&people.nurse).await;
        let (nurse, helper) = (people.nurse.post.unwrap(), people.helper.post.unwrap());
        let path = format!("/facility/staff/{nurse}");
        let page = client.get(&stage.staff, &path).await.text();
        assert!(page.contains("担当している部屋: 3"), "{page}");
        assert!(page.contains(&format!("value=\"{helper}\"")));
        let leave = format!("{path}/leave");
        let answer = post(&client, &stage, &leave, &[("successor", "")]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("後任を選んでください"));
        assert_eq!(leaver.get(&stage.staff, "/notebooks").await.status, 200);
        let heir = helper.to_string();
        let answer = post(&client, &stage, &leave, &[("successor", &heir)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = client.get(&stage.staff, answer.header("location")).await.text();
        assert!(page.contains("退職の手続きをしました") && !page.contains("佐藤 美咲"));
        let out = leaver.get(&stage.staff, "/notebooks").await;
        assert_eq!(out.code(), Some(Code::SignInRequired));
        let room = format!("/rooms/{}", stage.region.rooms.selected);
        assert_eq!(stage.client(&people.helper).await.get(&stage.staff, &room).await.status, 200);
    });
}

#[test]
fn what_is_handed_over_is_shown_once_and_opens_the_door_without_a_device() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, nurse) = (manager(&stage).await, &stage.region.people.nurse);
        let path = format!("/facility/staff/{}", nurse.post.unwrap());
        let answer = post(&client, &stage, &format!("{path}/pickup"), &[]).await;
        assert_eq!(answer.status, 422, "no kind of device");
        let answer = post(&client, &stage, &format!("{path}/pickup"), &[("system", "ios")]).await;
        assert!(answer.header("cache-control").contains("no-store"));
        assert!(answer.text().contains("受け取りコード"));
        let answer = post(&client, &stage, &format!("{path}/reset"), &[]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("メールアドレスが登録されていない"));

        let page = post(&client, &stage, &format!("{path}/substitute"), &[]).await.text();
        let (_, after) = page.split_once("class=\"large\">").unwrap();
        let code = after.split('<').next().unwrap();
        assert!(!client.get(&stage.staff, &path).await.text().contains(code));
        let stranger = Client::default();
        let password = tasuki_testkit::region::PASSWORD;
        let mut given = [("login", nurse.login), ("password", "x"), ("code", code)];
        let answer = post(&stranger, &stage, "/sign-in/substitute", &given).await;
        assert_eq!(answer.code(), Some(Code::SignInRefused));
        given[1].1 = password;
        let answer = post(&stranger, &stage, "/sign-in/substitute", &given).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/notebooks"));
        let cookie = answer.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
        let visitor = Client { cookie: Some(cookie), ..Client::default() };
        let room = format!("/rooms/{}", stage.region.rooms.team);
        assert_eq!(visitor.get(&stage.staff, &room).await.status, 200);
        let list = client.get(&stage.staff, "/facility/staff").await.text();
        assert!(list.contains("代わりのコード（その日だけ）"), "{list}");
    });
}

#[test]
fn a_lost_device_is_shut_out_from_the_page() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, nurse) = (manager(&stage).await, &stage.region.people.nurse);
        let open = stage.client(nurse).await;
        let path = format!("/facility/staff/{}", nurse.post.unwrap());
        let lost = format!("{path}/devices/{}/revoke", nurse.device);
        assert!(client.get(&stage.staff, &path).await.text().contains(&lost));
        assert_eq!(post(&client, &stage, &lost, &[]).await.status, 303);
        let out = open.get(&stage.staff, "/notebooks").await;
        assert_eq!(out.code(), Some(Code::DeviceRevoked));
        assert!(!client.get(&stage.staff, &path).await.text().contains(&lost));
    });
}

#[test]
fn every_profession_can_be_chosen() {
    block_on(async {
        let stage = Stage::new().await;
        let page = manager(&stage).await.get(&stage.staff, "/facility/staff/new").await.text();
        for it in profession::TABLE {
            assert!(page.contains(&format!("value=\"{}\"", it.code)), "{}", it.code);
        }
    });
}

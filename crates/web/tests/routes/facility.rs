//! Withdrawal of a facility and the review of its rights, as pages.

use tasuki_testkit::block_on;

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

async fn manager(stage: &Stage) -> Client {
    stage.client(&stage.region.manager().await).await
}

async fn desk(stage: &Stage) -> Client {
    stage.client(&stage.region.people.desk).await
}

async fn post(client: &Client, stage: &Stage, path: &str, form: &[(&'static str, &str)]) -> Answer {
    let fields = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", path), Load::Form(fields)).await
}

/// The address of the first link or form of a page that begins like this.
fn address(page: &str, begins: &str) -> String {
    let at = page.find(begins).unwrap_or_else(|| panic!("{begins}: {page}"));
    page[at..].split(['"', '?']).next().unwrap().to_owned()
}

#[test]
fn a_facility_that_manages_notebooks_may_ask_and_is_told_what_comes_first() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, desk) = (manager(&stage).await, desk(&stage).await);
        let page = client.get(&stage.staff, "/facility/withdrawal").await.text();
        for words in ["管理する連絡帳が2冊", "先に、チームのほかの施設へ", "職員", "のべ"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let nothing = post(&client, &stage, "/facility/withdrawal", &[]).await;
        assert_eq!(nothing.status, 422);
        assert!(nothing.text().contains("理由を選んでください"));
        let sent = post(&client, &stage, "/facility/withdrawal", &[("why", "merging")]).await;
        assert_eq!(sent.status, 303);
        let page = client.get(&stage.staff, sent.header("location")).await.text();
        assert!(page.contains("窓口へ申請しました") && page.contains("窓口の確認を待っています"));
        assert!(!page.contains("name=\"why\""), "one at a time");

        let list = desk.get(&stage.staff, "/desk/withdrawals").await.text();
        let one = address(&list, "/desk/withdrawals/");
        let page = desk.get(&stage.staff, &one).await.text();
        assert!(page.contains("まだ承認できません") && !page.contains(&format!("{one}/approve")));
        let refused = post(&desk, &stage, &format!("{one}/approve"), &[]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("管理する連絡帳があるので、承認できません"));
        let refused = post(&desk, &stage, &format!("{one}/return"), &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("id=\"e-answer\""));

        let back = address(&page_of(&client, &stage).await, "/facility/withdrawal/");
        let taken = post(&client, &stage, &back, &[]).await;
        let page = client.get(&stage.staff, taken.header("location")).await.text();
        assert!(page.contains("申請を取り下げました") && page.contains("name=\"why\""));
        let twice = post(&client, &stage, &back, &[]).await;
        assert_eq!(twice.status, 303, "pressed twice");
        let late = post(&desk, &stage, &format!("{one}/return"), &[("answer", "x")]).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("今のようすを表示しています"), "{}", late.text());
    });
}

async fn page_of(client: &Client, stage: &Stage) -> String {
    client.get(&stage.staff, "/facility/withdrawal").await.text()
}

#[test]
fn what_the_desk_returns_is_read_and_what_it_approves_is_gone() {
    block_on(async {
        let stage = Stage::new().await;
        let (desk, region) = (desk(&stage).await, &stage.region);
        let house = region.another_house("sakura").await;
        house.withdraw("closing", "ja").await.unwrap();
        let list = desk.get(&stage.staff, "/desk/withdrawals").await.text();
        assert!(list.contains("sakura診療所") && list.contains("廃業・休業する"), "{list}");
        let one = address(&list, "/desk/withdrawals/");
        let page = desk.get(&stage.staff, &one).await.text();
        assert!(page.contains("管理している連絡帳はありません"), "{page}");
        let returned = [("answer", "12月末まで待ってください")];
        let sent = post(&desk, &stage, &format!("{one}/return"), &returned).await;
        assert_eq!(sent.status, 303);
        let page = desk.get(&stage.staff, &one).await.text();
        assert!(page.contains("12月末まで") && !page.contains("/approve"), "{page}");

        house.withdraw("closing", "ja").await.unwrap();
        let one = format!("/desk/withdrawals/{}", house.ending().await.unwrap().last.unwrap().id);
        let approved = post(&desk, &stage, &format!("{one}/approve"), &[]).await;
        assert_eq!(approved.status, 303);
        let page = desk.get(&stage.staff, approved.header("location")).await.text();
        assert!(page.contains("承認しました。職員の画面と端末は"), "{page}");
        let portal = desk.get(&stage.staff, "/facilities").await.text();
        assert!(!portal.contains("sakura診療所"));
        let list = desk.get(&stage.staff, "/desk/withdrawals?state=approved").await.text();
        assert!(list.contains("sakura診療所"));
    });
}

#[test]
fn everybody_is_looked_at_before_a_review_is_confirmed() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, desk) = (manager(&stage).await, desk(&stage).await);
        let list = client.get(&stage.staff, "/facility/staff").await.text();
        assert!(list.contains("今の四半期の棚卸しが、まだです"), "{list}");
        let page = client.get(&stage.staff, "/facility/review").await.text();
        for words in ["佐藤 美咲", "部屋: 3", "第3四半期", "2026年度", "/facility/staff/"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let (_, after) = page.split_once("name=\"list\" value=\"").unwrap();
        let seen = after.split('"').next().unwrap();
        let ticks: Vec<&str> = page
            .split("name=\"go-on\" value=\"")
            .skip(1)
            .map(|it| it.split('"').next().unwrap())
            .collect();
        let mut form = vec![("list", seen), ("go-on", ticks[0])];
        let refused = post(&client, &stage, "/facility/review", &form).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        assert!(text.contains("まだ確かめていない人が"), "{text}");
        assert!(text.contains(&format!("value=\"{}\" checked", ticks[0])), "what was ticked stays");
        let changed = [("list", "another"), ("go-on", ticks[0])];
        let refused = post(&client, &stage, "/facility/review", &changed).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("一覧が変わりました"));

        form.extend(ticks[1..].iter().map(|it| ("go-on", *it)));
        let csv = desk.get(&stage.staff, "/desk/reviews.csv").await.text();
        assert!(csv.contains("\"まだ\"") && !csv.contains("済み"), "{csv}");
        for _ in 0..2 {
            let done = post(&client, &stage, "/facility/review", &form).await;
            assert_eq!(done.status, 303, "{}", done.text());
        }
        let page = client.get(&stage.staff, "/facility/review").await.text();
        assert!(page.contains("棚卸しは終わりました") && page.contains("森田 節子"), "{page}");
        assert!(!page.contains("name=\"go-on\""));
        let list = desk.get(&stage.staff, "/desk/reviews").await.text();
        assert!(list.contains("済み") && list.contains("まだ"), "{list}");
        let csv = desk.get(&stage.staff, "/desk/reviews.csv").await.text();
        assert!(csv.contains("\"済み\"") && csv.contains("森田 節子"), "{csv}");
    });
}

#[test]
fn another_facilitys_pages_are_not_there() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let other = stage.region.another_house("sakura").await;
        other.withdraw("closing", "ja").await.unwrap();
        let (at, id) = (other.facility(), other.ending().await.unwrap().last.unwrap().id);
        for page in ["withdrawal", "review", "staff/import", "staff"] {
            let path = format!("/facility/{page}?at={at}");
            assert_eq!(client.get(&stage.staff, &path).await.status, 404, "{path}");
        }
        let at = at.to_string();
        let form = [("at", &*at), ("why", "closing"), ("list", "x")];
        for path in ["/facility/withdrawal", "/facility/review"] {
            assert_eq!(post(&client, &stage, path, &form).await.status, 404, "{path}");
        }
        let back = format!("/facility/withdrawal/{id}/take-back");
        assert_eq!(post(&client, &stage, &back, &form).await.status, 404);
        // Not even under the own facility's name.
        assert_eq!(post(&client, &stage, &back, &[]).await.status, 404);
        assert!(other.ending().await.unwrap().waits());
        let table = vec![Part::text("at", &at), Part::text("system", "ios")];
        let refused =
            client.send(&stage.staff, ("POST", "/facility/staff/import"), Load::Parts(table)).await;
        assert_eq!(refused.status, 404);
    });
}

#[test]
fn the_pages_are_told_in_english_too() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, desk) = (manager(&stage).await, desk(&stage).await);
        for who in [&client, &desk] {
            let chosen = [("lang", "en"), ("text", "100"), ("idle", "")];
            assert_eq!(post(who, &stage, "/account/preferences", &chosen).await.status, 303);
        }
        for (path, words) in [
            ("/facility/withdrawal", "The facility manages 2 notebooks"),
            ("/facility/review", "Fiscal year 2026, third quarter"),
            ("/facility/staff/import", "Add many people"),
            ("/facility/staff", "The review of this quarter is to be done."),
        ] {
            let page = client.get(&stage.staff, path).await.text();
            assert!(page.contains(words), "{path}: {page}");
        }
        let house = stage.region.another_house("sakura").await;
        house.withdraw("other", "en").await.unwrap();
        for (path, words) in [
            ("/desk/withdrawals", "Another reason"),
            ("/desk/withdrawals?state=returned", "None was sent back"),
            ("/desk/reviews", "Done, due, overdue"),
            ("/desk/reviews.csv", "\"Facility\",\"State\""),
            ("/desk/mail", "Mail"),
        ] {
            let page = desk.get(&stage.staff, path).await.text();
            assert!(page.contains(words), "{path}: {page}");
        }
    });
}

#[test]
fn what_is_not_there_is_not_found_and_nobody_forges_a_press() {
    block_on(async {
        let stage = Stage::new().await;
        let (client, desk) = (manager(&stage).await, desk(&stage).await);
        let nobodys = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10";
        for path in ["x", nobodys] {
            let path = format!("/desk/withdrawals/{path}");
            assert_eq!(desk.get(&stage.staff, &path).await.status, 404, "{path}");
            for what in ["approve", "return"] {
                let path = format!("{path}/{what}");
                let answer = post(&desk, &stage, &path, &[("answer", "x")]).await;
                assert_eq!(answer.status, 404, "{path}");
            }
        }
        for path in ["x", nobodys] {
            let path = format!("/facility/withdrawal/{path}/take-back");
            assert_eq!(post(&client, &stage, &path, &[]).await.status, 404);
        }
        let forged = Client { csrf: "another".into(), ..client };
        for path in ["/facility/withdrawal", "/facility/review"] {
            let refused = post(&forged, &stage, path, &[("why", "closing")]).await;
            assert_eq!(refused.status, 403, "{path}");
        }
        let page = forged.get(&stage.staff, "/facility/withdrawal").await.text();
        assert!(page.contains("name=\"why\""), "nothing was sent");
    });
}

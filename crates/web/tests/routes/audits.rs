//! 外部監査 in a browser: evidence, the register and who looked, without a patient and for nobody
//! but the auditor.

use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{lawful_request, note};

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

async fn auditor(stage: &Stage) -> Client {
    Client { accept: Some("text/html"), ..stage.client(&stage.region.auditor().await).await }
}

async fn verify(stage: &Stage, client: &Client, older: &str) -> Answer {
    let load = Load::Form(vec![("older", older.to_owned())]);
    client.send(&stage.staff, ("POST", "/audit/verify"), load).await
}

/// The newest checkpoint, as it stands on the page.
fn checkpoint(page: &str) -> String {
    let (_, after) = page.split_once("<pre class=\"evidence\" tabindex=\"0\">").expect("evidence");
    after.split("</pre>").next().expect("its end").to_owned()
}

#[test]
fn the_auditor_comes_in_at_the_evidence_and_sees_no_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let id = stage.region.asked(&lawful_request()).await;
        let client = auditor(&stage).await;
        let first = client.get(&stage.staff, "/notebooks").await;
        assert_eq!(first.header("location"), "/audit");
        let page = client.get(&stage.staff, "/audit").await.text();
        for words in ["いまのチェックポイント", "開示請求", "確認待ち", "久保 明", "CSVを取り出す"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(checkpoint(&page).lines().count() > 3, "{page}");
        assert!(!page.contains(&format!("/desk/disclosures/{id}")), "the register leads nowhere");
        for word in ["山口", "第12号", &stage.region.notebook.to_string()] {
            assert!(!page.contains(word), "{word}: {page}");
        }
        let english = [("accept-language", "en")];
        let page = client.send_with(&stage.staff, ("GET", "/audit"), Load::Nothing, &english).await;
        for words in ["The checkpoint of now", "waits for the second person", "Take the CSV"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
    });
}

#[test]
fn a_kept_checkpoint_holds_until_something_is_changed() {
    block_on(async {
        let stage = Stage::new().await;
        let (nurse, team) = (&stage.region.people.nurse, stage.region.rooms.team);
        let client = auditor(&stage).await;
        let kept = checkpoint(&client.get(&stage.staff, "/audit").await.text());
        stage.region.write(nurse, team, note("あとの記録")).await;
        // Browsers send lines in their own way.
        for older in [String::new(), kept.replace('\n', "\r\n")] {
            let answer = verify(&stage, &client, &older).await;
            assert_eq!(answer.status, 200);
            let page = answer.text();
            assert!(page.contains("書き換えは見つかりませんでした。"), "{page}");
            assert!(!page.contains("あとの記録"), "nothing is opened");
        }
        stage.region.tamper("UPDATE entries SET body = x'00' WHERE sequence = 2");
        let page = verify(&stage, &client, &kept).await.text();
        assert!(page.contains("書き換え・欠落が見つかりました。"), "{page}");
        assert!(!page.contains("書き換えは見つかりませんでした。"));
    });
}

#[test]
fn who_looked_is_taken_along_without_families_and_for_some_days_only() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        for (who, room) in [
            (&people.nurse, stage.region.rooms.team),
            (&people.relative, stage.region.rooms.family),
        ] {
            let reader = stage.client(who).await;
            let read = reader.get(&stage.staff, &format!("/rooms/{room}")).await;
            assert_eq!(read.status, 200, "{}", who.login);
        }
        let client = auditor(&stage).await;
        let answer = client.get(&stage.staff, "/audit/looks.csv").await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"looks.csv\"");
        let file = answer.text();
        let (notebook, relative) = (stage.region.notebook, people.relative.person);
        assert!(file.contains("佐藤 美咲") && file.contains(&notebook.to_string()), "{file}");
        assert!(file.contains(&format!("\"\",\"{relative}\"")), "an account without a name");
        assert!(!file.contains("山口"), "{file}");
        assert!(file.contains("大野 明") && file.contains("監査"), "the auditor's own looks too");
        let program = Client { accept: None, ..client };
        let short = "/audit/looks.csv?from=2026-11-01&until=2026-11-20";
        let before = program.get(&stage.staff, short).await.text();
        assert!(!before.contains("佐藤 美咲"), "of other days: {before}");
        for (days, field) in [
            ("from=2026-09-01&until=2026-11-21", "until"),
            ("from=2026-11-21&until=2026-11-10", "until"),
            ("from=yesterday", "from"),
            ("until=2026-02-30", "until"),
        ] {
            let answer = program.get(&stage.staff, &format!("/audit/looks.csv?{days}")).await;
            assert_eq!(answer.code(), Some(Code::Invalid), "{days}");
            assert_eq!(answer.json()["errors"][0]["field"], field, "{days}");
        }
    });
}

#[test]
fn evidence_is_for_the_auditor_alone_and_nothing_else_is() {
    block_on(async {
        let stage = Stage::new().await;
        let (region, people) = (&stage.region, &stage.region.people);
        let manager = region.manager().await;
        for who in [&people.nurse, &people.relative, &people.desk, &manager] {
            let client = stage.client(who).await;
            for path in ["/audit", "/audit/looks.csv"] {
                let answer = client.get(&stage.staff, path).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{} at {path}", who.login);
            }
            let answer = verify(&stage, &client, "").await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{}", who.login);
        }
        let client = stage.client(&region.auditor().await).await;
        let (room, notebook) = (region.rooms.team, region.notebook);
        for path in [
            "/desk".to_owned(),
            "/desk/mail".to_owned(),
            format!("/rooms/{room}"),
            format!("/api/v1/rooms/{room}/entries"),
            format!("/notebooks/{notebook}/access"),
            format!("/notebooks/{notebook}/consent"),
        ] {
            let answer = client.get(&stage.staff, &path).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{path}");
        }
        let forged = Client { csrf: String::new(), ..client };
        let answer = verify(&stage, &forged, "").await;
        assert_eq!(answer.code(), Some(Code::ForgedRequest));
        let nobody = Client::default().get(&stage.staff, "/audit").await;
        assert_eq!(nobody.code(), Some(Code::SignInRequired));
    });
}

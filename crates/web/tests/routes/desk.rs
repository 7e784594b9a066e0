//! 運営事務局 in a browser: the queue, a decision, the outbox, the portal's words.

use tasuki_app::letter::Undelivered;
use tasuki_testkit::block_on;
use tasuki_testkit::region::Post;

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

async fn desk(stage: &Stage) -> Client {
    Client { accept: Some("text/html"), ..stage.client(&stage.region.people.desk).await }
}

async fn post(
    stage: &Stage,
    client: &Client,
    path: &str,
    fields: &[(&'static str, &str)],
) -> Answer {
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", path), Load::Form(fields)).await
}

#[test]
fn the_desk_comes_in_at_its_queue_and_sees_what_there_is_to_check() {
    block_on(async {
        let stage = Stage::new().await;
        let client = desk(&stage).await;
        let first = client.get(&stage.staff, "/notebooks").await;
        assert_eq!(first.header("location"), "/desk");
        let empty = client.get(&stage.staff, "/desk").await.text();
        assert!(empty.contains("承認を待っている申請はありません"));

        let applied = stage.region.apply("midori").await;
        stage.region.clock.advance(4 * 86_400);
        let client = desk(&stage).await;
        let queue = client.get(&stage.staff, "/desk").await.text();
        assert!(queue.contains("みどり訪問看護ステーション midori") && queue.contains("4日経過"));
        assert!(!queue.contains("href=\"/notebooks\">"), "no notebook is for the desk");
        let case = client.get(&stage.staff, &format!("/desk/applications/{}", applied.id)).await;
        let case = case.text();
        for shown in [
            "届いたかどうか、まだ分かりません",
            "二重の申請はありません",
            "これから: ひとり1つのID",
            "タカハシ ナオ",
            "神奈川県 横浜市港北区",
            "申請の受け付け",
        ] {
            assert!(case.contains(shown), "{shown}");
        }
    });
}

#[test]
fn a_decision_is_told_and_a_colleague_who_was_faster_too() {
    block_on(async {
        let stage = Stage::new().await;
        let client = desk(&stage).await;
        let applied = stage.region.apply("midori").await;
        let path = format!("/desk/applications/{}", applied.id);
        let revision = applied.revision.to_string();
        let empty = [("revision", revision.as_str()), ("reason", "")];
        let answer = post(&stage, &client, &format!("{path}/return"), &empty).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("直してほしいところを書いてください"));

        let approve = [("revision", revision.as_str())];
        let answer = post(&stage, &client, &format!("{path}/approve"), &approve).await;
        assert_eq!(answer.header("location"), format!("{path}?said=approved"));
        let page = client.get(&stage.staff, &format!("{path}?said=approved")).await.text();
        assert!(page.contains("承認しました") && page.contains("証明書の受け取り番号"));
        assert!(!page.contains("承認する</button>"), "it is decided");
        let again = post(&stage, &client, &format!("{path}/approve"), &approve).await;
        assert_eq!(again.status, 409);
        assert!(again.text().contains("ほかの人が先に決めた"));
    });
}

#[test]
fn what_was_not_delivered_stands_first_with_its_reason() {
    block_on(async {
        let stage = Stage::new().await;
        let client = desk(&stage).await;
        stage.region.apply("midori").await;
        let bounce = Post::default();
        bounce.meet(Some(Undelivered::Never("550 5.1.1 no such user".into())));
        stage.region.app.deliver(&bounce).await.unwrap();
        let page = client.get(&stage.staff, "/desk/mail").await.text();
        assert!(page.contains("550 5.1.1 no such user") && page.contains("もう一度送る"));
        let (_, action) = page.split_once("action=\"/desk/mail/").expect("a button");
        let letter = action.split('/').next().expect("an id");
        let answer = post(&stage, &client, &format!("/desk/mail/{letter}/again"), &[]).await;
        assert_eq!(answer.header("location"), "/desk/mail?state=waiting&said=again");
        assert_eq!(stage.region.mails().await.len(), 1);
        let sent = client.get(&stage.staff, "/desk/mail?state=delivered").await.text();
        assert!(sent.contains("midori@midori.example.jp") && !sent.contains("もう一度送る"));
        let late = post(&stage, &client, &format!("/desk/mail/{letter}/again"), &[]).await;
        assert_eq!(late.status, 409);
    });
}

#[test]
fn the_portals_words_are_kept_or_told_wrong_beside_the_field() {
    block_on(async {
        let stage = Stage::new().await;
        let client = desk(&stage).await;
        let wrong = [("palette", "green"), ("mail", "desk"), ("about", "市の連絡帳")];
        let answer = post(&stage, &client, "/desk/portal", &wrong).await;
        assert_eq!(answer.status, 422);
        let page = answer.text();
        assert!(page.contains("メールアドレスの形") && page.contains("市の連絡帳"));
        for palette in ["", "ultraviolet"] {
            let answer = post(&stage, &client, "/desk/portal", &[("palette", palette)]).await;
            assert!(answer.text().contains("色を選んでください"), "{palette}");
        }
        let good = [("palette", "cyan"), ("mail", "desk@minato.example.jp")];
        let answer = post(&stage, &client, "/desk/portal", &good).await;
        assert_eq!(answer.header("location"), "/desk/portal?said=kept");
        let answer = post(&stage, &client, "/desk/terms", &[("text", "")]).await;
        assert_eq!(answer.status, 422);
        let answer = post(&stage, &client, "/desk/terms", &[("text", "第1条")]).await;
        assert_eq!(answer.header("location"), "/desk/portal?said=published");
        let page = client.get(&stage.staff, "/desk/portal").await.text();
        assert!(page.contains("第1版") && page.contains("desk@minato.example.jp"));
    });
}

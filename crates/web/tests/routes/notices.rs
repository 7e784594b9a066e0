//! Notices as pages: written in two steps, read, followed, printed.

use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{letter, notice, pdf};

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

type Fields<'a> = [(&'static str, &'a str)];

async fn post(client: &Client, stage: &Stage, path: &str, form: &Fields<'_>) -> Answer {
    let fields = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", path), Load::Form(fields)).await
}

/// A browser, which reads pages.
async fn browser(stage: &Stage, who: &tasuki_testkit::region::Somebody) -> Client {
    Client { accept: Some("text/html"), ..stage.client(who).await }
}

async fn page(client: &Client, stage: &Stage, path: &str) -> String {
    client.get(&stage.staff, path).await.text()
}

fn parts(fields: &Fields<'_>) -> Vec<Part> {
    fields.iter().map(|(name, value)| Part::text(name, value)).collect()
}

#[test]
fn a_notice_is_written_looked_at_and_sent_once() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let answer = desk.get(&stage.staff, "/desk/notices/new").await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/desk/channels"));
        let channel = stage.region.channel().await.row().id.to_string();
        let form = page(&desk, &stage, "/desk/notices/new").await;
        assert!(form.contains(&format!("value=\"{channel}\" selected")), "the only one is chosen");
        let typed = [
            ("channel", channel.as_str()),
            ("title", "休日<当番>"),
            ("text", "別紙\nのとおり"),
            ("importance", "urgent"),
            ("kinds", "clinic"),
            ("kinds", "home_nursing"),
            ("confirm", "yes"),
        ];
        let answer = post(&desk, &stage, "/desk/notices/new", &typed).await;
        let look = answer.text();
        assert_eq!(answer.status, 200);
        for words in
            ["2施設・6人に届きます。", "休日&#60;当番&#62;", "診療所", "至急", "すぐに出します"]
        {
            assert!(look.contains(words), "{words}: {look}");
        }
        let (_, after) = look.split_once("name=\"entry\" value=\"").expect("an id for the notice");
        let entry = &after[..36];
        let mut sent = typed.to_vec();
        sent.push(("entry", entry));
        let with = |file| {
            let mut all = parts(&sent);
            all.push(file);
            Load::Parts(all)
        };
        let pressed = with(Part::file("file", "当番.pdf", pdf().bytes));
        for _ in 0..2 {
            let answer = desk.send(&stage.staff, ("POST", "/desk/notices"), pressed.clone()).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            let to = format!("/desk/notices/{entry}?said=notice-sent");
            assert_eq!(answer.header("location"), to);
        }
        let list = page(&desk, &stage, "/desk/notices").await;
        assert_eq!(list.matches("休日&#60;当番&#62;").count(), 1, "pressed twice, it is one");
        assert!(list.contains("開封 0／2施設"), "{list}");
        let back =
            post(&desk, &stage, "/desk/notices/new", &[("back", "1"), ("title", "途中")]).await;
        assert!(back.status == 200 && back.text().contains("value=\"途中\""));
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_all_at_once() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let channel = stage.region.channel().await.row().id.to_string();
        let typed = [
            ("channel", ""),
            ("title", ""),
            ("text", "ことば"),
            ("from", "明日"),
            ("until", "2020-01-01T00:00"),
        ];
        let answer = post(&desk, &stage, "/desk/notices/new", &typed).await;
        assert_eq!(answer.status, 422);
        let form = answer.text();
        for words in [
            "どこのお知らせかを選んでください。",
            "件名を入れてください。",
            "出す日時が読めません。",
            "期限が過ぎています。",
            "ことば</textarea>",
        ] {
            assert!(form.contains(words), "{words}: {form}");
        }
        let nobody = [("channel", channel.as_str()), ("title", "学校へ"), ("kinds", "school")];
        let answer = post(&desk, &stage, "/desk/notices/new", &nobody).await.text();
        assert!(answer.contains("この選び方では、どの施設にも届きません"), "{answer}");
        let fields = [("channel", channel.as_str()), ("title", "様式"), ("text", "ことば")];
        let mut all = parts(&fields);
        all.push(Part::file("file", "様式.docx", letter(true).bytes));
        let answer = desk.send(&stage.staff, ("POST", "/desk/notices"), Load::Parts(all)).await;
        assert_eq!(answer.status, 422);
        let look = answer.text();
        assert!(look.contains("マクロ") && look.contains("添付はもう一度選んでください"), "{look}");
        assert!(look.contains("value=\"様式\""), "what was typed is kept");
        let silent = parts(&[("channel", channel.as_str()), ("title", "題だけ")]);
        let answer = desk.send(&stage.staff, ("POST", "/desk/notices"), Load::Parts(silent)).await;
        assert!(answer.text().contains("本文が空です"), "{}", answer.status);
        assert!(page(&desk, &stage, "/desk/notices").await.contains("まだ送っていません"));
    });
}

#[test]
fn staff_finds_it_in_the_menu_opens_and_confirms_it() {
    block_on(async {
        let stage = Stage::new().await;
        let id = stage.region.notify("年末年始のお知らせ").await;
        let people = &stage.region.people;
        let nurse = browser(&stage, &people.nurse).await;
        let list = page(&nurse, &stage, "/notices").await;
        assert!(list.contains("aria-label=\"開いていないお知らせ 1件\""), "{list}");
        for words in ["年末年始のお知らせ", "未開封", "確認してください", "添付 2件", "今日"]
        {
            assert!(list.contains(words), "{words}");
        }
        let one = page(&nurse, &stage, &format!("/notices/{id}")).await;
        assert!(one.contains(&format!("action=\"/notices/{id}/confirm\"")), "{one}");
        assert!(one.contains(&format!("src=\"/notices/{id}/photos/0/small.jpg\"")));
        assert!(one.contains(&format!("href=\"/notices/{id}/files/1\"")));
        assert!(one.contains("佐藤 美咲（訪問看護ステーションあさがお）"), "who opened it first");
        assert!(!page(&nurse, &stage, "/notices").await.contains("開いていないお知らせ"));
        let answer = post(&nurse, &stage, &format!("/notices/{id}/confirm"), &[]).await;
        let to = answer.header("location").to_owned();
        let one = page(&nurse, &stage, &to).await;
        assert!(one.contains("確認したことを伝えました") && !one.contains("/confirm\""), "{one}");
        let file = page(&nurse, &stage, &format!("/notices/{id}/files/1")).await;
        assert!(file.contains("/files/1/pages/0") && file.contains("/files/1/original"), "{file}");
        // Whom no notice reaches has no such line in the menu.
        let relative = browser(&stage, &people.relative).await;
        assert!(!page(&relative, &stage, "/notebooks").await.contains("href=\"/notices\""));
    });
}

#[test]
fn the_desk_follows_it_on_the_screen_as_a_file_and_on_paper() {
    block_on(async {
        let stage = Stage::new().await;
        let id = stage.region.notify("当番表").await;
        let (people, region) = (&stage.region.people, &stage.region);
        region.open(&people.nurse, id).await.unwrap();
        let desk = browser(&stage, &people.desk).await;
        let url = format!("/desk/notices/{id}");
        let shown = page(&desk, &stage, &url).await;
        for words in ["2施設のうち 1施設が開きました。", "50％", "佐藤 美咲", "港の見える診療所"]
        {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let answer = desk.get(&stage.staff, &format!("{url}/list.csv")).await;
        assert!(answer.header("content-disposition").starts_with("attachment"));
        let file = answer.text();
        assert_eq!(file.lines().count(), 3);
        assert!(
            file.contains("\"訪問看護ステーションあさがお\",\"訪問看護ステーション\""),
            "{file}"
        );
        let paper = page(&desk, &stage, &format!("{url}/print")).await;
        assert!(paper.contains("港の見える診療所") && !paper.contains("あさがお"), "{paper}");
        assert!(paper.contains("別紙のとおり、よろしくお願いします。"), "and the words");
        let answer = post(&desk, &stage, &format!("{url}/remind"), &[]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("紙の一覧を使ってください"), "nobody has an address");
        let empty = post(&desk, &stage, &format!("{url}/withdraw"), &[("reason", "")]).await;
        assert!(empty.status == 422 && empty.text().contains("取り消す理由を書いてください"));
        for said in ["notice-withdrawn", "notice-withdrawn-before"] {
            let answer =
                post(&desk, &stage, &format!("{url}/withdraw"), &[("reason", "誤り")]).await;
            assert_eq!(answer.header("location"), format!("{url}?said={said}"));
        }
        let doctor = browser(&stage, &people.doctor).await;
        let one = page(&doctor, &stage, &format!("/notices/{id}")).await;
        assert!(one.contains("取り消されました") && one.contains("誤り"), "{one}");
        assert!(!one.contains("/confirm\""));
    });
}

#[test]
fn channels_are_opened_and_kept_by_the_desk_alone() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = browser(&stage, &stage.region.people.desk).await;
        let list = page(&desk, &stage, "/desk/channels").await;
        let (_, after) = list.split_once("name=\"channel\" value=\"").expect("an id");
        let id = after[..36].to_owned();
        let form = [("channel", id.as_str()), ("name", "医師会"), ("whose", "association")];
        for _ in 0..2 {
            let answer = post(&desk, &stage, "/desk/channels", &form).await;
            let to = format!("/desk/channels/{id}?said=channel-opened");
            assert_eq!(answer.header("location"), to, "pressed twice, it is one");
        }
        let taken = [("name", "医師会"), ("whose", "region")];
        let answer = post(&desk, &stage, "/desk/channels", &taken).await;
        assert!(answer.status == 422 && answer.text().contains("同じ名前がもうあります"));
        let url = format!("/desk/channels/{id}");
        let wrong = [("writers", "kenji nobody")];
        let answer = post(&desk, &stage, &url, &wrong).await;
        let form = answer.text();
        assert!(answer.status == 422 && form.contains("「nobody」"), "{form}");
        assert!(form.contains("kenji nobody</textarea>"), "what was typed is kept");
        let all = stage.region.app.facilities().await.unwrap();
        let clinic = all.iter().find(|it| it.2 == "clinic").unwrap().0.to_string();
        let named = [("writers", "kenji\nmisaki"), ("facilities", clinic.as_str())];
        let answer = post(&desk, &stage, &url, &named).await;
        assert_eq!(answer.header("location"), format!("{url}?said=kept"));
        let list = page(&desk, &stage, "/desk/channels").await;
        assert!(list.contains("会員 1施設・書く人 2人"), "{list}");
        // A writer sends from the same pages, and manages nothing there.
        let doctor = browser(&stage, &stage.region.people.doctor).await;
        let mine = page(&doctor, &stage, "/desk/notices").await;
        assert!(mine.contains("お知らせを書く") && !mine.contains("/desk/channels"), "{mine}");
        assert!(page(&doctor, &stage, "/notices").await.contains("お知らせを送る・開封を見る"));
        let strict = stage.client(&stage.region.people.doctor).await;
        let refused = strict.get(&stage.staff, &url).await;
        assert_eq!(refused.code(), Some(Code::NotFound));
    });
}

#[test]
fn lists_are_narrowed_by_channel_and_keep_what_has_ended_apart() {
    block_on(async {
        let stage = Stage::new().await;
        let region = &stage.region;
        region.notify("市から").await;
        let id = region.association(&["misaki"]).await;
        let session = region.as_now(&region.people.nurse).await;
        let writer = region.app.channel(&session, id).await.unwrap();
        let mut draft = notice("会から");
        draft.typed.until = Some(region.app.clock().now().plus_seconds(3600));
        writer.send(draft).await.unwrap();
        let helper = browser(&stage, &region.people.helper).await;
        let all = page(&helper, &stage, "/notices").await;
        let link = format!("href=\"/notices?channel={id}\"");
        assert!(all.contains("市から") && all.contains("会から") && all.contains(&link), "{all}");
        let one = page(&helper, &stage, &format!("/notices?channel={id}")).await;
        assert!(one.contains("会から") && !one.contains("市から"), "{one}");
        let ended = page(&helper, &stage, "/notices?state=ended").await;
        assert!(ended.contains("期限の切れたお知らせはありません"), "{ended}");
        region.clock.advance(3600);
        let client = browser(&stage, &region.people.helper).await;
        let ended = page(&client, &stage, "/notices?state=ended").await;
        assert!(ended.contains("会から") && !ended.contains("市から"), "{ended}");
        assert!(!page(&client, &stage, "/notices").await.contains("会から"));
    });
}

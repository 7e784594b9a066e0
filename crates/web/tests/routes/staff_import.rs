//! 職員の一括登録, as pages.

use tasuki_testkit::block_on;

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

const PATH: &str = "/facility/staff/import";
const HEAD: &str = "姓,名,セイ,メイ,職種,メールアドレス\n";

async fn manager(stage: &Stage) -> Client {
    stage.client(&stage.region.manager().await).await
}

async fn press(client: &Client, stage: &Stage, parts: &[(&'static str, &str)]) -> Answer {
    let parts = parts.iter().map(|(name, value)| Part::text(name, value)).collect();
    client.send(&stage.staff, ("POST", PATH), Load::Parts(parts)).await
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn a_broken_line_keeps_all_out_until_it_is_mended_or_left_out() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let good = "鈴木,葵,すずき,ｱｵｲ,看護師,aoi@asagao.example.jp\n";
        let bad =
            "\"森,遥,もり,はるか,看護士,haruka@asagao.example.jp\n森,遥,もり,はるか,看護士,@\n";
        let table = format!("{HEAD}{good}{bad}");
        let looked = press(&client, &stage, &[("system", "ios"), ("text", &table)]).await;
        assert_eq!(looked.status, 200);
        let page = looked.text();
        for words in [
            "直すところがある行: 2",
            "引用符「&#34;」が閉じていません",
            "職種「看護士」はありません",
            "メールアドレスの形になっていません",
            "4行目",
            "正しい1人だけを追加する",
            "スズキ アオイ",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("value=\"all\""), "not while something is wrong");
        let batch = hidden(&page, "batch");
        let again = |press| {
            [("system", "ios"), ("batch", batch.as_str()), ("text", &*table), ("press", press)]
        };
        let refused = press(&client, &stage, &again("all")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("だれも追加していません"));
        for _ in 0..2 {
            let added = press(&client, &stage, &again("good")).await;
            assert_eq!(added.status, 303);
            let list = client.get(&stage.staff, added.header("location")).await.text();
            assert_eq!(list.matches("鈴木 葵").count(), 1);
            assert!(list.contains("表の人を追加しました") && !list.contains("森 遥"));
        }
    });
}

#[test]
fn a_file_of_an_old_spreadsheet_is_read() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        // 姓,名,セイ,メイ,職種,メール / 森,遥,ﾓﾘ,ﾊﾙｶ,医師,… in Shift_JIS.
        let table =
            b"\x90\xA9,\x96\xBC,\x83Z\x83C,\x83\x81\x83C,\x90E\x8E\xED,\x83\x81\x81[\x83\x8B\r\n\
            \x90X,\x97y,\xD3\xD8,\xCA\xD9\xB6,\x88\xE3\x8Et,haruka@asagao.example.jp\r\n";
        let parts = vec![
            Part::text("system", "windows"),
            Part::file("file", "staff.csv", table.to_vec()),
            Part::text("press", "look"),
        ];
        let looked = client.send(&stage.staff, ("POST", PATH), Load::Parts(parts)).await;
        let page = looked.text();
        for words in ["Shift_JIS", "森 遥", "モリ ハルカ", "haruka@", "1人を追加する", "医師"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
    });
}

#[test]
fn what_is_no_table_is_told_beside_the_file_and_what_was_pasted_stays() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let no_device = press(&client, &stage, &[("text", HEAD)]).await;
        assert_eq!(no_device.status, 422);
        assert!(no_device.text().contains("端末の種類を選んでください"));
        for (text, words) in [
            ("", "だれも書かれていません"),
            ("姓,名\n森,遥", "次の列がありません: セイ、メイ、職種、メールアドレス"),
            (&format!("姓,{HEAD}x"), "「姓」の列が2つあります"),
            (&format!("{HEAD}{}", "x\n".repeat(10_001)), "10001人います"),
        ] {
            let answer = press(&client, &stage, &[("system", "mac"), ("text", text)]).await;
            assert_eq!(answer.status, 422);
            let page = answer.text();
            assert!(page.contains(words) && page.contains("id=\"e-file\""), "{words}");
        }
        let large = "x".repeat(1_100_000);
        let answer = press(&client, &stage, &[("system", "mac"), ("text", &large)]).await;
        assert_eq!(answer.status, 413);
        assert!(answer.text().contains("ファイルが大きすぎます"));
    });
}

#[test]
fn the_empty_table_is_one_that_is_read() {
    block_on(async {
        let stage = Stage::new().await;
        let client = manager(&stage).await;
        let answer = client.get(&stage.staff, "/facility/staff/import/template.csv").await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        let table = answer.text();
        assert!(table.starts_with('\u{FEFF}') && table.contains("管理者"), "{table}");
        let line = "森,遥,もり,はるか,nurse,haruka@asagao.example.jp,haruka,いいえ,iPad";
        let filled = format!("{}{line}", table.trim_start_matches('\u{FEFF}'));
        let page = press(&client, &stage, &[("system", "mac"), ("text", &filled)]).await.text();
        assert!(page.contains("1人を追加する") && page.contains("　iPhone・iPad"), "{page}");
    });
}

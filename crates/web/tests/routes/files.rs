//! Documents: kept byte for byte, shown page by page, saved and never run.

use serde_json::json;
use tasuki_app::compose::Draft;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{letter, note, pdf, photo};

use crate::client::{Client, Load, Part};
use crate::stage::Stage;

/// A note of the nurse with a photo, a PDF and a Word file; her client and the note's address.
async fn posted(stage: &Stage) -> (Client, String) {
    let (nurse, team) = (&stage.region.people.nurse, stage.region.rooms.team);
    let draft = Draft { photos: vec![photo(), pdf(), letter(false)], ..note("報告書です") };
    let entry = stage.region.write(nurse, team, draft).await;
    (stage.client(nurse).await, format!("/rooms/{team}/entries/{entry}"))
}

#[test]
fn a_document_comes_back_as_it_went_and_cannot_run() {
    block_on(async {
        let stage = Stage::new().await;
        let (nurse, entry) = posted(&stage).await;
        for (number, sent, kind) in [
            (1, pdf().bytes, "application/pdf"),
            (
                2,
                letter(false).bytes,
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
        ] {
            for path in [
                format!("{entry}/files/{number}/original"),
                format!("/api/v1{entry}/files/{number}"),
            ] {
                let answer = nurse.get(&stage.staff, &path).await;
                assert_eq!(answer.status, 200, "{path}");
                assert_eq!(answer.bytes, sent, "{path}");
                assert_eq!(answer.header("content-type"), kind);
                assert_eq!(answer.header("x-content-type-options"), "nosniff");
                assert_eq!(answer.header("cache-control"), "no-store");
                assert!(answer.header("content-security-policy").contains("sandbox"));
                let saved = answer.header("content-disposition");
                assert!(saved.starts_with("attachment; "), "{saved}");
                assert!(saved.contains("filename*=UTF-8''%E"), "{saved}");
            }
        }
    });
}

#[test]
fn pages_of_a_pdf_are_pictures() {
    block_on(async {
        let stage = Stage::new().await;
        let (nurse, entry) = posted(&stage).await;
        for page in 0..2 {
            let answer = nurse.get(&stage.staff, &format!("{entry}/files/1/pages/{page}")).await;
            assert_eq!(answer.header("content-type"), "image/jpeg");
            assert!(answer.bytes.starts_with(&[0xff, 0xd8]), "{page}");
        }
        for beyond in [
            format!("{entry}/files/1/pages/2"),
            format!("{entry}/files/2/pages/0"),
            format!("{entry}/files/0"),
            format!("{entry}/files/0/original"),
            format!("{entry}/files/3"),
            format!("{entry}/photos/1"),
            format!("{entry}/photos/1/full.jpg"),
            format!("{entry}/photos/2/small.jpg"),
        ] {
            let answer = nurse.get(&stage.staff, &beyond).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{beyond}");
        }
        let small = nurse.get(&stage.staff, &format!("{entry}/photos/1/small.jpg")).await;
        assert_eq!(small.status, 200, "the first page, small");
    });
}

#[test]
fn the_page_of_a_document_shows_its_pages_and_how_to_save_it() {
    block_on(async {
        let stage = Stage::new().await;
        let (nurse, entry) = posted(&stage).await;
        let browser = Client { accept: Some("text/html"), ..nurse };
        let shown = browser.get(&stage.staff, &format!("{entry}/files/1")).await.text();
        for part in [
            "訪問看護報告書.pdf",
            "2ページ",
            "files/1/pages/0",
            "files/1/pages/1",
            "files/1/original",
        ] {
            assert!(shown.contains(part), "{part}");
        }
        let from = browser.get(&stage.staff, &format!("{entry}/files/1?from=1")).await.text();
        assert!(!from.contains("files/1/pages/0\"") && from.contains("files/1/pages/1"));
        let word = browser.get(&stage.staff, &format!("{entry}/files/2")).await.text();
        assert!(word.contains("退院時の連絡.docx") && !word.contains("pages/"));
        let whole = browser.get(&stage.staff, &entry).await.text();
        assert!(whole.contains("class=\"files\"") && whole.contains(&format!("{entry}/files/2")));
        let photo = browser.get(&stage.staff, &format!("{entry}/photos/0")).await.text();
        assert!(photo.contains("写真 1/1"), "documents are not counted as photos");
    });
}

#[test]
fn the_api_tells_photos_and_files_apart() {
    block_on(async {
        let stage = Stage::new().await;
        let (nurse, entry) = posted(&stage).await;
        let told = nurse.get(&stage.staff, &format!("/api/v1{entry}")).await.json();
        assert_eq!(told["photos"].as_array().map(Vec::len), Some(1));
        assert_eq!(told["files"][0]["number"], 1);
        assert_eq!(told["files"][0]["pages"], 2);
        assert_eq!(told["files"][0]["caption"], "11月分");
        assert_eq!(told["files"][1]["file_name"], "退院時の連絡.docx");
    });
}

#[test]
fn a_refused_file_says_in_japanese_what_is_accepted() {
    block_on(async {
        let stage = Stage::new().await;
        let team = stage.region.rooms.team;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let video = b"\0\0\0\x18ftypisom\0\0\x02\0".to_vec();
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        for (name, bytes, words) in [
            ("photo.jpg", video, "動画"),
            ("letter.doc", old, ".doc"),
            ("letter.docx", letter(true).bytes, "マクロ"),
            ("a.html", b"<!doctype html><p>".to_vec(), "PDF、Word（.docx）"),
        ] {
            let entry = Part::text("entry", &json!({ "text": "添付です" }).to_string());
            let load = Load::ApiParts(vec![entry, Part::file("photo", name, bytes)]);
            let path = format!("/api/v1/rooms/{team}/entries");
            let answer = nurse.send(&stage.staff, ("POST", &path), load).await;
            assert_eq!(answer.code(), Some(Code::FileRefused), "{name}");
            let said = answer.json()["errors"][0]["message"].to_string();
            assert!(said.contains(words) && said.contains(".docx"), "{name}: {said}");
        }
    });
}

//! Files that are no photos, too large, or made to harm: refused, and nothing of them is kept.

use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::photo;

use crate::bad_input::Try;
use crate::client::{Load, Part};

/// CRC-32 as PNG wants it (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    let add = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), step);
    !bytes.iter().fold(u32::MAX, add)
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [kind.as_slice(), data].concat();
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [length.as_slice(), &named, &crc(&named).to_be_bytes()].concat()
}

/// A PNG of a few bytes that says it is 50,000 pixels wide and high.
fn bomb() -> Vec<u8> {
    let side = 50_000_u32.to_be_bytes();
    let header = [side.as_slice(), &side, &[8, 2, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(*b"IHDR", &header));
    png.extend(chunk(*b"IDAT", &[0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]));
    png.extend(chunk(*b"IEND", &[]));
    png
}

async fn refused(it: &Try, name: &'static str, bytes: Vec<u8>, code: Code) {
    let entry = Part::text("entry", &json!({ "text": "写真です" }).to_string());
    let file = || Part::file("photo", name, bytes.clone());
    it.api_refuses(&it.api, Load::ApiParts(vec![entry, file()]), code).await;
    let form = Load::Parts(vec![Part::text("text", "写真です"), file()]);
    it.page_refuses(&format!("{}/entries", it.page), form, code).await;
    assert_eq!(it.stage.region.count("SELECT count(*) FROM attachments"), 0);
    let objects = it.stage.region.folder().join("objects");
    assert!(no_files_below(&objects), "{name} left something behind");
}

fn no_files_below(folder: &std::path::Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return true };
    entries.flatten().all(|it| it.path().is_dir() && no_files_below(&it.path()))
}

#[test]
fn what_is_no_photo_is_refused_whatever_its_name() {
    block_on(async {
        let it = Try::new().await;
        let script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        refused(&it, "photo.jpg", script.into(), Code::FileRefused).await;
        let page = "<!doctype html><script>alert(1)</script>";
        refused(&it, "photo.jpg", page.into(), Code::FileRefused).await;
        refused(&it, "photo.png", b"GIF89a\x01\0\x01\0".to_vec(), Code::FileRefused).await;
        refused(&it, "program.exe", b"MZ\x90\0\x03".to_vec(), Code::FileRefused).await;
        refused(&it, "report.pdf", b"%PDF-1.7\n".to_vec(), Code::FileRefused).await;
        refused(&it, "book.xlsm", b"PK\x03\x04\x14\0".to_vec(), Code::FileRefused).await;
        let half = photo().bytes;
        refused(&it, "half.jpg", half[..half.len() / 3].to_vec(), Code::FileRefused).await;
    });
}

#[test]
fn pictures_over_the_limits_are_refused_before_they_are_decoded() {
    block_on(async {
        let it = Try::new().await;
        refused(&it, "bomb.png", bomb(), Code::TooLarge).await;
        let mut large = photo().bytes;
        large.resize((20 << 20) + 1, 0);
        refused(&it, "large.jpg", large, Code::TooLarge).await;
    });
}

#[test]
fn a_request_over_the_limit_is_refused() {
    block_on(async {
        let it = Try::new().await;
        let mut large = photo().bytes;
        large.resize((64 << 20) + 1, 0);
        refused(&it, "large.jpg", large, Code::TooLarge).await;
    });
}

#[test]
fn too_many_photos_are_refused() {
    block_on(async {
        let it = Try::new().await;
        let mut parts = vec![Part::text("entry", "{\"text\":\"a\"}")];
        parts.extend((0..21).map(|_| Part::file("photo", "a.jpg", photo().bytes)));
        it.api_refuses(&it.api, Load::ApiParts(parts), Code::Invalid).await;
    });
}

#[test]
fn a_photo_loses_where_it_was_taken_and_its_path() {
    block_on(async {
        let it = Try::new().await;
        // An APP1 segment as phones write it, after the start of the picture.
        let secret = b"Exif\0\0GPS-35.6812-139.7671";
        let length = u16::try_from(secret.len() + 2).expect("short").to_be_bytes();
        let mut jpeg = photo().bytes;
        let segment = [[0xff, 0xe1].as_slice(), &length, secret].concat();
        jpeg.splice(2..2, segment);
        let entry = Part::text("entry", "{\"text\":\"a\"}");
        let parts = vec![entry, Part::file("photo", "C:/Users/misaki/ハナさん.jpg", jpeg)];
        let answer = it.nurse.send(&it.stage.staff, ("POST", &it.api), Load::ApiParts(parts)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let at = answer.header("location").to_owned();
        let entry = it.nurse.get(&it.stage.staff, &at).await.json();
        let name = entry["photos"][0]["file_name"].as_str().unwrap_or_default();
        assert!(name.ends_with("ハナさん.jpg") && !name.contains(['/', '\\', ':']), "{name}");
        let picture = it.nurse.get(&it.stage.staff, &format!("{at}/photos/0")).await;
        assert!(picture.bytes.starts_with(&[0xff, 0xd8]));
        assert!(!picture.bytes.windows(4).any(|it| it == b"GPS-"));
    });
}

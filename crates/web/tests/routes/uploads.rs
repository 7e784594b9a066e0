//! Uploads over HTTP: pieces, offsets, and the entry that names what has arrived.

use axum::http::Method;
use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{pdf, photo};

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

const UPLOAD: &str = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a11";
const PIECE: &str = "application/partial-upload";

struct Phone {
    stage: Stage,
    nurse: Client,
    uploads: String,
}

impl Phone {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let uploads = format!("/api/v1/rooms/{}/uploads", stage.region.rooms.team);
        Self { stage, nurse, uploads }
    }

    async fn begin(&self, id: &str, length: usize) -> Answer {
        let new = json!({ "upload": id, "length": length });
        self.nurse.post(&self.stage.staff, &self.uploads, new).await
    }

    async fn piece(&self, id: &str, offset: usize, bytes: &[u8]) -> Answer {
        let (path, at) = (format!("{}/{id}", self.uploads), offset.to_string());
        let load = Load::Bytes(PIECE, bytes.to_vec());
        let more = [("upload-offset", at.as_str())];
        self.nurse.send_with(&self.stage.staff, ("PATCH", &path), load, &more).await
    }
}

#[test]
fn a_photo_arrives_in_pieces_and_the_form_names_it() {
    block_on(async {
        let phone = Phone::new().await;
        let mut bytes = photo().bytes;
        bytes.resize(bytes.len().max(40_000), 0);
        let begun = phone.begin(UPLOAD, bytes.len()).await;
        assert_eq!((begun.status.as_u16(), begun.header("upload-offset")), (201, "0"));
        let half = 20_000;
        let answer = phone.piece(UPLOAD, 0, &bytes[..half]).await;
        assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (204, "20000"));
        // The answer was lost: the same again, and how far it got, by GET and HEAD.
        assert_eq!(phone.piece(UPLOAD, 0, &bytes[..half]).await.status, 204);
        let path = format!("{}/{UPLOAD}", phone.uploads);
        for method in [Method::GET, Method::HEAD] {
            let what = (method.as_str(), path.as_str());
            let told = phone.nurse.send(&phone.stage.staff, what, Load::Nothing).await;
            assert_eq!(told.header("upload-offset"), "20000", "{method}");
            assert_eq!(told.header("upload-length"), bytes.len().to_string());
        }
        assert_eq!(phone.piece(UPLOAD, half + 1, &bytes[half..]).await.code(), Some(Code::Invalid));
        assert_eq!(phone.piece(UPLOAD, half, &bytes[half..]).await.status, 204);
        let form = |text: &str| {
            Load::Parts(vec![
                Part::text("entry", "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a12"),
                Part::text("text", text),
                Part::text("upload", UPLOAD),
                Part::text("upload_name", "尿 10時.jpg"),
                Part::text("upload_caption", "尿 10時"),
            ])
        };
        let post = format!("/rooms/{}/entries", phone.stage.region.rooms.team);
        let send = |load| phone.nurse.send(&phone.stage.staff, ("POST", &post), load);
        let written = send(form("先に送った写真")).await;
        assert_eq!(written.status, 201, "{}", written.text());
        let html = written.json()["html"].to_string();
        assert!(html.contains("尿 10時") && html.contains("small.jpg"), "{html}");
        assert_eq!(send(form("先に送った写真")).await.status, 200, "the same once more");
        assert_eq!(send(form("ちがうことば")).await.code(), Some(Code::Invalid));
    });
}

#[test]
fn the_api_writes_an_entry_with_what_has_arrived() {
    block_on(async {
        let phone = Phone::new().await;
        let bytes = pdf().bytes;
        phone.begin(UPLOAD, bytes.len()).await;
        assert_eq!(phone.piece(UPLOAD, 0, &bytes).await.status, 204);
        let entries = format!("/api/v1/rooms/{}/entries", phone.stage.region.rooms.team);
        let file = json!({ "upload": UPLOAD, "file_name": "報告書.pdf", "caption": "11月" });
        let entry = json!({ "text": "報告書です", "uploads": [file] });
        let written = phone.nurse.post(&phone.stage.staff, &entries, entry).await;
        assert_eq!(written.status, 201, "{}", written.text());
        let shown = phone.nurse.get(&phone.stage.staff, written.header("location")).await.json();
        assert_eq!(shown["files"][0]["file_name"], "報告書.pdf");
        let gone =
            phone.nurse.get(&phone.stage.staff, &format!("{}/{UPLOAD}", phone.uploads)).await;
        assert_eq!(gone.code(), Some(Code::NotFound), "forgotten with the entry");
    });
}

#[test]
fn what_is_no_piece_is_refused() {
    block_on(async {
        let phone = Phone::new().await;
        assert_eq!(phone.begin("1", 9).await.code(), Some(Code::Invalid));
        assert_eq!(phone.begin(UPLOAD, 21 << 20).await.code(), Some(Code::TooLarge));
        assert_eq!(phone.piece(UPLOAD, 0, b"%PDF-").await.code(), Some(Code::NotFound));
        phone.begin(UPLOAD, 2 << 20).await;
        let large = vec![b' '; (1 << 20) + 1];
        assert_eq!(phone.piece(UPLOAD, 0, &large).await.code(), Some(Code::TooLarge));
        let video = [b"\0\0\0\x18ftypisom".to_vec(), vec![0; 20_000]].concat();
        let refused = phone.piece(UPLOAD, 0, &video).await;
        assert_eq!(refused.code(), Some(Code::FileRefused));
        assert!(refused.json()["errors"][0]["message"].to_string().contains("動画"));
        let path = format!("{}/{UPLOAD}", phone.uploads);
        let load = || Load::Bytes(PIECE, vec![1]);
        let without = phone.nurse.send(&phone.stage.staff, ("PATCH", &path), load()).await;
        assert_eq!(without.code(), Some(Code::Malformed), "no offset");
        let forged = Client { csrf: String::new(), ..phone.nurse.clone() };
        let answer = forged.send(&phone.stage.staff, ("PATCH", &path), load()).await;
        assert_eq!(answer.code(), Some(Code::ForgedRequest));
        let dropped = phone.nurse.send(&phone.stage.staff, ("DELETE", &path), Load::Nothing).await;
        assert_eq!(dropped.status, 204);
    });
}

//! Documents beside photos: verified, exported, backed up and destroyed like them, with a small
//! picture or without.

use tasuki_app::attachment::Size;
use tasuki_app::compose::Draft;
use tasuki_kernel::Code;
use tasuki_ledger::verify_export;
use tasuki_testkit::region::{letter, pdf};
use tasuki_testkit::{Database, block_on};

use crate::fixture::Fixture;

async fn with_documents(it: &Fixture) -> tasuki_app::compose::Posted {
    let files = vec![pdf(), letter(false)];
    it.write(&it.nurse, Draft { photos: files, ..it.words("書類です") }).await
}

#[test]
fn documents_verify_whether_they_have_a_small_picture_or_not() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let posted = with_documents(&it).await;
        it.app.checkpoint().await.unwrap();
        for report in [it.verified().await, it.verified_with_keys().await] {
            assert!(report.is_clean(), "{report}");
        }
        let room = it.enter(&it.doctor).await;
        assert_eq!(room.document(posted.entry, 0).await.unwrap().bytes, pdf().bytes);
        assert_eq!(room.document(posted.entry, 1).await.unwrap().bytes, letter(false).bytes);
        assert!(room.picture(posted.entry, 0, Size::Thumbnail).await.is_ok());
        let none = room.picture(posted.entry, 1, Size::Thumbnail).await.unwrap_err();
        assert_eq!(none.code, Code::NotFound, "a letter has no small picture");
        assert_eq!(room.document_page(posted.entry, 1, 0).await.unwrap_err().code, Code::NotFound);
        assert!(room.document_page(posted.entry, 0, 1).await.is_ok());
        assert_eq!(room.document_page(posted.entry, 0, 2).await.unwrap_err().code, Code::NotFound);
    });
}

#[test]
fn documents_go_out_with_the_notebook() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let before = it.app.export_notebook(&it.doctor.session, it.notebook).await.unwrap();
        let before = verify_export(&before, Some(&it.app.verifier_key())).attachments;
        with_documents(&it).await;
        let zip = it.app.export_notebook(&it.doctor.session, it.notebook).await.unwrap();
        let report = verify_export(&zip, Some(&it.app.verifier_key()));
        assert_eq!(report.findings, []);
        assert_eq!(report.attachments, before + 3, "two files and one first page");
    });
}

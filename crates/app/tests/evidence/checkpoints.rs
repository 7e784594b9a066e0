//! Checkpoints as files.

use std::fs;

use tasuki_app::checkpoint::{LATEST, VERIFIER_KEY, file_name};
use tasuki_kernel::Code;
use tasuki_ledger::checkpoint::parse_and_verify;
use tasuki_testkit::{Database, block_on};

use crate::fixture::Fixture;

#[test]
fn a_checkpoint_covers_every_entry_and_makes_no_file_when_nothing_was_added() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let text = it.app.checkpoint().await.unwrap();
        let checkpoint = parse_and_verify(&text, &it.app.verifier_key()).unwrap();
        let report = it.verified().await;
        assert_eq!((checkpoint.size, report.tree_size), (report.entries, report.entries));
        let folder = it.app.folder().checkpoints();
        let names = || {
            let listing = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name());
            let mut names: Vec<_> = listing.map(|it| it.into_string().unwrap()).collect();
            names.sort();
            names
        };
        assert_eq!(names(), [file_name(checkpoint.size).as_str(), LATEST, VERIFIER_KEY]);
        assert_eq!(it.app.checkpoint().await.unwrap(), text);
        assert_eq!(names().len(), 3);
        it.write(&it.nurse, it.words("もう一つ")).await;
        let next = it.app.checkpoint().await.unwrap();
        assert_ne!(next, text);
        assert_eq!(names().len(), 4);
        assert_eq!(fs::read_to_string(folder.join(LATEST)).unwrap(), next);
        let key = fs::read_to_string(folder.join(VERIFIER_KEY)).unwrap();
        assert_eq!(key.trim().parse(), Ok(it.app.verifier_key()));
        let report = it.verified().await;
        assert!(report.is_clean(), "{report}");
        assert_eq!(report.checkpoints, 3);
    });
}

#[test]
fn a_checkpoint_of_another_history_is_not_replaced() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        it.app.checkpoint().await.unwrap();
        let size = it.verified().await.tree_size;
        let path = it.app.folder().checkpoints().join(file_name(size));
        fs::write(&path, "something else").unwrap();
        assert_eq!(it.app.checkpoint().await.unwrap_err().code, Code::Damaged);
        assert_eq!(fs::read_to_string(&path).unwrap(), "something else");
        assert_eq!(it.verified().await.findings[0].damage.slug(), "checkpoint-malformed");
    });
}
